"""Shapes and rules that cannot be applied stop the build too, in one sentence."""

import pyoxigraph as ox
import pytest
import rdflib

from graph.offences import ValidationError
from graph.stages import Rule
from graph.validate import broken_rules, broken_shapes
from ontology.prefixes import PREFIXES

HEAD = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("bk", "bks", "sh"))
CITY = ox.NamedNode(f"{PREFIXES['bk']}City")
TOWN = ox.NamedNode(f"{PREFIXES['place']}town")
NAME = ox.NamedNode(f"{PREFIXES['bk']}name")
TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
DATA = [ox.Quad(TOWN, TYPE, CITY), ox.Quad(TOWN, NAME, ox.Literal("Town"))]


def shape(constraint: str) -> rdflib.Graph:
    text = (
        "bks:City a sh:NodeShape ; sh:targetClass bk:City ; sh:property bks:City-name ."
        f"bks:City-name a sh:PropertyShape ; {constraint} ; sh:message 'The rule.' ."
    )
    return rdflib.Graph().parse(data=HEAD + text, format="turtle")


def test_a_result_says_shape_node_path_value_message_and_severity() -> None:
    found = broken_shapes(
        shape("sh:path bk:name ; sh:pattern '^x' ; sh:severity sh:Warning"), DATA, {}
    )

    offence, severity = next(found)
    assert str(offence) == "no file: place:town bk:name Town: The rule. [bks:City-name]"
    assert severity == rdflib.SH.Warning


@pytest.mark.parametrize(
    ("constraint", "reason"),
    [
        pytest.param("sh:minCount 1", "must include one `sh:path`", id="no path"),
        pytest.param(
            "sh:path bk:name ; sh:minCount 'x'", "must be a literal", id="no number"
        ),
        pytest.param(
            "sh:path bk:name ; sh:pattern '('", "unterminated", id="no pattern"
        ),
        pytest.param(
            "sh:path bk:name ; sh:sparql [ sh:select 'SELECT nothing' ]",
            "Expected SelectQuery",
            id="no query",
        ),
    ],
)
def test_a_shape_that_cannot_be_applied_stops_the_build(
    constraint: str, reason: str
) -> None:
    with pytest.raises(ValidationError, match=reason):
        list(broken_shapes(shape(constraint), DATA, {}))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        pytest.param("SELECT nothing", "is no SPARQL", id="no query"),
        pytest.param("ASK {}", "does not select graph, node, detail", id="no rows"),
        pytest.param(
            "SELECT ?node {}", "does not select graph, node, detail", id="no columns"
        ),
    ],
)
def test_a_rule_that_cannot_be_asked_stops_the_build(query: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        list(broken_rules([Rule("r", "Statement.", query)], DATA, {}))


@pytest.mark.parametrize(
    ("warns", "severity"),
    [
        pytest.param(False, rdflib.SH.Violation, id="a rule"),
        pytest.param(True, rdflib.SH.Warning, id="a warning"),
    ],
)
def test_a_row_of_a_rule_is_a_violation_unless_the_rule_only_warns(
    warns: bool,  # noqa: FBT001 - a parameter of the test
    severity: rdflib.URIRef,
) -> None:
    query = "SELECT ?graph ?node ?detail { ?node a ?detail }"
    rule = Rule("r", "Statement.", query, warns=warns)

    ((offence, found),) = broken_rules([rule], DATA, {})

    assert str(offence) == "no file: place:town bk:City: Statement. [r]"
    assert found == severity
