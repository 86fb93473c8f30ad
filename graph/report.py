"""Write a validation report as RDF, for a release or for a stranger's data.

The names of results are given by whoever asks for the report: IRIs in a release, whose
layers have no blank nodes, and blank nodes elsewhere. Beside the report of SHACL stands
what was looked at, as measurements of the Data Quality Vocabulary.

Source: SHACL, section 3.6; Data Quality Vocabulary, section 5.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.stages import Result
from ontology.prefixes import BASE, PREFIXES
from ontology.terms import RDF_TYPE, RDFS_LABEL

REPORT: Final = f"{BASE}validation"
"""The report of a release, and the address of its page."""

METRICS: Final = {
    "node-shapes": "node shapes applied",
    "property-shapes": "property shapes in them",
    "focus-nodes": "pairs of a shape and a node it looked at",
    "nodes": "nodes looked at",
    "rules": "rules over graphs asked",
    "triples": "triples read",
}
"""What is counted, by the end of its name."""

_SH: Final = PREFIXES["sh"]
_DQV: Final = PREFIXES["dqv"]

Node = NamedNode | BlankNode
Naming = Callable[[str], Node]


def write(name: Naming, results: Iterable[Result]) -> Iterator[Triple]:
    """Yield the report of some results.

    Args:
        name: Names a node of the report; the report itself is called nothing.
        results: What was found, in the order they are to be numbered.

    Yields:
        The report; it conforms if there are no results, warnings included.
    """
    report, found = name(""), list(results)
    yield _of(report, RDF_TYPE, NamedNode(f"{_SH}ValidationReport"))
    yield _of(report, f"{_SH}conforms", Literal(not found))
    nodes = [name(f"result-{number}") for number in range(1, len(found) + 1)]
    for node in nodes:
        yield _of(report, f"{_SH}result", node)
    for node, result in zip(nodes, found, strict=True):
        yield from _result(node, result, name)


def _result(node: Node, result: Result, name: Naming) -> Iterator[Triple]:
    def placed(term: object) -> Node | Literal:
        if isinstance(term, BlankNode):
            return name(f"node-{term.value}")
        return term  # type: ignore[return-value] # what is no blank node stays

    parts = {
        "focusNode": result.node,
        "resultPath": result.path,
        "value": result.value,
        "sourceShape": result.shape,
        "sourceConstraintComponent": result.component,
        "resultSeverity": result.severity,
    }
    yield _of(node, RDF_TYPE, NamedNode(f"{_SH}ValidationResult"))
    yield _of(node, f"{_SH}resultMessage", Literal(result.message, language="en"))
    for part, term in parts.items():
        if term is not None:
            yield _of(node, _SH + part, placed(term))
    for triple in result.hanging:
        subject, value = placed(triple.subject), placed(triple.object)
        yield Triple(subject, triple.predicate, value)  # type: ignore[arg-type] # no literal


def measured(
    name: Naming, of: NamedNode | BlankNode, counts: Mapping[str, int]
) -> Iterator[Triple]:
    """Yield what was counted.

    Args:
        name: Names a node of the report.
        of: What the counts are about.
        counts: Numbers, by the ends of the names above.

    Yields:
        A measurement for each, and what it measures.
    """
    for metric, count in counts.items():
        kind = NamedNode(f"{REPORT}#metric-{metric}")
        yield _of(kind, RDF_TYPE, NamedNode(f"{_DQV}Metric"))
        yield _of(kind, RDFS_LABEL, Literal(METRICS[metric], language="en"))
        yield from measurement(name(metric), kind, of, count)


def measurement(
    node: Node, metric: NamedNode, of: NamedNode | BlankNode, count: int
) -> Iterator[Triple]:
    """Yield one measurement."""
    yield _of(node, RDF_TYPE, NamedNode(f"{_DQV}QualityMeasurement"))
    yield _of(node, f"{_DQV}isMeasurementOf", metric)
    yield _of(node, f"{_DQV}computedOn", of)
    yield _of(node, f"{_DQV}value", Literal(count))


def _of(subject: Node, predicate: str, value: Node | Literal) -> Triple:
    return Triple(subject, NamedNode(predicate), value)
