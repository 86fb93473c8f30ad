"""Every property shape lets a good example pass and stops each bad one.

An example is judged by the gate of a release itself, together with the things of
``base.trig`` and the subclasses of the ontology.
"""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from graph.validate import broken_shapes
from ontology.prefixes import PREFIXES

ROOT = Path(__file__).parents[2]
HOUSE = (ROOT / "shapes" / "house.ttl").read_text(encoding="utf-8")
# The shapes over the ontology are tested with it.
EXAMPLES = [
    folder
    for folder in sorted((ROOT / "shapes" / "examples").iterdir())
    if f"bks:{folder.name} a sh:NodeShape" not in HOUSE
]
GOOD = [path for folder in EXAMPLES for path in sorted(folder.glob("pass*.ttl"))]
BAD = [path for folder in EXAMPLES for path in sorted(folder.glob("fail-*.ttl"))]
SUBCLASS = ox.NamedNode(f"{PREFIXES['rdfs']}subClassOf")


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.fixture(scope="module")
def ground(
    base: tuple[ox.Quad, ...], ontology: tuple[ox.Quad, ...]
) -> tuple[ox.Quad, ...]:
    return base + tuple(q for q in ontology if q.predicate == SUBCLASS)


def broken_by(
    example: Path | None, ground: tuple[ox.Quad, ...], shapes: Graph
) -> set[str]:
    quads = [*ground, *(ox.parse(path=example) if example else ())]
    return {
        offence.rule.removeprefix("bks:")
        for offence, _ in broken_shapes(shapes, quads, {})
    }


def test_what_the_examples_stand_on_conforms(
    ground: tuple[ox.Quad, ...], shapes: Graph
) -> None:
    assert broken_by(None, ground, shapes) == set()


@pytest.mark.parametrize("example", GOOD, ids=name)
def test_a_good_example_conforms(
    example: Path, ground: tuple[ox.Quad, ...], shapes: Graph
) -> None:
    assert broken_by(example, ground, shapes) == set()


@pytest.mark.parametrize("example", BAD, ids=name)
def test_a_bad_example_breaks_its_own_shape_only(
    example: Path, ground: tuple[ox.Quad, ...], shapes: Graph
) -> None:
    assert broken_by(example, ground, shapes) == {example.parent.name}


def test_each_property_shape_has_a_good_and_a_bad_example(
    property_shapes: frozenset[str],
) -> None:
    assert {path.parent.name for path in GOOD} == property_shapes
    assert {path.parent.name for path in BAD} == property_shapes
    assert {path.name for path in EXAMPLES} == property_shapes
