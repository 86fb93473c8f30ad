"""Health and readiness are two questions."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.release import Release
from server import create_app
from server.engine.interface import Answer, DatasetSpec, lost, stays
from server.engine.pool import busy
from server.operation.stopping import stopping
from server.query.guard import Checked
from server.settings import Settings

Apps = Callable[..., Flask]


class Slow:
    """An engine that answers after a while, unless nobody waits any more."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = stays,
    ) -> Answer:
        del query, dataset
        latest = time.monotonic() + self.seconds
        while time.monotonic() < latest:
            if gone():
                raise lost()
            time.sleep(0.01)
        return Answer(b"true\n", media_type or "text/csv", "ASK")


@contextmanager
def answering(client: FlaskClient, path: str) -> Iterator[list[int]]:
    """Ask in another thread; the list has the status once it is there."""
    statuses: list[int] = []
    asking = threading.Thread(
        target=lambda: statuses.append(client.get(path, buffered=True).status_code)
    )
    asking.start()
    yield statuses
    asking.join()


def test_a_server_that_answers_is_well_and_ready(apps: Apps) -> None:
    client = apps().test_client()

    assert (client.get("/health").status_code, client.get("/health").text) == (
        200,
        "well\n",
    )
    assert (client.get("/ready").status_code, client.get("/ready").text) == (
        200,
        "ready\n",
    )
    assert client.get("/ready").headers["Cache-Control"] == "no-store"


def test_a_server_that_is_slow_is_well_and_not_ready(toy_release: Release) -> None:
    client = create_app(toy_release, Slow(1.5), Settings()).test_client()

    assert client.get("/health").status_code == 200
    assert client.get("/ready").status_code == 503


def test_a_server_with_too_many_queries_is_well_and_not_ready(
    toy_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, engine = Settings(), Slow(0)

    def refuse(*_: object) -> Answer:
        raise busy(settings, 65)

    monkeypatch.setattr(engine, "run", refuse)
    client = create_app(toy_release, engine, settings).test_client()

    assert client.get("/health").status_code == 200
    assert client.get("/health").text == "well: Too many queries at once\n"
    assert client.get("/ready").status_code == 503


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ready", 503),
        ("/health", 200),
        ("/", 503),
        ("/sparql?query=ASK%7B%7D", 503),
        ("/nowhere", 503),
    ],
)
def test_a_server_that_stops_takes_nothing_new(
    apps: Apps, path: str, status: int
) -> None:
    app = apps()
    stopping(app).begun = True

    answer = app.test_client().get(path)

    assert answer.status_code == status
    if status == HTTPStatus.SERVICE_UNAVAILABLE and path != "/ready":
        assert answer.get_json()["type"].endswith("/stopping")
        assert answer.headers["Retry-After"] == "1"


def test_what_runs_is_known_until_it_is_handed_over(toy_release: Release) -> None:
    app = create_app(toy_release, Slow(0.5), Settings())
    with answering(app.test_client(), "/health") as statuses:
        while not stopping(app).running:
            time.sleep(0.01)
        stopping(app).begun = True

    assert statuses == [200]
    assert stopping(app).running == 0
