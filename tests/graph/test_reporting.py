"""The report of a release counts what was looked at, and holds what only warns."""

from dataclasses import replace

import pyoxigraph as ox
import pytest

from graph import reporting, shacl
from graph.report import REPORT
from graph.stages import Offence, Result, Rule, Validated
from graph.targets import focus_nodes
from graph.validate import broken_rules
from ontology.prefixes import PREFIXES
from ontology.terms import METADATA

SH = PREFIXES["sh"]
WARNING = ox.NamedNode(f"{SH}Warning")
NODE = ox.NamedNode(f"{PREFIXES['place']}a")
PATH = ox.BlankNode("path")
RESULT = Result(
    node=NODE,
    shape=ox.NamedNode(f"{PREFIXES['bks']}Area-borders"),
    severity=WARNING,
    message="An area borders an area.",
    path=PATH,
    value=ox.Literal("x"),
    hanging=(ox.Triple(PATH, ox.NamedNode(f"{SH}inversePath"), NODE),),
)


def told(validated: Validated) -> ox.Store:
    store = ox.Store()
    for quad in reporting.describe(validated):
        assert quad.graph_name == ox.NamedNode(METADATA)
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return store


def ask(store: ox.Store, pattern: str) -> bool:
    heads = "".join(f"PREFIX {p}: <{n}> " for p, n in PREFIXES.items())
    return bool(store.query(f"{heads}ASK {{ {pattern} }}"))


def test_a_release_that_breaks_nothing_conforms(judged: Validated) -> None:
    store = told(judged)

    assert ask(store, f"<{REPORT}> a sh:ValidationReport ; sh:conforms true")
    assert not ask(store, "?result a sh:ValidationResult")


def test_a_warning_is_a_result_and_no_blank_node(judged: Validated) -> None:
    offence = Offence("bks:Area-borders", "place:a", "…", result=RESULT)

    store = told(replace(judged, warnings=(offence,)))

    assert ask(
        store,
        f"<{REPORT}> sh:conforms false ; sh:result <{REPORT}#result-1> ."
        f"<{REPORT}#result-1> sh:focusNode place:a ; sh:value 'x' ;"
        " sh:sourceShape bks:Area-borders ; sh:resultSeverity sh:Warning ;"
        " sh:resultPath [ sh:inversePath place:a ]",
    )
    assert not ask(store, "?s ?p ?o FILTER (isBlank(?s) || isBlank(?o))")


def test_what_each_shape_looked_at_is_counted(judged: Validated) -> None:
    store = told(judged)
    claims = len(
        {
            q.subject
            for q in judged.graph.quads()
            if q.object == ox.NamedNode(f"{PREFIXES['bk']}Claim")
            and q.predicate.value.endswith("#type")
        }
    )

    assert claims
    assert ask(store, f"[] dqv:computedOn bks:Claim ; dqv:value {claims}")


def test_a_rule_is_in_the_report_with_its_query(judged: Validated) -> None:
    rule = Rule("no-such", "Nothing is.", "SELECT ?x {}", warns=True)
    graph = judged.graph
    asserted = replace(graph.entailed.asserted, rules=(rule,))
    entailed = replace(graph.entailed, asserted=asserted)

    store = told(replace(judged, graph=replace(graph, entailed=entailed)))

    assert ask(
        store,
        f"<{REPORT}#rule-no-such> sh:message 'Nothing is.'@en ;"
        " sh:select 'SELECT ?x {}' ; sh:severity sh:Warning",
    )
    assert ask(store, f"<{REPORT}#rules> dqv:value 1")


def test_an_offence_against_a_rule_names_it_in_the_report() -> None:
    query = "SELECT ?graph ?node ?detail { GRAPH ?graph { ?node ?p ?detail } }"
    quad = ox.Quad(NODE, ox.NamedNode("x:p"), ox.Literal("x"), ox.NamedNode("x:g"))

    ((offence, _),) = broken_rules([Rule("r", "S.", query, warns=True)], [quad], {})

    assert offence.result
    assert offence.result.shape == shacl.rule("r")
    assert (offence.result.node, offence.result.value) == (NODE, ox.Literal("x"))


@pytest.mark.parametrize(
    ("target", "nodes"),
    [
        pytest.param("sh:targetClass <x:A>", {"x:a", "x:b"}, id="class and below"),
        pytest.param("sh:targetNode <x:n>", {"x:n"}, id="node"),
        pytest.param("sh:targetSubjectsOf <x:p>", {"x:a"}, id="subjects"),
        pytest.param("sh:targetObjectsOf <x:p>", {"x:b"}, id="objects"),
        pytest.param("sh:targetClass <x:C>", set(), id="nothing"),
    ],
)
def test_focus_nodes_are_those_of_the_specification(
    target: str, nodes: set[str]
) -> None:
    head = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("rdfs", "sh"))
    data = head + (
        "<x:B> rdfs:subClassOf <x:A> . <x:A> rdfs:subClassOf <x:B> . "
        "<x:a> a <x:A> ; <x:p> <x:b> . <x:b> a <x:B> ."
    )

    found = focus_nodes(
        [q.triple for q in ox.parse(f"{head}<x:s> {target} .", ox.RdfFormat.TURTLE)],
        [q.triple for q in ox.parse(data, ox.RdfFormat.TURTLE)],
    )

    assert found == {"x:s": {ox.NamedNode(node) for node in nodes}}
