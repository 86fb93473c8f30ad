"""Each rule on a small graph of its own: it fires where it should and nowhere else."""

from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import Graph, URIRef

from graph.axioms import says_something
from graph.demands import RULES
from graph.proofs import prove
from graph.rules import ready, rules
from graph.terms import to_graph
from ontology.prefixes import PREFIXES

CASES = sorted((Path(__file__).parent / "rules").glob("*.trig"))
TABLE = {rule.name: rule for rule in rules()}


def parts(case: Path) -> tuple[list[Quad], set[Triple]]:
    """What is given, and what follows from it."""
    quads = list(parse(path=case, format=RdfFormat.TRIG))
    named = [
        (str(quad.graph_name).rstrip(">").rpartition("/")[2], quad) for quad in quads
    ]
    given = [quad for name, quad in named if name == "given"]
    return given, {quad.triple for name, quad in named if name == "follows"}


def is_axiom(quad: Quad) -> bool:
    """Whether it is about classes and relations, or part of a list."""
    subject = quad.subject
    return isinstance(subject, BlankNode) or "/ontology/" in str(subject)


def derived(given: list[Quad]) -> dict[Triple, set[str]]:
    axioms = [quad for quad in given if is_axiom(quad)]
    facts = {quad.triple for quad in given if not is_axiom(quad)}
    steps = prove(facts, ready(TABLE.values(), axioms)).steps
    return {triple: {step.rule for step in found} for triple, found in steps.items()}


def test_every_rule_has_a_small_graph_and_a_second_pair_of_eyes() -> None:
    assert {case.stem for case in CASES} == set(TABLE) == set(RULES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_rule_fires_where_it_should_and_nowhere_else(case: Path) -> None:
    given, follows = parts(case)

    assert derived(given) == {triple: {case.stem} for triple in follows}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_without_any_one_premise_a_rule_does_not_fire(case: Path) -> None:
    given, follows = parts(case)
    whole = derived(given).keys()

    cells = {f"{PREFIXES['rdf']}first", f"{PREFIXES['rdf']}rest"}
    for missing in (q for q in given if q.predicate.value not in cells):
        left = derived([quad for quad in given if quad != missing]).keys()

        assert left <= whole
        if len(follows) == 1 and missing.triple in _needed(given, follows):
            assert left == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_reasoner_draws_the_same_conclusions(case: Path) -> None:
    given, follows = parts(case)
    graph = to_graph(given)
    DeductiveClosure(
        OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)

    assert {str(t) for t in _news(graph, given)} == {str(t) for t in follows}


def _needed(given: list[Quad], follows: set[Triple]) -> set[Triple]:
    axioms = [quad for quad in given if is_axiom(quad)]
    facts = {quad.triple for quad in given if not is_axiom(quad)}
    steps = prove(facts, ready(TABLE.values(), axioms)).steps
    return {
        premise
        for triple in follows
        for step in steps[triple]
        for premise in (*step.axioms, *step.premises)
    }


def _news(graph: Graph, given: list[Quad]) -> set[Triple]:
    known = {quad.triple for quad in given}
    found = set()
    for s, p, o in graph:
        if not (isinstance(s, URIRef) and isinstance(o, URIRef)):
            continue
        triple = Triple(NamedNode(str(s)), NamedNode(str(p)), NamedNode(str(o)))
        if triple not in known and says_something(triple):
            found.add(triple)
    return found
