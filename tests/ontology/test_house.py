"""The ontology conforms to the house shapes, and each house shape bites."""

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, Graph, URIRef

from ontology.prefixes import PREFIXES

ROOM = Path(__file__).parents[2] / "shapes"
SHAPES = ROOM / "house.ttl"
FOLDERS = [
    ROOM / "examples" / local
    for local in re.findall(r"^bks:(\S+) a ", SHAPES.read_text(), re.MULTILINE)
]
GOOD = [path for folder in FOLDERS for path in sorted(folder.glob("pass*.ttl"))]
BAD = [path for folder in FOLDERS for path in sorted(folder.glob("fail-*.ttl"))]


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


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


@pytest.mark.parametrize("example", GOOD, ids=name)
def test_a_well_described_term_conforms(example: Path, house: Graph) -> None:
    assert broken_by(Graph().parse(example), house) == set()


@pytest.mark.parametrize("example", BAD, ids=name)
def test_a_badly_described_term_breaks_its_own_shape_only(
    example: Path, house: Graph
) -> None:
    data = Graph().parse(example)

    assert broken_by(data, house) == {example.parent.name}


def test_each_house_shape_has_a_good_and_a_bad_example(house: Graph) -> None:
    targeted = {str(shape) for shape in house.subjects(SH.targetClass)}

    assert targeted == {PREFIXES["bks"] + path.parent.name for path in GOOD}
    assert targeted == {PREFIXES["bks"] + path.parent.name for path in BAD}


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
