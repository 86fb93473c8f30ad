"""The ontology, parsed once: each module by its name, and all of them as one graph."""

from pathlib import Path

import pytest
from rdflib import Graph

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "ontology").glob("*.ttl"))


@pytest.fixture(scope="session")
def modules() -> dict[str, Graph]:
    """Every Turtle file of the ontology, alignments among them, by its stem."""
    return {path.stem: Graph().parse(path) for path in MODULES}


@pytest.fixture(scope="session")
def ontology(modules: dict[str, Graph]) -> Graph:
    """What is published as g:ontology."""
    whole = Graph()
    for module in modules.values():
        whole += module
    return whole


@pytest.fixture(scope="session")
def own(modules: dict[str, Graph]) -> Graph:
    """Our own modules, which the reasoner is given: no alignments."""
    whole = Graph()
    for name, module in modules.items():
        if name != "alignments":
            whole += module
    return whole
