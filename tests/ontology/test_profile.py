"""The ontology stays inside OWL 2 RL and OWL 2 DL.

Source: OWL 2 Profiles, section 4.2 (RL: what may stand in a subclass, a superclass and
an equivalent-class position); OWL 2 Structural Specification, sections 5.8.1 and 11
(DL: typing and the restrictions on composite properties).
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

EXAMPLES = sorted((Path(__file__).parent / "profile").glob("*.ttl"))
BUILT_IN = tuple(str(namespace) for namespace in (RDF, RDFS, OWL))
KINDS = (OWL.AnnotationProperty, OWL.DatatypeProperty, OWL.ObjectProperty)
OUTSIDE_RL = (
    OWL.datatypeComplementOf, OWL.disjointUnionOf, OWL.hasSelf, OWL.onDatatype,
    OWL.withRestrictions,
)  # fmt: skip
ONLY_SIMPLE = (
    OWL.AsymmetricProperty, OWL.FunctionalProperty, OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
)  # fmt: skip
RESTRICTED = (
    OWL.cardinality, OWL.hasSelf, OWL.maxCardinality, OWL.maxQualifiedCardinality,
    OWL.minCardinality, OWL.minQualifiedCardinality, OWL.qualifiedCardinality,
)  # fmt: skip
Position = Callable[[Graph, Node], bool]


def members(graph: Graph, lists: Iterable[Node]) -> list[Node]:
    return [term for first in lists for term in Collection(graph, first)]


def every(graph: Graph, term: Node, operator: URIRef, position: Position) -> bool:
    lists = list(graph.objects(term, operator))
    return bool(lists) and all(position(graph, t) for t in members(graph, lists))


def is_subclass(graph: Graph, term: Node) -> bool:
    if isinstance(term, URIRef):
        return term != OWL.Thing
    some = graph.value(term, OWL.someValuesFrom)
    return (
        every(graph, term, OWL.intersectionOf, is_subclass)
        or every(graph, term, OWL.unionOf, is_subclass)
        or graph.value(term, OWL.oneOf) is not None
        or graph.value(term, OWL.hasValue) is not None
        or (some is not None and (some == OWL.Thing or is_subclass(graph, some)))
    )


def is_superclass(graph: Graph, term: Node) -> bool:
    if isinstance(term, URIRef):
        return term != OWL.Thing
    negated = graph.value(term, OWL.complementOf)
    every_value = graph.value(term, OWL.allValuesFrom)
    counts = [
        *graph.objects(term, OWL.maxCardinality),
        *graph.objects(term, OWL.maxQualifiedCardinality),
    ]
    counted = graph.value(term, OWL.onClass) or OWL.Thing
    return (
        every(graph, term, OWL.intersectionOf, is_superclass)
        or graph.value(term, OWL.hasValue) is not None
        or (negated is not None and is_subclass(graph, negated))
        or (every_value is not None and is_superclass(graph, every_value))
        or (
            bool(counts)
            and all(str(count) in {"0", "1"} for count in counts)
            and (counted == OWL.Thing or is_subclass(graph, counted))
        )
    )


def is_equivalent(graph: Graph, term: Node) -> bool:
    if isinstance(term, URIRef):
        return term != OWL.Thing
    return (
        every(graph, term, OWL.intersectionOf, is_equivalent)
        or graph.value(term, OWL.hasValue) is not None
    )


def positions(graph: Graph) -> Iterable[tuple[str, Position, Iterable[Node]]]:
    disjoint = [
        *graph.subjects(OWL.disjointWith),
        *graph.objects(None, OWL.disjointWith),
        *members(graph, graph.objects(None, OWL.members)),
    ]
    equivalent = [
        *graph.subjects(OWL.equivalentClass),
        *graph.objects(None, OWL.equivalentClass),
    ]
    above = [
        *graph.objects(None, RDFS.subClassOf),
        *graph.objects(None, RDFS.domain),
        *graph.objects(None, RDFS.range),
    ]
    yield "subclass-outside-rl", is_subclass, graph.subjects(RDFS.subClassOf)
    yield "disjoint-outside-rl", is_subclass, disjoint
    yield "superclass-outside-rl", is_superclass, above
    yield "equivalent-outside-rl", is_equivalent, equivalent


def composite(graph: Graph) -> set[Node]:
    """Return the properties that are transitive or a chain, and those above them."""
    found = {
        *graph.subjects(RDF.type, OWL.TransitiveProperty),
        *graph.subjects(OWL.propertyChainAxiom),
    }
    while (
        higher := {
            above for term in found for above in graph.objects(term, RDFS.subPropertyOf)
        }
        - found
    ):
        found |= higher
    return found


def broken_rules(graph: Graph) -> set[str]:
    """Return the names of the rules that an ontology breaks."""
    broken = {
        name
        for name, fits, terms in positions(graph)
        if not all(fits(graph, term) for term in terms)
    }
    if any((None, construct, None) in graph for construct in OUTSIDE_RL) or (
        (None, RDF.type, OWL.ReflexiveProperty) in graph
    ):
        broken.add("construct-outside-rl")
    kinds = [set(graph.subjects(RDF.type, kind)) for kind in KINDS]
    if len(set().union(*kinds)) < sum(len(kind) for kind in kinds):
        broken.add("property-of-two-kinds")
    used = {p for p in graph.predicates() if not str(p).startswith(BUILT_IN)}
    if used - set().union(*kinds):
        broken.add("undeclared-predicate")
    restricted = {
        term for kind in ONLY_SIMPLE for term in graph.subjects(RDF.type, kind)
    } | {
        on
        for count in RESTRICTED
        for restriction in graph.subjects(count)
        for on in graph.objects(restriction, OWL.onProperty)
    }
    if restricted & composite(graph):
        broken.add("composite-property-restricted")
    return broken


def test_the_ontology_is_owl_2_rl_and_dl(ontology: Graph) -> None:
    assert broken_rules(ontology) == set()


def test_our_modules_are_so_without_the_alignments(own: Graph) -> None:
    assert broken_rules(own) == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_ontology_outside_the_profile_is_caught(example: Path) -> None:
    assert broken_rules(Graph().parse(example)) == {example.stem}


def test_nothing_is_typed_by_the_property_it_stands_on(ontology: Graph) -> None:
    assert (None, RDFS.domain, None) not in ontology
    assert (None, RDFS.range, None) not in ontology


def test_no_property_makes_two_names_one(ontology: Graph) -> None:
    assert (None, RDF.type, OWL.FunctionalProperty) not in ontology
    assert (None, RDF.type, OWL.InverseFunctionalProperty) not in ontology
    assert (None, OWL.hasKey, None) not in ontology
