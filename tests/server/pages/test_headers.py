"""Every route, with every kind of error: the same headers, and no host of anybody's."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from graph.release import Release
from server import create_app
from server.engine.interface import Answer
from server.headers import RELEASE, SECURE
from server.operation.stopping import stopping
from server.settings import Settings

EVIL = "evil.example"
FORGED = {
    "Host": EVIL,
    "Forwarded": f"host={EVIL};proto=https;for={EVIL}",
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": f"/{EVIL}",
    "X-Forwarded-For": EVIL,
    "X-Original-URL": f"/{EVIL}",
    "Referer": f"https://{EVIL}/",
    "Origin": f"https://{EVIL}",
}
BY_NAME = {
    "filename": "style.css",
    "name": "place/toy-hill",
    "suffix": "ttl",
    "way": "entity",
}
"""What stands for the parts of a route."""

Asks = Callable[[Flask, str], TestResponse]


class Breaks:
    """An engine with a fault that nobody foresaw."""

    def run(self, *_: object) -> Answer:
        raise ZeroDivisionError


def get(app: Flask, path: str, **more: object) -> TestResponse:
    client = app.test_client()
    given = {"headers": FORGED, "buffered": True, **more}
    return client.open(path, **given)  # type: ignore[arg-type]


def good(app: Flask, path: str) -> TestResponse:
    return get(app, path)


def page(app: Flask, path: str) -> TestResponse:
    return get(app, path, headers={**FORGED, "Accept": "text/html"})


def head(app: Flask, path: str) -> TestResponse:
    return get(app, path, method="HEAD")


def preflight(app: Flask, path: str) -> TestResponse:
    return get(app, path, method="OPTIONS")


def wrong_method(app: Flask, path: str) -> TestResponse:
    return get(app, path, method="DELETE")


def unacceptable(app: Flask, path: str) -> TestResponse:
    return get(app, path, headers={**FORGED, "Accept": "image/png"})


def below(app: Flask, path: str) -> TestResponse:
    return get(app, f"{path.rstrip('/')}/no/such/thing")


def slashed(app: Flask, path: str) -> TestResponse:
    return get(app, f"//{EVIL}/..{path}/")


def odd_query(app: Flask, path: str) -> TestResponse:
    return get(app, f"{path}?query=%FF&format=%FF&verdict=%FF&x={'y' * 9_000}")


def broken(app: Flask, path: str) -> TestResponse:
    app.extensions["borderkg.engine"] = Breaks()
    app.extensions["borderkg.release"] = app.extensions["borderkg.pages"] = None
    return get(app, f"{path}?query=ASK%7B%7D")


def stopped(app: Flask, path: str) -> TestResponse:
    stopping(app).begun = True
    return get(app, path)


CASES: tuple[Asks, ...] = (
    *(good, page, head, preflight, wrong_method, unacceptable),
    *(below, slashed, odd_query, broken, stopped),
)


@pytest.fixture
def watched(release: Release, app: Flask) -> Flask:
    """With everything that settings can switch on."""
    engine = app.extensions["borderkg.engine"]
    return create_app(release, engine, Settings(metrics="on"))


def paths(app: Flask) -> list[str]:
    found = []
    for rule in app.url_map.iter_rules():
        made = rule.build({n: BY_NAME[n] for n in rule.arguments}, append_unknown=False)
        assert made is not None, rule
        found.append(made[1])
    return sorted(set(found))


@pytest.mark.parametrize("asks", CASES, ids=lambda asks: asks.__name__)
def test_every_answer_is_safe_and_repeats_nobody(
    watched: Flask, release: Release, asks: Asks
) -> None:
    asked = paths(watched)
    statuses = set()
    for path in asked:
        answer = asks(watched, path)
        statuses.add(answer.status_code)
        told = f"{asks.__name__} {path}: {answer.status}"

        assert {n: answer.headers.get(n) for n in SECURE} == SECURE, told
        assert answer.headers.get("Access-Control-Allow-Origin") == "*", told
        assert EVIL not in str(answer.headers), told
        assert EVIL.encode() not in answer.data, told
        assert b"Traceback" not in answer.data, told
        assert b"ZeroDivisionError" not in answer.data, told
        assert "Server" not in answer.headers, told
        assert "Set-Cookie" not in answer.headers, told
        assert answer.headers.getlist(RELEASE) == [release.manifest.id], told
        if answer.status_code >= 400 and path not in {"/health", "/ready"}:
            assert answer.mimetype in {"application/problem+json", "text/html"}, told

    assert len(asked) > 15
    assert statuses & EXPECTED[asks.__name__], statuses


EXPECTED = {
    "good": {200},
    "page": {200},
    "head": {200},
    "preflight": {200, 204},
    "wrong_method": {405},
    "unacceptable": {406},
    "below": {404},
    "slashed": {404},
    "odd_query": {400, 414},
    "broken": {500},
    "stopped": {503},
}
"""What each way of asking must have met at least once, else it shows nothing."""
