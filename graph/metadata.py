"""Describe the dataset in its own terms: VoID and DCAT, every number computed.

The description is a layer of the dataset and is not counted in its own counts. What
it says of a layer holds of the layer's graph, what it says of ``desc:claims`` of the
graphs of all claims together, and of the dataset of all these as one graph.

Source: Describing Linked Datasets with the VoID Vocabulary; DCAT 3.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from graph import editors, partitions
from graph.links.linkable import coverage
from graph.links.linksets import linksets
from graph.stages import Example
from graph.statements import iri, number, plain, text
from ontology import terms
from ontology.prefixes import BASE, PREFIXES

DATASET: Final = f"{BASE}dataset"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
CLAIMS: Final = f"{PREFIXES['desc']}claims"
"""The graphs of all claims together."""

DUMPS: Final = ("default.ttl", "asserted.ttl", "dataset.nq", "dataset.trig")

_LABELS: Final = MappingProxyType(
    {
        terms.ONTOLOGY: "classes and properties",
        terms.SHAPES: "shapes and rules that judge a release",
        terms.ARTICLE_FRAME: "segments, notes and works of the article",
        terms.ENTITIES: "names and kinds of things",
        terms.BACKGROUND: "what the article takes for granted, with other sources",
        terms.PROVENANCE: "where each claim is stated and who says it",
        terms.LINKS: "links to other datasets",
        terms.SNAPSHOT: "names, kinds and points of linked items, dated",
        terms.CHECKS: "what the article prints against what its figures give",
        terms.ENTAILED: "what follows by OWL 2 RL",
        terms.PROOFS: "why it follows: rules, steps and what they rest on",
        terms.QUESTIONS: "competency questions and their answers",
        CLAIMS: "what the claims say, one graph each",
    }
)
_COUNTED: Final = MappingProxyType(
    {
        "claims": terms.CLAIM,
        "observations": terms.OBSERVATION,
        "segments": terms.SEGMENT,
        "notes": terms.NOTE,
        "works": terms.WORK,
        "checks": terms.CHECK,
    }
)


_NO_ENTITY: Final = frozenset(
    {
        NamedNode(PREFIXES["skosxl"] + "Label"),
        NamedNode(PREFIXES["bk"] + "IdentityDecision"),
    }
)


def counts(quads: Iterable[Quad]) -> dict[str, int]:
    """Return how many claims, observations, segments and the like there are."""
    quads = tuple(quads)
    typed = {
        (quad.subject, quad.object)
        for quad in quads
        if quad.predicate.value == terms.RDF_TYPE
    }
    found = Counter(kind for _, kind in typed)
    # The layer also holds labels as nodes, and decisions about what is one thing.
    entities = {
        quad.subject
        for quad in quads
        if quad.graph_name == NamedNode(terms.ENTITIES)
        and quad.predicate.value == terms.RDF_TYPE
        and quad.object not in _NO_ENTITY
    }
    numbers = {name: found[NamedNode(iri)] for name, iri in _COUNTED.items()}
    reached = coverage(quads)
    return {
        **numbers,
        "entities": len(entities),
        "linkable": len(reached.linkable),
        "linked": len(reached.linked),
        "sought": len(reached.sought),
    }


def graph_sizes(quads: Iterable[Quad]) -> dict[str, int]:
    """Return the number of triples of each graph, by IRI, sorted."""
    found = Counter(str(quad.graph_name.value) for quad in quads)  # type: ignore[union-attr]
    return dict(sorted(found.items()))


def describe(quads: tuple[Quad, ...], examples: tuple[Example, ...]) -> Iterator[Quad]:
    """Yield the description of some quads as the layer ``g:metadata``.

    Args:
        quads: The dataset.
        examples: The example queries to publish with it.

    Yields:
        Statements, every number counted.
    """
    triples = {quad.triple for quad in quads}
    known = partitions.classes(triples)
    things = {
        triple.subject
        for triple in triples
        if isinstance(triple.subject, NamedNode)
        and triple.subject.value.startswith(BASE)
    }
    classes = {t.object for t in triples if t.predicate.value == terms.RDF_TYPE}
    void, dcterms = PREFIXES["void"], PREFIXES["dcterms"]
    yield iri(DATASET, terms.RDF_TYPE, f"{void}Dataset")
    yield iri(DATASET, terms.RDF_TYPE, f"{PREFIXES['dcat']}Dataset")
    title = "BorderKG, a claim-level knowledge graph of one article"
    yield text(DATASET, terms.RDFS_LABEL, title)
    yield text(DATASET, f"{dcterms}title", title)
    yield iri(DATASET, f"{dcterms}license", LICENCE)
    yield iri(DATASET, f"{dcterms}source", terms.THE_ARTICLE)
    yield plain(DATASET, f"{PREFIXES['dcat']}version", version("borderkg"))
    yield plain(DATASET, f"{void}uriSpace", BASE)
    yield iri(DATASET, f"{void}sparqlEndpoint", f"{BASE}sparql")
    for name in DUMPS:
        yield iri(DATASET, f"{void}dataDump", f"{BASE}dumps/{name}")
    for prefix in ("bk", "skos", "dcterms"):
        yield iri(DATASET, f"{void}vocabulary", PREFIXES[prefix])
    yield number(DATASET, f"{void}triples", len(triples))
    yield number(DATASET, f"{void}entities", len(things))
    yield number(DATASET, f"{void}classes", len(classes))
    yield number(DATASET, f"{void}properties", len({t.predicate for t in triples}))
    yield number(DATASET, f"{void}distinctSubjects", len({t.subject for t in triples}))
    yield number(DATASET, f"{void}distinctObjects", len({t.object for t in triples}))
    yield from partitions.partitions(DATASET, "dataset", triples, known, deep=True)
    for name, inside in sorted(_parts(quads).items()):
        yield iri(DATASET, f"{void}subset", name)
        yield iri(name, terms.RDF_TYPE, f"{void}Dataset")
        yield text(name, terms.RDFS_LABEL, _LABELS[name])
        yield number(name, f"{void}triples", len(inside))
        short = name.replace("#", "/").rpartition("/")[2]
        yield from partitions.partitions(name, short, inside, known, deep=False)
    yield from linksets(DATASET, quads)
    yield from editors.prefixes(DATASET)
    yield from editors.examples(DATASET, examples)


def _parts(quads: Iterable[Quad]) -> dict[str, set[Triple]]:
    """Return the triples of each layer, and those of all claims together."""
    found: dict[str, set[Triple]] = {}
    for quad in quads:
        graph = str(quad.graph_name.value)  # type: ignore[union-attr]
        name = graph if graph in terms.LAYERS else CLAIMS
        found.setdefault(name, set()).add(quad.triple)
    return found
