"""What Python mentions exists in the Turtle, and nothing points at a missing term."""

import pytest
from rdflib import OWL, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from ontology import terms
from ontology.prefixes import PREFIXES

CONSTANTS = {
    name: value
    for name, value in vars(terms).items()
    if name.isupper() and not name.startswith("_") and isinstance(value, str)
}
OURS = {k: v for k, v in CONSTANTS.items() if v.startswith(PREFIXES["bk"])}
ELSEWHERE = {
    PREFIXES["xsd"] + name
    for name in ("anyURI", "boolean", "date", "decimal", "integer", "string")
} | {
    PREFIXES["owl"] + "ObjectProperty",
    PREFIXES["owl"] + "Ontology",
    PREFIXES["owl"] + "Thing",
    PREFIXES["qudt"] + "Unit",
    PREFIXES["rdf"] + "Statement",
    PREFIXES["rdf"] + "langString",
    PREFIXES["skos"] + "Concept",
    PREFIXES["skosxl"] + "Label",
}
KINDS = (
    OWL.AnnotationProperty, OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty,
)  # fmt: skip
SCHEMA = PREFIXES["schema"]


def declared(graph: Graph) -> set[str]:
    found = {str(term) for kind in KINDS for term in graph.subjects(RDF.type, kind)}
    return {term for term in found if term.startswith(PREFIXES["bk"])}


def names(nodes: set[Node]) -> set[str]:
    return {str(node) for node in nodes if isinstance(node, URIRef)}


@pytest.mark.parametrize("name", OURS)
def test_a_term_that_python_mentions_is_in_the_turtle(
    name: str, ontology: Graph
) -> None:
    kinds = set(ontology.objects(URIRef(OURS[name]), RDF.type))

    assert kinds & set(KINDS)


@pytest.mark.parametrize("name", OURS)
def test_a_constant_is_named_as_its_term(name: str) -> None:
    local = OURS[name].removeprefix(PREFIXES["bk"])

    assert name.replace("_", "").lower() == local.lower()


def test_the_schemes_that_python_lists_are_those_of_the_turtle(
    ontology: Graph,
) -> None:
    schemes = {str(s) for s in ontology.subjects(RDF.type, SKOS.ConceptScheme)}

    assert schemes == set(terms.SCHEMES)


def test_no_layer_is_a_view_and_all_differ() -> None:
    assert len({*terms.LAYERS, *terms.VIEWS}) == 16


@pytest.mark.parametrize("side", ["domainIncludes", "rangeIncludes"])
def test_a_property_leads_only_to_classes_that_exist(
    side: str, ontology: Graph
) -> None:
    targets = names(set(ontology.objects(None, URIRef(SCHEMA + side))))

    assert targets
    assert targets - declared(ontology) - ELSEWHERE == set()


@pytest.mark.parametrize("side", ["domainIncludes", "rangeIncludes"])
def test_each_property_says_what_it_joins(side: str, ontology: Graph) -> None:
    properties = {
        term
        for kind in (OWL.DatatypeProperty, OWL.ObjectProperty)
        for term in ontology.subjects(RDF.type, kind)
        if str(term).startswith(PREFIXES["bk"])
    }

    described = set(ontology.subjects(URIRef(SCHEMA + side)))
    assert properties - described == set()


def test_every_term_of_ours_that_is_mentioned_is_declared(ontology: Graph) -> None:
    mentioned = {
        str(node)
        for triple in ontology
        for node in triple
        if isinstance(node, URIRef) and node.startswith(PREFIXES["bk"])
    }

    assert mentioned == declared(ontology)
