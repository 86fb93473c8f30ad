"""A second reasoner, with the whole of OWL 2 DL, finds nothing wrong either.

HermiT runs in Java through owlready2; where there is no Java these tests are skipped,
and CI installs one. Each question is asked once more with a fault put in, so that a
reasoner which saw nothing would be noticed.

Source: OWL 2 Direct Semantics; R. Shearer, B. Motik and I. Horrocks, HermiT (2008).
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from ontology.prefixes import PREFIXES

BK = PREFIXES["bk"]
Unsatisfiable = Callable[[Graph], set[str]]


@pytest.fixture
def unsatisfiable(tmp_path: Path) -> Unsatisfiable:
    """The classes that nothing can be a member of, as HermiT finds them."""
    if not shutil.which("java"):
        pytest.skip("there is no Java here, in which HermiT runs")

    def classes(graph: Graph) -> set[str]:
        file = tmp_path / "ontology.nt"
        alone = Graph()
        for triple in graph:
            if triple[1] != OWL.imports:  # else owlready2 would ask the web for them
                alone.add(triple)
        alone.serialize(file, format="nt", encoding="utf-8")
        world = owlready2.World()
        world.get_ontology(file.as_uri()).load()
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        found = {empty.iri for empty in world.inconsistent_classes()}
        return found - {str(OWL.Nothing)}  # in the list as soon as anything is

    return classes


@pytest.fixture(scope="module")
def things(ontology: Graph, sources: list[ox.Quad]) -> Graph:
    """What the sources say of which things there are and how they are related."""
    relations = {str(term) for term in ontology.subjects(RDF.type, OWL.ObjectProperty)}
    classes = {str(term) for term in ontology.subjects(RDF.type, OWL.Class)}
    return related(sources, relations, classes)


def related(quads: Iterable[ox.Quad], relations: set[str], classes: set[str]) -> Graph:
    found = Graph()
    for quad in quads:
        match quad.subject, quad.predicate.value, quad.object:
            case ox.NamedNode(value=one), relation, ox.NamedNode(value=other) if (
                other in classes if relation == str(RDF.type) else relation in relations
            ):
                found.add((URIRef(one), URIRef(relation), URIRef(other)))
            case _:
                pass  # a label, a figure or a name of another vocabulary
    return found


def test_every_class_can_have_a_member(
    ontology: Graph, unsatisfiable: Unsatisfiable
) -> None:
    assert unsatisfiable(ontology) == set()


def test_a_class_below_two_that_exclude_each_other_is_found(
    ontology: Graph, unsatisfiable: Unsatisfiable
) -> None:
    planted = URIRef(f"{BK}BorderTown")
    faulty = ontology + Graph()
    faulty.add((planted, RDF.type, OWL.Class))
    faulty.add((planted, RDFS.subClassOf, URIRef(f"{BK}Border")))
    faulty.add((planted, RDFS.subClassOf, URIRef(f"{BK}City")))

    assert unsatisfiable(faulty) == {str(planted)}


def test_all_that_the_sources_say_is_consistent(
    ontology: Graph, things: Graph, unsatisfiable: Unsatisfiable
) -> None:
    assert len(things) > 10_000
    assert unsatisfiable(ontology + things) == set()


def test_one_thing_of_two_classes_that_exclude_each_other_is_found(
    ontology: Graph, things: Graph, unsatisfiable: Unsatisfiable
) -> None:
    faulty = ontology + things
    china = URIRef(f"{PREFIXES['place']}china")
    faulty.add((china, RDF.type, URIRef(f"{BK}Person")))

    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        unsatisfiable(faulty)
