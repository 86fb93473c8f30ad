"""What several rooms' tests share: sources, one full build, the article's tables."""

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import pipeline
from graph.inventory import Sources

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The article's tables, which are not part of the repository."""
    if not (SHARED / "article" / "article.txt").is_file():
        pytest.skip("the article's tables are not beside this checkout (../shared)")
    return SHARED


@pytest.fixture(scope="session")
def sources() -> list[ox.Quad]:
    """The quads of every data source, read without the pipeline's own reader."""
    files = sorted((ROOT / "graph").rglob("*.ttl")) + sorted(
        (ROOT / "graph" / "claims").glob("*.trig")
    )
    return [quad for path in files for quad in ox.parse(path=path)]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one full release, made of the real sources.

    Where several processes share the tests, the first that needs it makes it for all.
    """
    mine = tmp_path_factory.getbasetemp()
    place = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    with (place / "real.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # A release that is whole already is taken as it is.
        return pipeline.run(Sources.installed(), place / "real", print).folder


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[str]:
    """The address of a server over the full release, started as a user starts it."""
    borderkg = Path(sys.executable).with_name("borderkg")
    with subprocess.Popen(
        [borderkg, "serve", built, "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        address = re.search(r"http://[\d.:]+", process.stdout.readline())
        assert address
        yield address[0]
        process.terminate()


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave long tests out unless they are asked for; a skip would say they failed."""
    if "long" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """In CI nothing may be skipped: a skip there hides what nobody will look at."""
    yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("BORDERKG_CI") and skipped:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
