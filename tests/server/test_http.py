"""What HTTP asks of an endpoint beside the answers: refusals that say how much."""

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from server.engine.local import Local
from server.headers import RELEASE
from server.settings import Settings

Serving = Callable[[Settings], AbstractContextManager[tuple[int, Local]]]

TRIPLES = "".join(f"?a{n}?b{n}?c{n}." for n in range(9))
ENDLESS = "SELECT (COUNT(*) AS ?n) {" + TRIPLES + "}"
DIRECT = "application/sparql-query"


def ask(
    port: int, query: str, source: str = "127.0.0.1"
) -> tuple[int, dict[str, Any], str | None]:
    connection = HTTPConnection(
        "127.0.0.1", port, timeout=30, source_address=(source, 0)
    )
    connection.request("GET", f"/sparql?query={quote(query)}")
    with connection.getresponse() as answer:
        found = json.loads(answer.read())
        status, again = answer.status, answer.headers["Retry-After"]
    connection.close()
    return status, found, again


def test_an_answer_that_is_too_large_says_how_large(serving: Serving) -> None:
    with serving(Settings(answer=300, workers=2)) as (port, _):
        status, found, again = ask(port, "SELECT * { ?s ?p ?o }")

    assert status == 503
    assert found["type"].endswith("/result-too-large")
    assert (found["limit"], found["allowed"]) == ("answer", 300)
    assert found["measured"] > 300
    assert found["dumps"] == "/dumps/"
    assert again is None


def test_a_query_that_takes_too_long_says_how_long(serving: Serving) -> None:
    with serving(Settings(deadline=0.5, workers=2)) as (port, _):
        status, found, again = ask(port, ENDLESS)

    assert status == 503
    assert found["type"].endswith("/deadline-exceeded")
    assert (found["limit"], found["allowed"]) == ("deadline", 0.5)
    assert 0.5 <= found["measured"] < 2
    assert again is None


def test_a_full_queue_says_how_full_and_when_to_ask_again(serving: Serving) -> None:
    with serving(Settings(deadline=2, workers=1, queue=0)) as (port, _):
        greedy = threading.Thread(target=ask, args=(port, ENDLESS))
        greedy.start()
        time.sleep(0.3)
        status, found, again = ask(port, "ASK {}", "127.0.0.2")
        greedy.join()

    assert status == 503
    assert found["type"].endswith("/busy")
    assert (found["limit"], found["allowed"], found["measured"]) == ("queue", 0, 1)
    assert again == "1"


@pytest.mark.parametrize(
    ("path", "body", "kind", "status", "told"),
    [
        pytest.param(
            "/sparql", b"#" * 65_537, DIRECT, 413, ("body", 65_536, 65_537), id="413"
        ),
        pytest.param(
            "/sparql?query=" + "a" * 8_200,
            None,
            None,
            414,
            ("url", 8_192, 8_206),
            id="414",
        ),
        pytest.param(
            "/sparql?" + "a&" * 201,
            None,
            None,
            400,
            ("parameters", 200, 201),
            id="parameters",
        ),
    ],
)
def test_a_request_that_is_too_long_says_how_long(  # noqa: PLR0913, PLR0917 - a table
    toy_client: FlaskClient,
    path: str,
    body: bytes | None,
    kind: str | None,
    status: int,
    told: tuple[str, int, int],
) -> None:
    method = "GET" if body is None else "POST"

    answer = toy_client.open(path, method=method, data=body, content_type=kind)

    found = answer.get_json()
    assert answer.status_code == status
    assert (found["limit"], found["allowed"], found["measured"]) == told


def test_a_body_of_another_kind_is_told_which_are_read(toy_client: FlaskClient) -> None:
    answer = toy_client.post("/sparql", data=b"ASK {}", content_type="text/plain")

    assert answer.status_code == 415
    assert answer.headers["Accept-Post"] == (
        "application/x-www-form-urlencoded, application/sparql-query"
    )


def test_a_long_body_is_refused_before_it_is_sent(serving: Serving) -> None:
    with (
        serving(Settings(workers=1)) as (port, _),
        socket.create_connection(("127.0.0.1", port), 5) as connection,
    ):
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {DIRECT}\r\n"
        connection.sendall(f"{head}Content-Length: 99999999999\r\n\r\n".encode())
        answer = connection.recv(100)

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_every_answer_says_what_it_varies_with(toy_client: FlaskClient) -> None:
    answers = [
        toy_client.get("/sparql?query=ASK%7B%7D"),
        toy_client.get("/sparql"),
        toy_client.get("/sparql?query=nonsense"),
        toy_client.put("/sparql"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 400, 405]
    assert ["Accept" in answer.vary for answer in answers] == [True] * 4


def test_a_page_of_another_origin_may_ask_and_read(toy_client: FlaskClient) -> None:
    preflight = toy_client.options(
        "/sparql",
        headers={
            "Origin": "https://yasgui.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    answer = toy_client.get(
        "/sparql?query=ASK%7B%7D", headers={"Origin": "https://yasgui.example"}
    )

    assert preflight.status_code == 204
    assert (
        preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"
    )
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    assert preflight.headers["Access-Control-Max-Age"] == "86400"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
    assert RELEASE in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
