"""The log: a line a request, which nobody can forge and which fails nobody."""

import json
import logging
import os
import re
import select
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from server.operation.log import Log, handling
from server.operation.record import Record, network
from server.operation.recorded import Recorded
from server.operation.stopping import Counted, Stopping

Lines = Callable[[], list[dict[str, Any]]]
Apps = Callable[..., Flask]

NASTY = "a\r\nb\x00\x1b[2J\x07\x7f\x85\u2028\u2029\u202e\U0001f600"


def watched(app: Flask, *sinks: Callable[[Record], object]) -> FlaskClient:
    app.wsgi_app = Recorded(app.wsgi_app, app.url_map, sinks)  # type: ignore[method-assign]
    return app.test_client()


@pytest.fixture
def client(apps: Apps, pipe: tuple[int, int]) -> FlaskClient:
    return watched(apps(), Log(pipe[1]).request)


def test_a_request_is_one_line_with_what_an_operator_asks(
    client: FlaskClient, lines: Lines
) -> None:
    client.get(
        "/sparql",
        query_string={"query": "ASK {}", "format": "csv"},
        environ_overrides={"REMOTE_ADDR": "203.0.113.77"},
        headers={"User-Agent": "me", "Referer": "https://secret.example/"},
    )

    [line] = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["@timestamp"])
    assert line.pop("borderkg.milliseconds") > 0
    del line["@timestamp"]
    assert line == {
        "log.level": "info",
        "http.request.method": "GET",
        "url.path": "/sparql",
        "http.route": "/sparql",
        "http.response.status_code": 200,
        "http.response.body.bytes": 4,
        "http.response.mime_type": "text/csv",
        "borderkg.cache": "BorderKG; fwd=miss; stored",
        "client.address": "203.0.113.0/24",
        "borderkg.query": "ASK {}",
        "borderkg.query_sha256": sha256(b"ASK {}").hexdigest()[:16],
    }


def test_a_refusal_names_its_problem_and_limit(
    client: FlaskClient, lines: Lines
) -> None:
    client.get("/sparql", query_string={"query": "SELECT"})
    client.get("/sparql?query=" + "a" * 9_000)
    client.get("/nowhere/at/all")

    told = [(x.get("borderkg.problem"), x.get("borderkg.limit")) for x in lines()]
    assert told == [
        ("syntax-error", None),
        ("limit-exceeded", "url"),
        ("not-found", None),
    ]


def test_an_answer_without_a_body_has_no_bytes(
    client: FlaskClient, lines: Lines
) -> None:
    client.head("/limits")
    tag = client.get("/limits").headers["ETag"]
    client.get("/limits", headers={"If-None-Match": tag})

    told = [
        (x["http.response.status_code"], "http.response.body.bytes" in x)
        for x in lines()
    ]
    assert told == [(200, False), (200, True), (304, False)]


def test_a_query_of_a_post_is_logged_too(client: FlaskClient, lines: Lines) -> None:
    client.post("/sparql", data={"query": "ASK {}"})

    assert lines()[0]["borderkg.query"] == "ASK {}"


@pytest.mark.parametrize(
    "path",
    [
        f"/sparql?query={quote(NASTY)}",
        f"/{quote(NASTY)}",
        f"/sparql?query=ASK{{}}&format={quote(NASTY)}",
        "/sparql?query=%ED%A0%80%FF",
        "/%ED%A0%80%FF",
        "/sparql?query=" + quote("\U0001f600" * 500),
        "/" + quote("\x1b" * 3_000),
    ],
)
def test_no_request_can_forge_a_line_or_move_a_cursor(
    client: FlaskClient, lines: Lines, path: str
) -> None:
    client.get(path)

    assert len(lines()) == 1  # which has seen that all is printable ASCII


def test_a_strange_method_is_cut_and_escaped(client: FlaskClient, lines: Lines) -> None:
    client.open("/", method="\x1b[31m" + "M" * 90)

    assert len(lines()[0]["http.request.method"]) <= 20


def test_no_line_is_longer_than_a_pipe_takes_at_once(pipe: tuple[int, int]) -> None:
    log = Log(pipe[1])
    long = "\U0001f600\x00" * 5_000
    with handling(log):
        logging.getLogger(long[:100]).error(long, exc_info=ValueError(long))

    written = os.read(pipe[0], 65_536)
    assert len(written) < select.PIPE_BUF
    assert written.count(b"\n") == 1


def test_health_checks_are_logged_when_they_fail_only(
    client: FlaskClient, lines: Lines
) -> None:
    client.get("/health")
    client.get("/ready")
    client.get("/metrics")

    assert [line["url.path"] for line in lines()] == ["/metrics"]


def test_a_reader_that_is_slow_loses_lines_and_is_told_how_many(
    client: FlaskClient, pipe: tuple[int, int], lines: Lines
) -> None:
    os.set_blocking(pipe[1], False)
    filled = 0
    while select.select([], [pipe[1]], [], 0)[1]:
        filled += os.write(pipe[1], b"\n" * 4_096)
    os.set_blocking(pipe[1], True)

    statuses = [client.get("/limits").status_code for _ in range(3)]
    assert lines() == []
    statuses.append(client.get("/limits").status_code)

    assert statuses == [200] * 4
    assert [line["borderkg.lost"] for line in lines()] == [3]


def test_a_disk_that_was_full_is_told_how_many_lines_it_lost(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    file = tmp_path / "log"
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    log, (soft, hard) = Log(descriptor), resource.getrlimit(resource.RLIMIT_FSIZE)

    log.write({"message": "before"})
    try:
        # The kernel then writes what fits of a line, as it does on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 5, hard))
        log.write({"message": "torn"})
        log.write({"message": "lost"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    log.write({"message": "after"})
    os.close(descriptor)

    before, _torn, after = file.read_text().splitlines()
    assert json.loads(before) == {"message": "before"}
    assert json.loads(after) == {"message": "after", "borderkg.lost": 2}


def test_an_answer_at_hand_is_logged_as_others_are(apps: Apps) -> None:
    class Cache:
        """It has what is asked twice, and gives the app a request of its own."""

        def __init__(self, app: WSGIApplication) -> None:
            self.app = app

        def __call__(
            self, environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            return self.app({**environ}, start_response)

        def at_hand(
            self, environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes] | None:
            if environ["PATH_INFO"] != "/sparql":
                return None
            start_response("200 OK", [("Cache-Status", "BorderKG; hit")])
            return [b"kept"]

    app = apps()
    seen: list[Record] = []
    cached = Cache(app.wsgi_app)
    recorded = Recorded(Counted(cached, Stopping()), app.url_map, [seen.append])

    def quick(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        found = recorded.at_hand(environ, start)
        return recorded(environ, start) if found is None else found

    client = Client(quick)

    assert client.get("/sparql?query=ASK%7B%7D").data == b"kept"
    client.get("/nowhere", buffered=True)
    assert [(x.status, x.query, x.problem) for x in seen] == [
        (200, "ASK{}", ""),
        (404, None, "not-found"),
    ]


@pytest.mark.parametrize("end", [0, 1])
def test_a_log_that_cannot_be_written_fails_no_answer(
    client: FlaskClient, pipe: tuple[int, int], end: int
) -> None:
    os.close(pipe[end])

    assert client.get("/limits").status_code == 200


def test_an_onlooker_that_fails_is_no_failure_of_the_answer(apps: Apps) -> None:
    app = apps()
    seen: list[object] = []

    def fails(_: object) -> None:
        raise ZeroDivisionError

    client = watched(app, fails, seen.append)

    assert client.get("/limits").status_code == 200
    assert len(seen) == 1


def test_an_unexpected_error_is_one_line_with_its_trace(
    apps: Apps, pipe: tuple[int, int], lines: Lines
) -> None:
    app = apps()
    app.extensions["borderkg.pages"] = None
    with handling(Log(pipe[1])):
        answer = app.test_client().get("/place")

    [line] = lines()
    assert answer.status_code == 500
    assert line["log.level"] == "error"
    assert line["error.type"] == "AttributeError"
    assert "in thing" in line["error.stack_trace"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("log", "count"), [("off", 0), ("json", 1)])
def test_requests_are_logged_where_the_operator_wants_it(
    apps: Apps, capfd: pytest.CaptureFixture[str], log: str, count: int
) -> None:
    apps(log=log).test_client().get("/limits")

    assert capfd.readouterr().err.count('"url.path": "/limits"') == count


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("192.0.2.55", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:192.0.2.55", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("evil\r\n", ""),
        ("", ""),
    ],
)
def test_a_client_is_told_as_its_network(address: str, told: str) -> None:
    assert network(address) == told
