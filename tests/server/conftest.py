"""A toy release, an engine over it, and a server that answers for it."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from graph.release import Release, open_release
from server import create_app, run
from server.engine import local as engine
from server.engine.local import Local
from server.settings import Settings
from server.web.serving import Web

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


@pytest.fixture(scope="session")
def toy_client(toy_release: Release, toy_engine: Local) -> FlaskClient:
    """A client of the app over the toy release, without a socket."""
    return create_app(toy_release, toy_engine, toy_engine.settings).test_client()


Serving = Callable[[Settings], AbstractContextManager[tuple[int, Local]]]


@pytest.fixture(scope="session")
def serving(toy_release: Release) -> Serving:
    """How to serve the toy release over a real socket; yields port and engine."""

    @contextmanager
    def serve(settings: Settings) -> Iterator[tuple[int, Local]]:
        with (
            run.listen("127.0.0.1", 0) as listening,
            engine.start(toy_release, settings) as running,
        ):
            app = create_app(toy_release, running, settings)
            web = Web(app.wsgi_app, listening, settings)
            thread = threading.Thread(target=web.run, daemon=True)
            thread.start()
            try:
                yield int(listening.getsockname()[1]), running
            finally:
                web.stop()
                thread.join()

    return serve
