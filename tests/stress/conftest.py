"""What long tests share: their scale, their seed, a server, and the table they fill.

``STRESS_SCALE=0.1`` makes them a tenth as long, ``STRESS_SEED`` repeats a run, and the
server's own settings (``BORDERKG_DEADLINE=2``) hold for the servers they start.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.release import open_release
from server.settings import Settings
from tests.stress.running import Running, running

Figure = Callable[[str, object, str], None]

TABLE = pytest.StashKey[list[tuple[str, str, str]]]()


@pytest.fixture(scope="session")
def scale() -> float:
    """How long a test is, where 1 is the full length."""
    return float(os.environ.get("STRESS_SCALE", "1"))


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of the servers under test."""
    return Settings.read(os.environ)


@pytest.fixture(scope="session")
def figure(request: pytest.FixtureRequest) -> Figure:
    """How to note a figure: what it is, how much, and what it should be."""
    table = request.config.stash.setdefault(TABLE, [])
    return lambda name, value, bar: table.append((name, str(value), bar))


@pytest.fixture(scope="session")
def seed(figure: Figure) -> int:
    """What makes a run repeatable."""
    chosen = int(os.environ.get("STRESS_SEED") or random.SystemRandom().getrandbits(32))
    figure("seed (STRESS_SEED repeats the run)", chosen, "")
    return chosen


@pytest.fixture(scope="session")
def release(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a new release, or a copy of ``STRESS_RELEASE``.

    Nobody else serves it, so whatever process names it is one of ours.
    """
    if named := os.environ.get("STRESS_RELEASE"):
        current = open_release(Path(named)).folder
        copy = tmp_path_factory.mktemp("copy") / current.name
        return Path(shutil.copytree(current, copy))
    return Path(request.getfixturevalue("built"))


@pytest.fixture
def started(release: Path, tmp_path: Path) -> Iterator[Running]:
    """A server over the real release, as a user starts it."""
    with running(release, tmp_path / "errors") as server:
        yield server


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the figures in a table."""
    table = config.stash.get(TABLE, [])
    widths = [max((len(row[n]) for row in table), default=0) for n in range(3)]
    if table:
        terminalreporter.section("figures")
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        terminalreporter.write_line("  ".join(cells).rstrip())
