"""What follows from the ontology, and what does not.

A case is a handful of facts, some of which tempt to a false conclusion; what the OWL 2
RL closure adds about them is compared with a written list, so that a derivation too
many fails as surely as one too few.
"""

from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.prefixes import BASE, PREFIXES

HERE = Path(__file__).parent / "closure"
CASES = sorted((HERE / "follows").iterdir())
CLASHES = sorted((HERE / "clashes").glob("*.ttl"))
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
LOGIC = tuple(str(namespace) for namespace in (RDF, RDFS, OWL))
SCHEMA = tuple(PREFIXES[prefix] for prefix in ("bk", "module"))
Triple = tuple[Node, Node, Node]


def axioms(graph: Graph) -> Graph:
    """Return an ontology without its annotations, from which nothing follows."""
    kept = Graph()
    for triple in graph:
        _, relation, value = triple
        if str(relation).startswith(LOGIC) and not isinstance(value, Literal):
            kept.add(triple)
    return kept


def closed(ontology: Graph, facts: Graph) -> Graph:
    graph = axioms(ontology) + facts
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def is_news(triple: Triple, facts: Graph) -> bool:
    """Say whether a triple is about a thing of ours, new, and more than a truism."""
    thing, relation, value = triple
    return (
        str(thing).startswith(BASE)
        and not str(thing).startswith(SCHEMA)
        and value != OWL.Thing
        and (relation != OWL.sameAs or thing != value)
        and triple not in facts
    )


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_exactly_what_should_follow_follows(case: Path, own: Graph) -> None:
    facts = Graph().parse(case / "facts.ttl")
    things = {*facts.subjects(), *facts.objects()}

    graph = closed(own, facts)

    news = {t for t in graph if t[0] in things and is_news(t, facts)}
    assert news == set(Graph().parse(case / "entailed.ttl"))
    assert (None, ERROR, None) not in graph


def test_each_axiom_that_infers_has_a_case_and_says_why_it_is_wanted(
    own: Graph,
) -> None:
    shown = {
        relation
        for case in CASES
        for relation in Graph().parse(case / "entailed.ttl").predicates()
    } - {RDF.type}
    above = set(own.subjects(RDFS.subPropertyOf))
    inferring = {
        *(wider for term in above for wider in own.objects(term, RDFS.subPropertyOf)),
        *own.subjects(OWL.propertyChainAxiom),
        *own.subjects(RDF.type, OWL.SymmetricProperty),
        *own.subjects(RDF.type, OWL.TransitiveProperty),
    }
    noted = set(own.subjects(URIRef(f"{PREFIXES['bk']}inferenceNote")))

    assert shown == inferring
    assert noted == above | inferring | {URIRef(f"{PREFIXES['module']}all")}


@pytest.mark.parametrize("example", CLASHES, ids=lambda path: path.stem)
def test_a_contradiction_is_found(example: Path, own: Graph) -> None:
    graph = closed(own, Graph().parse(example))

    assert (None, ERROR, None) in graph


def test_the_ontology_alone_holds_no_contradiction(own: Graph) -> None:
    graph = closed(own, Graph())

    assert (None, ERROR, None) not in graph
    nothing = {
        term
        for term in graph.subjects(RDFS.subClassOf, OWL.Nothing)
        if str(term).startswith(BASE)
    }
    assert nothing == set()
