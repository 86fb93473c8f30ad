"""What follows from the ontology, and what does not.

The facts are a handful of things; what the OWL 2 RL closure adds about them is compared
with a written list, so that a derivation too many fails as surely as one too few.
"""

from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.prefixes import BASE, PREFIXES

HERE = Path(__file__).parent / "closure"
CLASHES = sorted(HERE.glob("clash-*.ttl"))
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


def test_exactly_what_should_follow_follows(own: Graph) -> None:
    facts = Graph().parse(HERE / "facts.ttl")
    things = {*facts.subjects(), *facts.objects()}

    graph = closed(own, facts)

    news = {t for t in graph if t[0] in things and is_news(t, facts)}
    assert news == set(Graph().parse(HERE / "entailed.ttl"))
    assert (None, ERROR, None) not in graph


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
