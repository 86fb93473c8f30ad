"""The ontology conforms to the house shapes, and each house shape bites."""

from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, Graph, URIRef

from ontology.prefixes import PREFIXES

HERE = Path(__file__).parent / "house"
SHAPES = Path(__file__).parents[2] / "shapes" / "house.ttl"
EXAMPLES = sorted(HERE.glob("*/fail-*.ttl"))


@pytest.fixture(scope="module")
def house() -> Graph:
    return Graph().parse(SHAPES)


def broken_by(data: Graph, house: Graph) -> set[str]:
    _, report, _ = pyshacl.validate(data, shacl_graph=house)
    assert isinstance(report, Graph)
    shapes = {str(shape) for shape in report.objects(None, SH.sourceShape)}
    return {shape.removeprefix(PREFIXES["bks"]) for shape in shapes}


def test_the_ontology_conforms_to_the_house_shapes(
    ontology: Graph, house: Graph
) -> None:
    assert broken_by(ontology, house) == set()


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_badly_described_term_breaks_its_own_shape_only(
    example: Path, house: Graph
) -> None:
    data = Graph().parse(example)

    assert broken_by(data, house) == {example.parent.name}


def test_each_house_shape_has_an_example_that_breaks_it(house: Graph) -> None:
    targeted = {str(shape) for shape in house.subjects(SH.targetClass)}
    shown = {PREFIXES["bks"] + path.parent.name for path in EXAMPLES}

    assert targeted == shown


def test_each_house_shape_states_its_rule_and_severity(house: Graph) -> None:
    shapes = set(house.subjects(None, SH.NodeShape))

    for shape in shapes:
        assert house.value(shape, SH.message) is not None
        assert house.value(shape, SH.severity) == SH.Violation


def test_a_term_of_another_vocabulary_needs_no_annotations(house: Graph) -> None:
    data = Graph().add(
        (
            URIRef("http://xmlns.com/foaf/0.1/Agent"),
            URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            URIRef("http://www.w3.org/2002/07/owl#Class"),
        )
    )

    assert broken_by(data, house) == set()
