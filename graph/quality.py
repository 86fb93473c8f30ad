"""The quality card: tests of the ontology and counts, worked out at every build.

Two lists of others are followed where no public address is needed: the tests of FOOPS!,
whose other nine are named as not run, and the kind of checks that ROBOT reports. Shapes
are tested for having examples. A failure stops nothing and is shown with what fails.
Part of the layer ``g:metadata``.

Source: FOOPS!, catalogue of tests (w3id.org/foops/catalog); ROBOT, report queries;
EARL 1.0 Schema; Data Quality Vocabulary.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from graph import foops, report, robot, samples
from graph.outcome import Outcome
from ontology import terms
from ontology.prefixes import BASE, PREFIXES

QUALITY: Final = f"{BASE}quality"
"""The card, and the address of its page."""

_EARL: Final = PREFIXES["earl"]
_GRAPH: Final = NamedNode(terms.METADATA)
_KINDS: Final = MappingProxyType(
    {
        "Class": "classes",
        "ObjectProperty": "object properties",
        "DatatypeProperty": "datatype properties",
        "AnnotationProperty": "annotation properties",
    }
)
_SAID: Final = MappingProxyType(
    {
        terms.RDFS_LABEL: "labels of terms",
        terms.DEFINITION: "definitions of terms",
        f"{PREFIXES['skos']}example": "examples of terms",
        f"{PREFIXES['skos']}scopeNote": "scope notes of terms",
    }
)


def describe(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the card of a dataset.

    Args:
        quads: The dataset.

    Yields:
        An assertion for each test, and a measurement for each count.
    """
    every = tuple(quads)
    ontology = [q.triple for q in every if q.graph_name == NamedNode(terms.ONTOLOGY)]
    if not ontology:
        return
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in ontology)
    outcomes = [
        *foops.outcomes(store, ontology),
        *robot.outcomes(store, every),
        *samples.outcomes(every),
    ]
    triples = [
        _text(NamedNode(QUALITY), terms.RDFS_LABEL, "quality card of this release"),
        *(t for outcome in outcomes for t in _asserted(outcome)),
        *_counted(ontology, every),
    ]
    for triple in dict.fromkeys(triples):
        yield Quad(triple.subject, triple.predicate, triple.object, _GRAPH)


def _asserted(outcome: Outcome) -> Iterator[Triple]:
    node = NamedNode(f"{QUALITY}#{outcome.suite}-{outcome.name}")
    result = NamedNode(f"{node.value}-result")
    yield _iri(node, terms.RDF_TYPE, f"{_EARL}Assertion")
    yield _text(node, terms.RDFS_LABEL, outcome.title)
    yield Triple(node, NamedNode(terms.NOTATION), Literal(outcome.name))
    yield _iri(node, f"{_EARL}test", outcome.test)
    yield _iri(node, f"{_EARL}subject", f"{PREFIXES['module']}all")
    yield _iri(node, f"{_EARL}mode", f"{_EARL}automatic")
    yield _iri(node, f"{_EARL}result", result.value)
    yield _iri(result, terms.RDF_TYPE, f"{_EARL}TestResult")
    yield _iri(result, f"{_EARL}outcome", _EARL + outcome.verdict)
    if outcome.info:
        yield _text(result, f"{_EARL}info", outcome.info)
    for offender in outcome.offenders:
        yield _iri(result, f"{PREFIXES['dcterms']}references", offender)


def _counted(ontology: list[Triple], quads: tuple[Quad, ...]) -> Iterator[Triple]:
    """Yield the counts of terms, of what is said of them, of languages and shapes."""
    own = [t for t in ontology if str(t.subject).startswith(f"<{PREFIXES['bk']}")]
    counts: Counter[str] = Counter()
    for triple in own:
        kind = str(triple.object).strip("<>").removeprefix(PREFIXES["owl"])
        if triple.predicate.value == terms.RDF_TYPE and kind in _KINDS:
            counts[_KINDS[kind]] += 1
        if said := _SAID.get(triple.predicate.value):
            counts[said] += 1
            if isinstance(triple.object, Literal) and triple.object.language:
                counts[f"{said}, {triple.object.language}"] += 1
    languages = {
        (q.subject, q.object)
        for q in quads
        if q.graph_name == NamedNode(terms.ENTITIES)
        and q.predicate.value in {terms.RDFS_LABEL, terms.SKOS_ALT_LABEL}
        and isinstance(q.object, Literal)
    }
    for _, name in languages:
        counts[f"names of things, {name.language or 'no language'}"] += 1
    counts.update(samples.counts(quads))
    for what, number in sorted(counts.items()):
        end = what.replace(",", "").replace(" ", "-")
        metric = NamedNode(f"{QUALITY}#metric-{end}")
        yield _iri(metric, terms.RDF_TYPE, f"{PREFIXES['dqv']}Metric")
        yield _text(metric, terms.RDFS_LABEL, what)
        node, of = NamedNode(f"{QUALITY}#{end}"), NamedNode(f"{BASE}dataset")
        yield from report.measurement(node, metric, of, number)


def _iri(subject: NamedNode, predicate: str, value: str) -> Triple:
    return Triple(subject, NamedNode(predicate), NamedNode(value))


def _text(subject: NamedNode, predicate: str, value: str) -> Triple:
    return Triple(subject, NamedNode(predicate), Literal(value, language="en"))
