"""The full release in memory, in two Oxigraph servers and in Virtuoso."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from graph.release import Release, open_release
from server.engine import local
from server.engine.local import Local
from server.filling import Target
from server.loading import Layout, load
from server.settings import Settings
from tests.server.remote import stores

STORES = ("oxigraph", "virtuoso")

Engines = Callable[[str], Local]


@pytest.fixture(scope="session")
def real(built: Path) -> Release:
    """The full release."""
    return open_release(built)


@pytest.fixture(scope="session")
def engines(
    real: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engines]:
    """An engine by its name, started and filled when it is first asked for."""
    started: dict[str, Local] = {}
    with ExitStack() as running:

        def filled(url: str, layout: Layout) -> str:
            load(real, Target.of(url), layout, print)
            return url

        def settings(name: str) -> Settings:
            if name == "oxigraph":
                default, asserted = (
                    filled(running.enter_context(stores.oxigraph(folder)), layout)
                    for layout in (Layout.DEFAULT, Layout.ASSERTED)
                    for folder in [tmp_path_factory.mktemp(name)]
                )
                return Settings(
                    workers=2, deadline=60.0, remote=default, remote_asserted=asserted
                )
            if name == "virtuoso":
                folder = tmp_path_factory.mktemp(name)
                url = running.enter_context(stores.virtuoso(folder))
                filled(url, Layout.GRAPHS)
                return Settings(
                    workers=2, deadline=60.0, remote=url, remote_views="graphs"
                )
            return Settings(workers=2, deadline=60.0)

        def engine(name: str) -> Local:
            if name not in started:
                started[name] = running.enter_context(local.start(real, settings(name)))
            return started[name]

        yield engine


@pytest.fixture(scope="session")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Virtuoso to fill and empty."""
    with stores.virtuoso(tmp_path_factory.mktemp("spare")) as url:
        yield url
