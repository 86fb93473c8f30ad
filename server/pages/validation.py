"""A validation report as a page tells it: of the release, or of a stranger's data.

Source: SHACL, section 3.6; Data Quality Vocabulary, section 5.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from ontology.prefixes import BASE, PREFIXES
from server.pages.index import Index, Term, index, key, natural
from server.pages.names import TYPE, Names, Shown, local

REPORT: Final = f"{BASE}validation"
"""The report of the release, and the address of its page."""

_SH: Final = PREFIXES["sh"]
_DQV: Final = PREFIXES["dqv"]
_LABEL: Final = f"{PREFIXES['rdfs']}label"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result.

    Attributes:
        message: What is demanded.
        severity: ``Violation`` or ``Warning``.
        node: What breaks it.
        path: The property in question.
        value: Its value.
        shape: The shape or rule that is broken.
        where: The graphs of the release that hold the triple in question.
    """

    message: str
    severity: str
    node: Shown
    path: Shown | None
    value: Shown | None
    shape: Shown
    where: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A report.

    Attributes:
        conforms: Whether there is no result.
        violations: How many results are violations.
        findings: The results.
        counts: What was looked at: numbers and what they count.
        shapes: How many nodes each shape looked at.
        rules: The rules over graphs: name, statement and severity.
        comment: How it was made.
    """

    conforms: bool
    violations: int
    findings: tuple[Finding, ...]
    counts: tuple[tuple[int, str], ...]
    shapes: tuple[tuple[Shown, int], ...]
    rules: tuple[tuple[str, str, str], ...]
    comment: str


def of_release(names: Names) -> Told | None:
    """Read the report of the release, if it has one."""
    has = names.index.objects(REPORT, f"{_SH}conforms")
    return _told(names, names.index, REPORT) if has else None


def of_data(names: Names, report: Iterable[Triple]) -> Told | None:
    """Read the report of a stranger's data.

    Args:
        names: The names of the release, for shapes and properties.
        report: Its triples.

    Returns:
        The report; nothing where the triples are none.
    """
    made = index(Quad(t.subject, t.predicate, t.object) for t in report)
    found = (
        key(statement.subject)
        for statement in made.naming.get(f"{_SH}ValidationReport", ())
        if statement.predicate == TYPE
    )
    return next((_told(names, made, name) for name in found), None)


def _told(names: Names, told: Index, report: str) -> Told:
    found = tuple(
        _finding(names, told, key(result))
        for result in told.objects(report, f"{_SH}result")
    )
    measured = list(_measured(told))
    return Told(
        conforms=told.text(report, f"{_SH}conforms") == "true",
        violations=sum(one.severity == "Violation" for one in found),
        findings=found,
        counts=tuple((n, label) for n, label, shape in measured if not shape),
        shapes=tuple(
            (names.link(shape), number)
            for number, _, shape in sorted(measured, key=lambda m: natural(m[2]))
            if shape
        ),
        rules=tuple(_rules(told)),
        comment=told.text(report, f"{PREFIXES['rdfs']}comment"),
    )


def _measured(told: Index) -> Iterator[tuple[int, str, str]]:
    """Yield what was counted: the number, of what, and of which shape if of one."""
    kind = f"{_DQV}QualityMeasurement"
    for statement in told.naming.get(kind, ()):
        name = key(statement.subject)
        metric = next(iter(told.iris(name, f"{_DQV}isMeasurementOf")), "")
        if metric.startswith(f"{REPORT}#"):
            about = told.iris(name, f"{_DQV}computedOn")
            shapes = (iri for iri in about if iri.startswith(PREFIXES["bks"]))
            number = int(told.text(name, f"{_DQV}value"))
            yield number, told.text(metric, _LABEL), next(shapes, "")


def _rules(told: Index) -> Iterator[tuple[str, str, str]]:
    for name in sorted(n for n in told.about if n.startswith(f"{REPORT}#rule-")):
        severity = " ".join(map(_end, told.iris(name, f"{_SH}severity")))
        yield told.text(name, _LABEL), told.text(name, f"{_SH}message"), severity


def _finding(names: Names, told: Index, result: str) -> Finding:
    parts = ("focusNode", "resultPath", "value", "sourceShape", "resultSeverity")
    node, path, value, shape, severity = (
        next(iter(told.objects(result, _SH + part)), None) for part in parts
    )
    return Finding(
        message=told.text(result, f"{_SH}resultMessage"),
        severity=_end(key(severity)) if severity else "",
        node=_shown(names, node) or Shown("something"),
        path=_shown(names, path),
        value=_shown(names, value),
        shape=_shown(names, shape) or Shown("a shape"),
        where=_where(names, node, path, value),
    )


def _shown(names: Names, term: Term | None) -> Shown | None:
    match term:
        case None:
            return None
        case BlankNode():
            return Shown("a blank node")
        case NamedNode(value=iri) if iri.startswith(f"{REPORT}#rule-"):
            return names.link(iri)
    return names.shown(term)


def _where(
    names: Names, node: Term | None, path: Term | None, value: Term | None
) -> tuple[Shown, ...]:
    """Find the graphs of the release that hold the triple of a result."""
    if node is None or path is None or value is None:
        return ()
    graphs = dict.fromkeys(
        s.graph
        for s in names.index.about.get(key(node), ())
        if s.predicate == key(path) and s.object == value and s.graph
    )
    return tuple(names.link(graph, local(graph)) for graph in graphs)


def _end(iri: str) -> str:
    return iri.rpartition("#")[2]
