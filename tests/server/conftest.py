"""A toy release, an engine over it, and a server that answers for it."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse
from waitress.server import BaseWSGIServer, create_server
from waitress.wasyncore import close_all

from graph.release import Release, open_release
from server import headers, problems
from server.engine import local as engine
from server.engine.local import Local
from server.help.vocabulary import Vocabulary
from server.pages.index import index
from server.routes import sparql
from server.settings import Settings
from server.turns import Turns

TOY = Path(__file__).parent / "toy" / "dataset.nq"


@pytest.fixture(scope="session")
def toy_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Seventeen quads in ten graphs, published as a release is."""
    folder = tmp_path_factory.mktemp("toy")
    text = TOY.read_bytes()
    (folder / "dataset.nq").write_bytes(text)
    names = [quad.graph_name for quad in parse(text, format=RdfFormat.N_QUADS)]
    graphs = Counter(name.value for name in names if isinstance(name, NamedNode))
    entry = {
        "sha256": sha256(text).hexdigest(),
        "bytes": len(text),
        "media_type": "application/n-quads",
        "triples": len(names),
    }
    manifest = {
        "format": 1,
        "version": "0.1.0",
        "sources_sha256": "0" * 64,
        "files": {"dataset.nq": entry},
        "graphs": dict(graphs),
        "counts": {"claims": 2},
        "warnings": 0,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    lines = [
        f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("dataset.nq", "manifest.json")
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))
    return open_release(folder)


@pytest.fixture(scope="session")
def small() -> Settings:
    """Limits that are quick to meet."""
    return Settings(deadline=2.0, memory=256 * 2**20, workers=2, queue=4)


@pytest.fixture(scope="session")
def toy_engine(toy_release: Release, small: Settings) -> Iterator[Local]:
    """The engine over the toy release, with the small limits."""
    with engine.start(toy_release, small) as running:
        yield running


def bare_app(release: Release, running: Local) -> Flask:
    """The query service alone, as ``create_app`` wires it."""
    app = Flask("toy")
    app.extensions["borderkg.release"] = release
    app.extensions["borderkg.engine"] = running
    app.extensions["borderkg.settings"] = running.settings
    app.extensions["borderkg.turns"] = Turns(running.settings)
    app.extensions["borderkg.vocabulary"] = Vocabulary.of(index(release.quads()))
    headers.register(app)
    problems.register(app)
    app.register_blueprint(sparql.bp)
    return app


@pytest.fixture(scope="session")
def toy_client(toy_release: Release, toy_engine: Local) -> FlaskClient:
    """A client of the query service, without a socket."""
    return bare_app(toy_release, toy_engine).test_client()


Serving = Callable[[Settings], AbstractContextManager[tuple[int, Local]]]


@pytest.fixture(scope="session")
def serving(toy_release: Release) -> Serving:
    """How to serve the toy release over a real socket; yields port and engine."""

    @contextmanager
    def serve(settings: Settings) -> Iterator[tuple[int, Local]]:
        with engine.start(toy_release, settings) as running:
            server = create_server(
                bare_app(toy_release, running),
                host="127.0.0.1",
                port=0,
                threads=16,
                channel_request_lookahead=1,
            )
            assert isinstance(server, BaseWSGIServer)
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            try:
                yield int(server.effective_port), running
            finally:
                server.task_dispatcher.shutdown()
                # In the loop's own thread, which else polls what is closed.
                server.trigger.pull_trigger(lambda: close_all(server._map))  # noqa: SLF001
                thread.join()

    return serve
