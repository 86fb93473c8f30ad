"""Describe the dataset in its own terms: VoID and DCAT, every number computed.

The description is a layer of the dataset and is not counted in its own counts.

Source: Describing Linked Datasets with the VoID Vocabulary; DCAT 3.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ontology import terms
from ontology.prefixes import BASE, PREFIXES

DATASET: Final = f"{BASE}dataset"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
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
        terms.CHECKS: "what the article prints against what its figures give",
        terms.ENTAILED: "what follows by OWL 2 RL",
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


def counts(quads: Iterable[Quad]) -> dict[str, int]:
    """Return how many claims, observations, segments and the like there are."""
    typed = {
        (quad.subject, quad.object)
        for quad in quads
        if quad.predicate.value == terms.RDF_TYPE
    }
    found = Counter(kind for _, kind in typed)
    entities = {
        quad.subject for quad in quads if quad.graph_name == NamedNode(terms.ENTITIES)
    }
    numbers = {name: found[NamedNode(iri)] for name, iri in _COUNTED.items()}
    return {**numbers, "entities": len(entities)}


def graph_sizes(quads: Iterable[Quad]) -> dict[str, int]:
    """Return the number of triples of each graph, by IRI, sorted."""
    found = Counter(str(quad.graph_name.value) for quad in quads)  # type: ignore[union-attr]
    return dict(sorted(found.items()))


def describe(quads: tuple[Quad, ...]) -> Iterator[Quad]:
    """Yield the description of some quads as the layer ``g:metadata``."""
    triples = {quad.triple for quad in quads}
    things = {
        triple.subject
        for triple in triples
        if isinstance(triple.subject, NamedNode)
        and triple.subject.value.startswith(BASE)
    }
    classes = {t.object for t in triples if t.predicate.value == terms.RDF_TYPE}
    void, dcterms = PREFIXES["void"], PREFIXES["dcterms"]
    yield _iri(DATASET, terms.RDF_TYPE, f"{void}Dataset")
    yield _iri(DATASET, terms.RDF_TYPE, f"{PREFIXES['dcat']}Dataset")
    title = "BorderKG, a claim-level knowledge graph of one article"
    yield _text(DATASET, terms.RDFS_LABEL, title)
    yield _text(DATASET, f"{dcterms}title", title)
    yield _iri(DATASET, f"{dcterms}license", LICENCE)
    yield _iri(DATASET, f"{dcterms}source", terms.THE_ARTICLE)
    yield _plain(DATASET, f"{PREFIXES['dcat']}version", version("borderkg"))
    yield _plain(DATASET, f"{void}uriSpace", BASE)
    yield _iri(DATASET, f"{void}sparqlEndpoint", f"{BASE}sparql")
    for name in DUMPS:
        yield _iri(DATASET, f"{void}dataDump", f"{BASE}dumps/{name}")
    for prefix in ("bk", "skos", "dcterms"):
        yield _iri(DATASET, f"{void}vocabulary", PREFIXES[prefix])
    yield _number(DATASET, f"{void}triples", len(triples))
    yield _number(DATASET, f"{void}entities", len(things))
    yield _number(DATASET, f"{void}classes", len(classes))
    yield _number(DATASET, f"{void}properties", len({t.predicate for t in triples}))
    yield _number(DATASET, f"{void}distinctSubjects", len({t.subject for t in triples}))
    yield _number(DATASET, f"{void}distinctObjects", len({t.object for t in triples}))
    for name, size in graph_sizes(quads).items():
        if name in terms.LAYERS:
            yield _iri(DATASET, f"{void}subset", name)
            yield _iri(name, terms.RDF_TYPE, f"{void}Dataset")
            yield _text(name, terms.RDFS_LABEL, _LABELS[name])
            yield _number(name, f"{void}triples", size)


def _quad(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    graph = NamedNode(terms.METADATA)
    return Quad(NamedNode(subject), NamedNode(predicate), value, graph)


def _iri(subject: str, predicate: str, value: str) -> Quad:
    return _quad(subject, predicate, NamedNode(value))


def _text(subject: str, predicate: str, value: str) -> Quad:
    return _quad(subject, predicate, Literal(value, language="en"))


def _plain(subject: str, predicate: str, value: str) -> Quad:
    return _quad(subject, predicate, Literal(value))


def _number(subject: str, predicate: str, value: int) -> Quad:
    return _quad(subject, predicate, Literal(value))
