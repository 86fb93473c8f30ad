"""A toy release in a folder, and the app over it with an engine that only says yes."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse, serialize

from graph.release import Release, open_release
from server import create_app
from server.engine.interface import Answer, DatasetSpec
from server.problems import Problem
from server.query.guard import Checked
from server.settings import Settings

DATA = Path(__file__).parent / "small.trig"


@dataclass(frozen=True, slots=True)
class Says:
    """An engine that answers whatever it was told to, or fails where told nothing."""

    told: dict[str, bytes]

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = lambda: False,
    ) -> Answer:
        del dataset, gone
        if "body" not in self.told:
            raise Problem(status=503, type="x", title="No worker", detail="None.")
        form = "ASK" if isinstance(query, str) else query.form
        return Answer(self.told["body"], media_type or "text/csv", form)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    quads = sorted(parse(path=DATA), key=str)
    listed = {
        "dataset.nq": (serialize(quads, format=RdfFormat.N_QUADS), RdfFormat.N_QUADS),
        "dataset.trig": (serialize(quads, format=RdfFormat.TRIG), RdfFormat.TRIG),
        "default.ttl": (b"# default\n", RdfFormat.TURTLE),
        "asserted.ttl": (b"# asserted\n", RdfFormat.TURTLE),
        "layers/links.ttl": (b"# links\n", RdfFormat.TURTLE),
    }
    contents = {name: (data or b"", f.media_type) for name, (data, f) in listed.items()}
    packed = {
        f"{name}.gz": (gzip.compress(data, mtime=0), "application/gzip")
        for name, (data, _) in contents.items()
    }
    contents |= packed
    manifest = {
        "format": 1,
        "version": "0.1.0",
        "sources_sha256": "0" * 64,
        "files": {
            name: {
                "sha256": sha256(data).hexdigest(),
                "bytes": len(data),
                "media_type": media_type,
                "triples": None,
            }
            for name, (data, media_type) in contents.items()
        },
        "graphs": dict(Counter(str(q.graph_name.value) for q in quads)),
        "counts": {"claims": 2, "segments": 2},
        "warnings": 0,
    }
    contents["manifest.json"] = (json.dumps(manifest).encode(), "application/json")
    sums = [
        f"{sha256(data).hexdigest()}  {name}\n" for name, (data, _) in contents.items()
    ]
    contents["SHA256SUMS"] = ("".join(sums).encode(), "text/plain")
    folder = tmp_path / "release"
    for name, (data, _) in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return open_release(folder)


@pytest.fixture
def told() -> dict[str, bytes]:
    """What the engine says; tests put something else under ``body``."""
    return {"body": b'{"head":{},"boolean":true}'}


@pytest.fixture
def app(release: Release, told: dict[str, bytes]) -> Flask:
    return create_app(release, Says(told), Settings())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def real_client(built: Path) -> FlaskClient:
    """A client of the app over the real release; its engine only says yes."""
    says = Says({"body": b'{"head":{},"boolean":true}'})
    return create_app(open_release(built), says, Settings()).test_client()
