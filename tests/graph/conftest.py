"""A small graph that breaks no rule, under the project's own ontology and shapes."""

import shutil
from pathlib import Path

import pytest

from graph import pipeline
from graph.inventory import Sources
from graph.stages import Validated

ROOT = Path(__file__).parents[2]
MINI = Path(__file__).parent / "fixtures" / "mini"


@pytest.fixture
def mini(tmp_path: Path) -> Sources:
    """The sources of the small graph, in a folder of the test's own."""
    graph = tmp_path / "sources" / "graph"
    shutil.copytree(MINI, graph)
    return Sources(ROOT / "ontology", ROOT / "shapes", graph)


@pytest.fixture(scope="session")
def judged() -> Validated:
    """The small graph as the stage before publication hands it on."""
    sources = Sources(ROOT / "ontology", ROOT / "shapes", MINI)
    return pipeline.judge(sources, lambda _: None)
