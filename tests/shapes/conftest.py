"""What the examples stand on: the shapes, the rules, the ontology and a few things."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import SH, Graph, URIRef

from graph.stages import Rule
from graph.terms import to_graph
from ontology.prefixes import PREFIXES
from ontology.terms import ONTOLOGY

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """The shapes over the data; those over the ontology are tested with it."""
    files = sorted((ROOT / "shapes").glob("*.ttl"))
    return to_graph(
        quad
        for file in files
        if file.stem != "house"
        for quad in ox.parse(path=file, rename_blank_nodes=True)
    )


@pytest.fixture(scope="session")
def property_shapes(shapes: Graph) -> frozenset[str]:
    """The local names of all property shapes that have one, and of closed shapes."""
    return frozenset(
        str(shape).removeprefix(PREFIXES["bks"])
        for shape in {*shapes.subjects(SH.path), *shapes.subjects(SH.closed)}
        if isinstance(shape, URIRef)
    )


@pytest.fixture(scope="session")
def rules() -> tuple[Rule, ...]:
    """The rules over graphs, with the statement that each opens with."""
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "shapes" / "rules").glob("*.rq"))
    }
    banners = {name: text.partition("\n")[0] for name, text in texts.items()}
    return tuple(
        Rule(name, banners[name].partition(": ")[2], text)
        for name, text in texts.items()
    )


@pytest.fixture(scope="session")
def ontology() -> tuple[ox.Quad, ...]:
    """Our own modules as g:ontology, without the alignments."""
    graph = ox.NamedNode(ONTOLOGY)
    return tuple(
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for file in sorted((ROOT / "ontology").glob("*.ttl"))
        if file.stem != "alignments"
        for quad in ox.parse(path=file, rename_blank_nodes=True)
    )


@pytest.fixture(scope="session")
def base() -> tuple[ox.Quad, ...]:
    """The few things that the examples speak of, in their layers."""
    return tuple(ox.parse(path=ROOT / "tests" / "shapes" / "base.trig"))
