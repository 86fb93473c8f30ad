"""Every conclusion has a proof that a second look accepts, and no shorter one."""

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from graph.axioms import axioms, premises
from graph.build import build
from graph.inventory import Sources
from graph.proofs import Derived
from graph.proofs import prove as derive
from graph.prove import ProofError, prove
from graph.reason import reason
from graph.recheck import faults
from graph.rules import Pattern, Ready, ready, rules
from graph.stages import Entailed, Proved
from ontology import terms
from ontology.prefixes import PREFIXES

LAYER = NamedNode(terms.PROOFS)


@pytest.fixture(scope="module")
def entailed() -> Entailed:
    """The real graph, reasoned over."""
    return reason(build(Sources.installed()))


@pytest.fixture(scope="module")
def proved(entailed: Entailed) -> Proved:
    """The real graph with its proofs."""
    return prove(entailed)


@pytest.fixture(scope="module")
def layer(proved: Proved) -> Store:
    """The layer of proofs, to be asked."""
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in proved.proofs)
    return store


def changed(quads: Iterable[Quad], old: Quad, *new: Quad) -> list[Quad]:
    return [*(quad for quad in quads if quad != old), *new]


def one(proved: Proved, predicate: str, value: object = None) -> Quad:
    """The first quad of a predicate, with a value where one is wanted."""
    return next(
        quad
        for quad in proved.proofs
        if quad.predicate.value == predicate and value in {None, quad.object}
    )


def test_each_conclusion_has_exactly_one_shortest_proof(
    proved: Proved, layer: Store
) -> None:
    rows = layer.query(
        "PREFIX bk: <https://w3id.org/borderkg/ontology/>"
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
        "SELECT ?s ?p ?o {"
        " ?proof bk:concludes ?c ; bk:isShortest true ."
        " ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    )
    concluded = sorted(str(Triple(*row)) for row in rows)  # type: ignore[union-attr]

    assert concluded == sorted(str(q.triple) for q in proved.entailed.entailed)


def test_every_way_down_ends_in_what_somebody_asserts(layer: Store) -> None:
    ends = layer.query(
        "PREFIX bk: <https://w3id.org/borderkg/ontology/>"
        "SELECT DISTINCT ?leaf ?graph { ?proof bk:premise ?leaf ."
        " FILTER NOT EXISTS { ?leaf bk:rule ?r }"
        " OPTIONAL { ?leaf bk:isAssertedIn ?graph } }"
    )
    rows = [(row["leaf"], row["graph"]) for row in ends]  # type: ignore[union-attr]

    assert rows
    assert all(graph is not None for _, graph in rows)


def test_what_a_proof_is_drawn_from_is_what_its_leaves_are_asserted_in(
    layer: Store,
) -> None:
    wrong = layer.query(
        "PREFIX bk: <https://w3id.org/borderkg/ontology/>"
        "SELECT ?proof ?graph {"
        " ?proof bk:isShortest true . ?proof bk:premise+/bk:isAssertedIn ?graph ."
        " FILTER NOT EXISTS { ?proof bk:isDrawnFrom ?graph } }"
    )

    assert list(wrong) == []  # type: ignore[arg-type]


def test_the_proofs_do_not_depend_on_the_order_of_what_is_given(
    entailed: Entailed, proved: Proved
) -> None:
    quads = list(entailed.asserted.quads)
    random.Random(7).shuffle(quads)  # noqa: S311 - no secret
    shuffled = replace(entailed.asserted, quads=tuple(quads))

    assert prove(replace(entailed, asserted=shuffled)).proofs == proved.proofs


def test_a_conclusion_without_a_proof_stops_the_build(entailed: Entailed) -> None:
    place = NamedNode(f"{PREFIXES['place']}khorgos")
    wrong = Quad(place, NamedNode(terms.RDF_TYPE), NamedNode(terms.CLAIM))
    more = replace(entailed, entailed=(*entailed.entailed, wrong))

    with pytest.raises(ProofError, match=r"place:khorgos.*has no proof"):
        prove(more)


def test_a_conclusion_that_the_reasoner_missed_stops_the_build(
    entailed: Entailed,
) -> None:
    fewer = replace(entailed, entailed=entailed.entailed[1:])

    with pytest.raises(ProofError, match="is missing from the closure"):
        prove(fewer)


def test_the_second_look_accepts_the_proofs(proved: Proved) -> None:
    assert faults(proved.proofs, proved.entailed.asserted.quads) == []


@pytest.mark.parametrize("predicate", [terms.PREMISE, terms.RULE, terms.CONCLUDES])
def test_the_second_look_finds_a_step_that_was_tampered_with(
    proved: Proved, predicate: str
) -> None:
    """Each step in turn, a sample of them: another premise, rule or conclusion."""
    asserted = proved.entailed.asserted.quads
    quads = [quad for quad in proved.proofs if quad.predicate.value == predicate]
    for quad in quads[:: len(quads) // 12]:
        other = next(q.object for q in quads if q.object != quad.object)
        wrong = Quad(quad.subject, quad.predicate, other, LAYER)

        found = faults(changed(proved.proofs, quad, wrong), asserted)

        assert any(str(quad.subject) in fault for fault in found)


def test_the_second_look_finds_a_premise_that_nobody_asserts(proved: Proved) -> None:
    quad = one(proved, terms.IS_ASSERTED_IN)

    found = faults(changed(proved.proofs, quad), proved.entailed.asserted.quads)

    assert f"{quad.subject} is neither asserted nor proved" in found


def test_the_second_look_finds_a_premise_asserted_elsewhere(proved: Proved) -> None:
    quad = one(proved, terms.IS_ASSERTED_IN)
    wrong = Quad(quad.subject, quad.predicate, NamedNode(terms.LINKS), LAYER)

    found = faults(changed(proved.proofs, quad, wrong), proved.entailed.asserted.quads)

    assert f"{quad.subject} is not asserted where it says" in found


def test_the_second_look_finds_proofs_that_go_in_a_circle(proved: Proved) -> None:
    shortest = {
        quad.subject
        for quad in proved.proofs
        if quad.predicate.value == terms.IS_SHORTEST and quad.object == Literal(True)  # noqa: FBT003
    }
    quad = next(
        quad
        for quad in proved.proofs
        if quad.predicate.value == terms.PREMISE
        and {quad.subject, quad.object} <= shortest
    )
    back = Quad(quad.object, quad.predicate, quad.subject, LAYER)  # type: ignore[arg-type]

    found = faults([*proved.proofs, back], proved.entailed.asserted.quads)

    assert f"{quad.subject} rests on itself" in found


def named(number: int) -> NamedNode:
    return NamedNode(f"{PREFIXES['place']}{number}")


PROPERTIES = [NamedNode(f"{PREFIXES['bk']}{name}") for name in ("p", "q")]
FACTS = st.frozensets(
    st.builds(
        Triple,
        st.integers(0, 5).map(named),
        st.sampled_from(PROPERTIES),
        st.integers(0, 5).map(named),
    ),
    max_size=10,
)
SCHEMA = """
@prefix bk: <https://w3id.org/borderkg/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
bk:p a owl:TransitiveProperty ; rdfs:subPropertyOf bk:q .
bk:q a owl:SymmetricProperty ; owl:propertyChainAxiom ( bk:p bk:q bk:p ) .
"""
READY = tuple(ready(rules(), parse(SCHEMA.encode(), format=RdfFormat.TURTLE)))


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_no_proof_could_be_shorter(facts: frozenset[Triple]) -> None:
    """Against lengths found by going round until nothing gets any shorter."""
    found = derive(facts, READY)

    assert dict(found.lengths) == naive(facts, READY)


def naive(facts: frozenset[Triple], rules: Iterable[Ready]) -> dict[Triple, int]:
    lengths = dict.fromkeys(facts, 0)
    better = True
    while better:
        better = False
        for rule in rules:
            for used, bound in matches(rule.body, lengths, {}):
                head = Triple(*(bound.get(p, p) for p in rule.head))  # type: ignore[arg-type]
                length = 1 + sum(lengths[each] for each in used)
                if length < lengths.get(head, length + 1):
                    lengths[head] = length
                    better = True
    return {triple: length for triple, length in lengths.items() if length}


def matches(
    body: tuple[Pattern, ...], lengths: dict[Triple, int], bound: dict[object, object]
) -> list[tuple[tuple[Triple, ...], dict[object, object]]]:
    if not body:
        return [((), bound)]
    found = []
    for triple in list(lengths):
        parts = (triple.subject, triple.predicate, triple.object)
        new = dict(bound)
        if all(
            (new.setdefault(p, t) if p.__class__.__name__ == "Variable" else p) == t
            for p, t in zip(body[0], parts, strict=True)
        ):
            found += [
                ((triple, *rest), more)
                for rest, more in matches(body[1:], lengths, new)
            ]
    return found


def test_all_steps_to_a_statement_are_kept() -> None:
    a, b, c, d = map(named, range(4))
    p = PROPERTIES[0]
    facts = frozenset(
        {Triple(a, p, b), Triple(b, p, d), Triple(a, p, c), Triple(c, p, d)}
    )

    found: Derived = derive(facts, READY)

    assert {step.premises for step in found.steps[Triple(a, p, d)]} == {
        (Triple(a, p, b), Triple(b, p, d)),
        (Triple(a, p, c), Triple(c, p, d)),
    }


def test_the_axioms_of_the_ontology_are_among_the_premises(
    proved: Proved, layer: Store
) -> None:
    """The shape of each rule says how many; here, that each proof has one or more."""
    schema = axioms(proved.entailed.asserted.quads)
    rows = layer.query(
        "PREFIX bk: <https://w3id.org/borderkg/ontology/>"
        "PREFIX g: <https://w3id.org/borderkg/graph/>"
        "SELECT (COUNT(DISTINCT ?proof) AS ?n) {"
        " ?proof bk:premise/bk:isAssertedIn g:ontology }"
    )
    (row,) = rows  # type: ignore[misc]
    proofs = sum(q.predicate.value == terms.CONCLUDES for q in proved.proofs)

    assert int(row["n"].value) == proofs
    assert premises(proved.entailed.asserted.quads, schema)


def test_the_layer_has_no_blank_nodes(proved: Proved) -> None:
    assert all(isinstance(quad.subject, NamedNode) for quad in proved.proofs)
    assert all(isinstance(quad.object, NamedNode | Literal) for quad in proved.proofs)
