"""Reconciliation over a toy release, over the real one, and the published schemas."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator
from pyoxigraph import parse
from referencing import Registry
from referencing.jsonschema import DRAFT7

from graph.release import open_release
from server import create_app
from server.lookup.linked import Linked
from server.pages.index import Index
from server.pages.index import index as indexed
from server.pages.names import Names
from server.reconcile.service import Service
from server.settings import Settings
from tests.server.why.conftest import Silent, published

DATA = Path(__file__).with_name("small.trig")

Ask = Callable[[object], Any]
Judge = Callable[[str, object], list[str]]


@pytest.fixture(scope="session")
def small_index() -> Index:
    return indexed(parse(path=DATA))


@pytest.fixture(scope="session")
def small_service(small_index: Index) -> Service:
    names = Names(small_index)
    return Service.of(names, Linked.of(names))


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of the app over the toy release; its engine is never asked."""
    release = published(list(parse(path=DATA)), tmp_path_factory.mktemp("names"))
    return create_app(release, Silent(), Settings()).test_client()


@pytest.fixture(scope="session")
def real_service(built: Path) -> Service:
    names = Names(indexed(open_release(built).quads()))
    return Service.of(names, Linked.of(names))


@pytest.fixture(scope="session")
def real(built: Path) -> FlaskClient:
    """A client of the app over the real release; its engine is never asked."""
    return create_app(open_release(built), Silent(), Settings()).test_client()


@pytest.fixture
def ask(client: FlaskClient) -> Ask:
    """Ask one query of the toy release; gives its candidates."""

    def asked(query: object) -> Any:  # noqa: ANN401 - JSON
        sent = {"queries": json.dumps({"q": query})}
        answer = client.post("/reconcile", data=sent)
        assert answer.status_code == 200, answer.text
        return answer.get_json()["q"]["result"]

    return asked


@pytest.fixture(scope="session")
def judge(shared: Path) -> Judge:
    """What the published schema of that name finds wrong with an answer."""
    folder = shared / "suites" / "reconciliation"
    schemas = {
        path: json.loads(path.read_text("utf-8"))
        for path in folder.glob("0.[12]/schemas/*.json")
    }
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], DRAFT7.create_resource(each)) for each in schemas.values()
    )

    def judged(name: str, answer: object) -> list[str]:
        schema = schemas[folder / f"{name}.json"]
        judging = Draft7Validator(schema, registry=registry)
        return [error.message for error in judging.iter_errors(answer)]

    return judged
