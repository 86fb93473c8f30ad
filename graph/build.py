"""Collect the sources into layers, and add what follows by looking things up.

Which file becomes which layer is the table below. Added are only the three
properties that a Turtle file and a plain join could not reach otherwise:
``bk:mentions``, ``bk:isGivenBy`` and the claim's ``bk:modality`` on its observations.
Nothing is inferred or judged here.
"""

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeGuard

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
)

from graph import queries, samples, sources
from graph.inventory import MAPPINGS, Sources, is_like
from graph.links.mapped import mapped
from graph.nanopubs import earlier
from graph.sources import CLAIM, SourceError
from graph.stages import Asserted
from graph.whereabouts import Finder, short
from ontology import terms
from ontology.prefixes import BASE, PREFIXES

__all__ = ["Sources", "build"]

_LAYERS: Final = MappingProxyType(
    {
        "ontology/*.ttl": terms.ONTOLOGY,
        "shapes/*.ttl": terms.SHAPES,
        "graph/article.ttl": terms.ARTICLE_FRAME,
        "graph/entities/*.ttl": terms.ENTITIES,
        "graph/spellings.ttl": terms.ENTITIES,
        "graph/background.ttl": terms.BACKGROUND,
        "graph/snapshot/*.ttl": terms.SNAPSHOT,
        "graph/checks/*.ttl": terms.CHECKS,
        "graph/claims/*.trig": None,
    }
)
"""Which file becomes which layer; without one a file names its graphs itself."""

_MAPPINGS: Final = f"graph/links/*{MAPPINGS}"
"""The table of mappings, which is read last: it speaks of what the others name."""

_APART: Final = (samples.LIKE, _MAPPINGS, earlier.PUBLISHED)
"""Sources that are no layer and no query; each has a reader of its own."""

_WITH_BLANK_NODES: Final = frozenset({terms.ONTOLOGY, terms.SHAPES})

_NOT_MENTIONED: Final = (
    *(PREFIXES[p] for p in ("bk", "bks", "claim", "content", "observation")),
    *(f"{scheme}/" for scheme in terms.SCHEMES),
)
"""What a claim is made of, or says how it is meant, is nothing that it speaks of."""


def build(inventory: Sources) -> Asserted:
    """Read every source into its layer and compute what belongs to provenance.

    Args:
        inventory: The folders to read.

    Returns:
        Everything asserted.

    Raises:
        SourceError: If a file cannot be taken as it is, belongs to no layer, or holds
            a claim that another file holds too.
    """
    digest, listed = inventory.sha256(), inventory.checksums()
    files: dict[Quad, Path] = {}
    origins: dict[str, Path] = {}
    opened: dict[str, Path] = {}
    for path, layer in _layered(inventory):
        found = sources.read(path, blank_nodes=layer in _WITH_BLANK_NODES)
        for claim in sorted({g.value for q in found if _is_claim(g := q.graph_name)}):
            if claim in opened:
                finder = Finder({})
                first = f"{sources.shown(opened[claim])}:"
                first += str(finder.line(opened[claim], claim))
                reason = f"graph {short(claim)} is opened in {first} already"
                raise SourceError(path, finder.line(path, claim), None, reason)
            opened[claim] = origins[claim] = path
        for quad in found:
            if isinstance(quad.subject, NamedNode):
                origins.setdefault(quad.subject.value, path)
            there = quad if layer is None else _moved(quad, NamedNode(layer))
            files.setdefault(there, path)
    table = _mappings(inventory)
    if table:
        for quad in mapped(table, tuple(files), origins):
            files.setdefault(quad, table)
            if isinstance(quad.subject, NamedNode):
                origins.setdefault(quad.subject.value, table)
    quads = dict.fromkeys((*files, *_computed(tuple(files))))
    return Asserted(
        quads=tuple(_canonical(quads)),
        rules=tuple(queries.rules(inventory)),
        checks=tuple(queries.checks(inventory)),
        examples=(*queries.examples(inventory), *queries.federated(inventory)),
        origins=origins,
        files=files,
        sources_sha256=digest,
        questions=tuple(queries.questions(inventory)),
        published=tuple(earlier.published(inventory)),
        samples=tuple(samples.samples(inventory)),
        mappings=sources.text_of(table) if table else "",
        checksums=listed,
    )


def _layered(inventory: Sources) -> Iterator[tuple[Path, str | None]]:
    """Yield each file of quads with its layer.

    Raises:
        SourceError: If a file belongs to none.
    """
    for name, path in inventory.files():
        layers = [layer for like, layer in _LAYERS.items() if is_like(name, like)]
        if layers:
            yield path, layers[0]
        elif not (queries.are_like(name) or any(is_like(name, one) for one in _APART)):
            raise SourceError(path, None, None, "belongs to no layer (graph/build.py)")


def _mappings(inventory: Sources) -> Path | None:
    """Return the table of mappings, if there is one.

    Raises:
        SourceError: If there are two, for which would be published?
    """
    found = [path for name, path in inventory.files() if is_like(name, _MAPPINGS)]
    if len(found) > 1:
        raise SourceError(found[1], None, None, "a second table of mappings")
    return found[0] if found else None


def _computed(quads: tuple[Quad, ...]) -> Iterator[Quad]:
    """Yield what provenance gains by looking into the claims' graphs."""
    provenance = NamedNode(terms.PROVENANCE)
    mentions, given_by = NamedNode(terms.MENTIONS), NamedNode(terms.IS_GIVEN_BY)
    modality = NamedNode(terms.MODALITY)
    said_as: dict[object, list[NamedNode]] = {}
    for quad in quads:
        if quad.predicate == modality and isinstance(quad.object, NamedNode):
            said_as.setdefault(quad.subject, []).append(quad.object)
    for quad in quads:
        claim = quad.graph_name
        if not _is_claim(claim):
            continue
        named = (quad.subject, quad.object)
        for term in named[:1] if quad.predicate.value == terms.RDF_TYPE else named:
            if isinstance(term, NamedNode) and _is_mentioned(term.value):
                yield Quad(claim, mentions, term, provenance)
        if _is_observation(quad.subject):
            yield Quad(quad.subject, given_by, claim, provenance)
            for value in said_as.get(claim, ()):
                yield Quad(quad.subject, modality, value, provenance)


def _is_mentioned(name: str) -> bool:
    """Tell whether a name is of ours and of a thing that a claim can speak of."""
    return name.startswith(BASE) and not name.startswith(_NOT_MENTIONED)


def _canonical(quads: dict[Quad, None]) -> Iterator[Quad]:
    """Yield all quads, with labels of blank nodes that depend on nothing but them.

    Source: RDF Dataset Canonicalization (RDFC-1.0).
    """
    blank = Dataset()
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            blank.add(quad)
        else:
            yield quad
    blank.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    yield from sorted(blank, key=str)


def _moved(quad: Quad, graph: NamedNode) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def _is_claim(graph: NamedNode | BlankNode | DefaultGraph) -> TypeGuard[NamedNode]:
    return isinstance(graph, NamedNode) and bool(CLAIM.fullmatch(graph.value))


def _is_observation(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(
        PREFIXES["observation"]
    )
