"""Every class and property of ours is used by the data, or says why it is not yet."""

import pytest
from pyoxigraph import NamedNode
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from graph.build import build
from graph.check import check
from graph.inventory import Sources
from graph.prove import prove
from graph.reason import reason
from ontology.prefixes import PREFIXES
from ontology.terms import ONTOLOGY, RDF_TYPE, SHAPES

SCHEMA = {NamedNode(ONTOLOGY), NamedNode(SHAPES)}
BELOW = {OWL.Class: RDFS.subClassOf, OWL.ObjectProperty: RDFS.subPropertyOf}
KINDS = (OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty)


def ours(ontology: Graph, kind: URIRef) -> set[URIRef]:
    terms = {URIRef(str(term)) for term in ontology.subjects(RDF.type, kind)}
    return {term for term in terms if term.startswith(PREFIXES["bk"])}


@pytest.fixture(scope="module")
def named() -> set[str]:
    """What stands as a property or a class in a statement of the data."""
    found = set[str]()
    for quad in prove(reason(check(build(Sources.installed())))).quads():
        if quad.graph_name not in SCHEMA:
            found.add(quad.predicate.value)
            if quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode):
                found.add(quad.object.value)
    return found


def used(ontology: Graph, kind: URIRef, named: set[str]) -> set[URIRef]:
    """Return the terms that are used, or have something below them that is."""
    below = BELOW.get(kind, RDFS.subPropertyOf)
    return {
        term
        for term in ours(ontology, kind)
        if any(str(t) in named for t in ontology.transitive_subjects(below, term))
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.fragment)
def test_a_term_is_used_or_says_why_not_and_never_both(
    kind: URIRef, own: Graph, named: set[str]
) -> None:
    terms = ours(own, kind)
    excused = terms & set(own.subjects(SKOS.editorialNote))

    assert terms
    assert used(own, kind, named) == terms - excused


def test_the_reasons_are_few_and_say_that_the_term_waits(own: Graph) -> None:
    reasons = {
        str(own.value(term, SKOS.editorialNote))
        for kind in KINDS
        for term in ours(own, kind) & set(own.subjects(SKOS.editorialNote))
    }

    assert 0 < len(reasons) < 5
    assert [r for r in reasons if not r.startswith("Not used yet: ")] == []
