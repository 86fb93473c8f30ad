"""Tell how a release was judged: its validation report, and what was looked at.

Part of the layer ``g:metadata``, and a file of its own. A release with a violation does
not exist, so its results are warnings. No clock has a part in it: the same sources get
the same report.

Source: SHACL, section 3.6.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph import report, shacl
from graph.report import REPORT
from graph.stages import Rule, Validated
from graph.targets import focus_nodes
from ontology import terms
from ontology.prefixes import BASE, PREFIXES

_SH: Final = PREFIXES["sh"]
_LABEL: Final = "validation report of this release"
_COMMENT: Final = (
    "Shapes were applied twice, to what is written and to that with what is entailed; "
    "rules over graphs to every quad. Proofs were not shown to the shapes."
)


def describe(validated: Validated) -> Iterator[Quad]:
    """Yield the report of a release, as statements of the metadata.

    Args:
        validated: What is published.

    Yields:
        The report, the rules, and for each shape how many nodes it looked at.
    """
    graph = NamedNode(terms.METADATA)
    for triple in dict.fromkeys(_triples(validated)):
        yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _name(end: str) -> NamedNode:
    return NamedNode(f"{REPORT}#{end}" if end else REPORT)


def _triples(validated: Validated) -> Iterator[Triple]:
    asserted = validated.graph.entailed.asserted
    report_ = _name("")
    yield _text(report_, terms.RDFS_LABEL, _LABEL)
    yield _text(report_, terms.RDFS_COMMENT, _COMMENT)
    results = (o.result for o in validated.warnings if o.result is not None)
    yield from report.write(_name, results)
    for rule in asserted.rules:
        yield from _rule(rule)
    quads = tuple(validated.graph.entailed.quads())
    shapes = {q.triple for q in quads if q.graph_name == NamedNode(terms.SHAPES)}
    data = {q.triple for q in quads if q.graph_name != NamedNode(terms.SHAPES)}
    looked = focus_nodes(shapes, data)
    counts = {
        "node-shapes": _kinds(shapes, "NodeShape"),
        "property-shapes": _kinds(shapes, "PropertyShape"),
        "focus-nodes": sum(map(len, looked.values())),
        "nodes": len(set[object]().union(*looked.values())),
        "rules": len(asserted.rules),
        "triples": len(data),
    }
    yield from report.measured(_name, NamedNode(f"{BASE}dataset"), counts)
    for shape, nodes in sorted(looked.items()):
        node = _name(f"focus-nodes-{shape.rpartition('/')[2]}")
        metric = _name("metric-focus-nodes")
        yield from report.measurement(node, metric, NamedNode(shape), len(nodes))


def _rule(rule: Rule) -> Iterator[Triple]:
    """Yield what a rule over graphs demands and asks; it is no shape of SHACL."""
    node = shacl.rule(rule.name)
    severity = NamedNode(f"{_SH}{'Warning' if rule.warns else 'Violation'}")
    kind = NamedNode(f"{PREFIXES['earl']}TestCriterion")
    yield Triple(node, NamedNode(terms.RDF_TYPE), kind)
    yield _text(node, terms.RDFS_LABEL, rule.name.replace("-", " "))
    yield _text(node, f"{_SH}message", rule.statement)
    yield Triple(node, NamedNode(f"{_SH}severity"), severity)
    yield Triple(node, NamedNode(f"{_SH}select"), Literal(rule.query))


def _kinds(shapes: Iterable[Triple], kind: str) -> int:
    wanted = NamedNode(_SH + kind)
    return sum(t.object == wanted for t in shapes)


def _text(subject: NamedNode, predicate: str, value: str) -> Triple:
    return Triple(subject, NamedNode(predicate), Literal(value, language="en"))
