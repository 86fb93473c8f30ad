"""How shapes are named and described."""

import re

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

from graph.terms import to_rdflib
from ontology.prefixes import PREFIXES

NAME = re.compile(r"[A-Z][A-Za-z]*-[a-z][A-Za-z0-9]*(-[a-z]+)*")


def local(node: Node | None) -> str:
    return str(node).removeprefix(PREFIXES["bks"])


def named(shapes: Graph) -> list[Node]:
    return [s for s in shapes.subjects(SH.path) if not isinstance(s, BNode)]


def judging(shapes: Graph) -> list[Node]:
    """Return the shapes that can be broken themselves: of a property, or closed."""
    return [*named(shapes), *shapes.subjects(SH.closed)]


def test_a_shape_states_its_rule_in_one_english_sentence(
    shapes: Graph,
) -> None:
    messages = {local(s): list(shapes.objects(s, SH.message)) for s in judging(shapes)}

    assert [s for s, found in messages.items() if len(found) != 1] == []
    assert [
        s
        for s, (message,) in messages.items()
        if not re.fullmatch(r'"[A-Z].*\."@en', message.n3())
    ] == []


def test_no_two_shapes_state_the_same_rule(shapes: Graph) -> None:
    messages = [str(shapes.value(s, SH.message)) for s in judging(shapes)]

    assert sorted(messages) == sorted(set(messages))


def test_a_shape_stops_the_release_or_warns(shapes: Graph) -> None:
    severities = {local(s): shapes.value(s, SH.severity) for s in judging(shapes)}

    assert {
        s for s, found in severities.items() if found not in {SH.Violation, SH.Warning}
    } == set()


def test_a_shape_has_a_label_and_a_module(shapes: Graph) -> None:
    found = [*named(shapes), *shapes.subjects(RDF.type, SH.NodeShape)]

    assert [local(s) for s in found if not shapes.value(s, RDFS.label)] == []
    assert [local(s) for s in found if not shapes.value(s, RDFS.isDefinedBy)] == []


def test_a_property_shape_is_named_after_its_node_shape(shapes: Graph) -> None:
    owners = {local(s): list(shapes.subjects(SH.property, s)) for s in named(shapes)}

    assert [s for s in owners if not NAME.fullmatch(s)] == []
    assert {
        s
        for s, found in owners.items()
        if [local(o) for o in found] != [s.split("-")[0]]
    } == set()


def test_a_node_shape_has_a_target_and_properties(shapes: Graph) -> None:
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf)

    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        assert any(shapes.value(shape, target, any=True) for target in targets)
        assert (shape, SH.property, None) in shapes


def test_what_shapes_name_is_in_the_ontology(
    shapes: Graph, ontology: tuple[ox.Quad, ...]
) -> None:
    defined = {str(to_rdflib(quad.subject)) for quad in ontology}
    ours = ("bk", "bound", "kind", "modality", "per", "polarity", "quantity", "verdict")
    prefixes = tuple(PREFIXES[prefix] for prefix in ours)
    used = {
        str(term)
        for triple in shapes
        for term in triple
        if isinstance(term, URIRef) and str(term).startswith(prefixes)
    }

    assert used - defined == set()
