"""A toy release with proofs of its own, made by the pipeline's reasoner and prover."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from graph.prove import prove
from graph.reason import reason
from graph.release import Release, open_release
from graph.stages import Asserted
from server import create_app
from server.engine.interface import Answer, DatasetSpec
from server.query.guard import Checked
from server.settings import Settings

DATA = Path(__file__).with_name("toy.trig")


@dataclass(frozen=True, slots=True)
class Silent:
    """An engine that nobody may ask: explanations cost no query."""

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = lambda: False,
    ) -> Answer:
        del query, dataset, media_type, gone
        raise AssertionError


def asserted(quads: list[Quad]) -> Asserted:
    return Asserted(tuple(quads), (), (), (), {}, {}, "")


def everything(quads: list[Quad]) -> list[Quad]:
    """The quads with what follows from them, and why."""
    proved = prove(reason(asserted(quads)))
    return [*quads, *proved.entailed.entailed, *proved.proofs]


def published(quads: list[Quad], folder: Path) -> Release:
    """A release of these quads and of nothing else."""
    ordered = sorted(quads, key=str)
    text = serialize(ordered, format=RdfFormat.N_QUADS) or b""
    entry = {"sha256": "", "bytes": 0, "media_type": "application/n-quads"}
    manifest = {
        "format": 1,
        "version": "0.1.0",
        "sources_sha256": "0" * 64,
        "files": {"dataset.nq": entry | {"sha256": sha256(text).hexdigest()}},
        "graphs": {},
        "counts": {},
        "warnings": 0,
    }
    files = {"dataset.nq": text, "manifest.json": json.dumps(manifest).encode()}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    sums = [f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items()]
    (folder / "SHA256SUMS").write_text("".join(sums))
    return open_release(folder)


@pytest.fixture(scope="session")
def sources() -> list[Quad]:
    """The toy without what follows from it."""
    return [q for q in parse(path=DATA) if isinstance(q.graph_name, NamedNode)]


@pytest.fixture(scope="session")
def toy(sources: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The toy as a release."""
    return published(everything(sources), tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="session")
def client(toy: Release) -> FlaskClient:
    """A client of the app over the toy."""
    return create_app(toy, Silent(), Settings()).test_client()
