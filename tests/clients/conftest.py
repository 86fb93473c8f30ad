"""The example queries, and the embedded engine that says what a client must get."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.release import open_release
from server.engine import local
from server.engine.interface import DatasetSpec
from server.settings import Settings
from tests.clients import rows

EXAMPLES = sorted((Path(__file__).parents[2] / "graph" / "examples").glob("*.rq"))

Answers = Callable[[str, str], bytes]


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def example(request: pytest.FixtureRequest) -> Path:
    """An example query, in its file."""
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture(scope="session")
def endpoint(server: str) -> str:
    """The address of the endpoint over the full release."""
    return f"{server}/sparql"


@pytest.fixture(scope="session")
def answer(built: Path) -> Iterator[Answers]:
    """Ask the embedded engine: a query and a media type give the answer."""
    with local.start(open_release(built), Settings(workers=1)) as engine:

        def ask(query: str, media_type: str) -> bytes:
            return engine.run(query, DatasetSpec.default(), media_type).body

        yield ask


@pytest.fixture(scope="session")
def expected(answer: Answers) -> Callable[[str], rows.Rows]:
    """What rows the embedded engine gives for a query; some, or nothing is tested."""

    def ask(query: str) -> rows.Rows:
        found = rows.of_json(answer(query, "application/sparql-results+json"))
        assert found
        return found

    return ask
