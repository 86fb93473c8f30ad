"""How requests come in: bodies in every shape, slow and rude clients, who is who."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from server import run
from server.engine.local import Local
from server.settings import Settings
from server.turns import GONE
from server.web import body as bodies
from server.web import serving as web_serving
from server.web.serving import Web

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Serving = Callable[[Settings], AbstractContextManager[tuple[int, Local]]]
FORM = "application/x-www-form-urlencoded"
ASK = b"query=ASK%7B%7D"


@contextmanager
def served(app: "WSGIApplication", settings: Settings | None = None) -> Iterator[int]:
    """Serve any WSGI app as the product serves its own; gives the port."""
    with run.listen("127.0.0.1", 0) as listening:
        web = Web(app, listening, settings or Settings())
        thread = threading.Thread(target=web.run)
        thread.start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            web.stop()
            thread.join()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 20)


def answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Read one answer: status, headers, body."""
    with connection.makefile("rb") as reader:
        status = int(reader.readline().split()[1])
        lines = iter(reader.readline, b"\r\n")
        pairs = (line.decode().rstrip().split(": ", 1) for line in lines)
        headers = dict((name, value) for name, value in pairs)  # noqa: C402 - typed
        return status, headers, reader.read(int(headers.get("content-length", 0)))


def sent(port: int, message: bytes) -> tuple[int, dict[str, str], bytes]:
    with connect(port) as connection:
        connection.sendall(message)
        return answer(connection)


def post(*lines: str) -> bytes:
    head = ("POST /sparql HTTP/1.1", "Host: localhost", f"Content-Type: {FORM}")
    return "\r\n".join([*head, *lines, "", ""]).encode()


def chunked(*chunks: bytes) -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return post("Transfer-Encoding: chunked") + body + b"0\r\n\r\n"


def told(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    """An app that says what it was asked."""
    start("200 OK", [("Content-Type", "application/json")])
    body = environ["wsgi.input"].read()
    simple = {name: value for name, value in environ.items() if isinstance(value, str)}
    return [json.dumps({**simple, "body": body.decode()}).encode()]


@pytest.mark.parametrize("megabytes", [0.1, 3, 30])
def test_a_long_body_is_refused_with_its_length(
    serving: Serving, megabytes: float
) -> None:
    length = int(megabytes * 2**20)
    with serving(Settings(workers=1)) as (port, _):
        status, _, body = sent(port, post(f"Content-Length: {length}") + b"a" * length)

    found = json.loads(body)
    assert status == 413
    assert (found["limit"], found["allowed"]) == ("body", 65_536)
    assert found["measured"] == length


@pytest.mark.parametrize("chunks", [9, 2_000])
def test_a_long_body_in_chunks_is_refused_too(serving: Serving, chunks: int) -> None:
    with serving(Settings(workers=1)) as (port, _):
        status, _, body = sent(port, chunked(*[b"a" * 8_192] * chunks))

    found = json.loads(body)
    assert status == 413
    assert (found["limit"], found["allowed"]) == ("body", 65_536)
    assert found["measured"] > 65_536


def test_a_body_in_chunks_is_read_as_one(serving: Serving) -> None:
    with serving(Settings(workers=1)) as (port, _):
        status, _, body = sent(port, chunked(ASK[:7], ASK[7:]))

    assert (status, json.loads(body)["boolean"]) == (200, True)


def test_a_body_with_broken_chunks_is_not_taken_for_a_whole_one(
    serving: Serving,
) -> None:
    broken = chunked(ASK).removesuffix(b"0\r\n\r\n") + b"zz\r\nmore"
    with serving(Settings(workers=1)) as (port, _):
        status, headers, body = sent(port, broken)

    assert status == 400
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"
    assert json.loads(body)["title"] == "The request is malformed"


def test_who_asks_before_sending_is_told_to_go_on_or_not_to(serving: Serving) -> None:
    with serving(Settings(workers=1)) as (port, _):
        with connect(port) as connection:
            ask = post(f"Content-Length: {len(ASK)}", "Expect: 100-continue")
            connection.sendall(ask)
            go_on = connection.recv(1_000)
            connection.sendall(ASK)
            status, _, _ = answer(connection)
        ask = post("Content-Length: 10000000", "Expect: 100-continue")
        refused, headers, _ = sent(port, ask)

    assert go_on == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert status == 200
    assert (refused, headers["connection"]) == (413, "close")


def test_a_body_that_does_not_come_is_not_waited_for(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "GATHERING", 0.5)
    with serving(Settings(workers=1)) as (port, _):
        status, headers, _ = sent(port, post("Content-Length: 100") + b"query=")

    assert status == 408
    assert headers["content-type"] == "application/problem+json"


def test_slow_bodies_keep_nobody_out(serving: Serving) -> None:
    with serving(Settings(workers=1)) as (port, _):
        slow = [connect(port) for _ in range(200)]
        for connection in slow:
            connection.sendall(post("Content-Length: 100") + b"query=")
        status, _, _ = sent(port, post(f"Content-Length: {len(ASK)}") + ASK)
        for connection in slow:
            connection.close()

    assert status == 200


@pytest.mark.parametrize("sending", [b"", b"GET / HTTP/1.1\r\nHost: loc"])
def test_a_connection_that_says_nothing_more_is_closed(
    monkeypatch: pytest.MonkeyPatch, sending: bytes
) -> None:
    monkeypatch.setattr(web_serving, "SILENCE", 1)
    with served(told) as port, connect(port) as connection:
        connection.sendall(sending)
        assert connection.recv(1_000) == b""


@pytest.mark.parametrize(("pause", "whole"), [(4, False), (0.5, True)])
def test_who_takes_no_answer_is_dropped(
    monkeypatch: pytest.MonkeyPatch, pause: float, *, whole: bool
) -> None:
    monkeypatch.setattr(web_serving, "SILENCE", 1)
    length = 20_000_000

    def large(_: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        start("200 OK", [])
        return [bytes(length)]

    with served(large) as port, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(("127.0.0.1", port))
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(pause)
        came = 0
        with suppress(ConnectionResetError):
            while came < length and (part := connection.recv(65_536)):
                came += len(part)

    assert (came >= length) is whole


def test_a_client_that_leaves_is_noticed_on_any_request_of_its_connection() -> None:
    noticed = threading.Event()

    def slow(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        latest = time.monotonic() + (10 if environ["PATH_INFO"] == "/wait" else 0.5)
        while time.monotonic() < latest and not environ[GONE]():
            time.sleep(0.02)
        if environ[GONE]():
            noticed.set()
        start("200 OK", [("Content-Length", "0")])
        return []

    with served(slow) as port, connect(port) as connection:
        for _ in range(2):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert answer(connection)[0] == 200
        assert not noticed.is_set()
        connection.sendall(b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.5)
        connection.close()

        assert noticed.wait(5)


def test_the_app_is_told_what_was_asked_and_nothing_a_proxy_says() -> None:
    request = (
        "GET /a%C3%A9%2Fb?q=%41&q=1 HTTP/1.1",
        *("Host: example.org", "Accept: text/csv", "Accept: text/html;q=0.1"),
        *("X-Forwarded-For: 192.0.2.1", "X-Forwarded-Host: evil", "Forwarded: for=x"),
        *("X_Forwarded_For: 192.0.2.2", "", ""),
    )
    with served(told) as port:
        found = json.loads(sent(port, "\r\n".join(request).encode())[2])

    assert found["PATH_INFO"] == "/a\u00c3\u00a9/b"
    assert found["QUERY_STRING"] == "q=%41&q=1"
    assert found["HTTP_ACCEPT"] == "text/csv,text/html;q=0.1"
    assert found["REMOTE_ADDR"] == "127.0.0.1"
    assert not [name for name in found if "FORWARDED" in name]


def test_the_operator_s_proxy_names_the_client_last() -> None:
    request = b"GET / HTTP/1.1\r\nX-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n\r\n"
    with served(told, Settings(proxy="127.0.0.1")) as port:
        found = json.loads(sent(port, request)[2])

    assert found["REMOTE_ADDR"] == "192.0.2.2"


def test_a_method_is_not_taken_for_another_one() -> None:
    with served(told) as port:
        assert sent(port, b"get / HTTP/1.1\r\nHost: localhost\r\n\r\n")[0] == 501


def test_an_app_that_fails_is_a_problem_without_a_trace(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_: "WSGIEnvironment", __: "StartResponse") -> Iterable[bytes]:
        message = "secret"
        raise ValueError(message)

    with served(broken) as port:
        status, _, body = sent(port, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert status == 500
    assert b"secret" not in body
    assert "a request failed" in caplog.text


def test_what_is_at_hand_is_answered_where_all_threads_are_busy() -> None:
    free = threading.Event()

    class Cached:
        def __call__(
            self, _: "WSGIEnvironment", start: "StartResponse"
        ) -> Iterable[bytes]:
            free.wait(10)
            start("200 OK", [("Content-Length", "0")])
            return []

        def at_hand(
            self, environ: "WSGIEnvironment", start: "StartResponse"
        ) -> Iterable[bytes] | None:
            if environ["PATH_INFO"] != "/kept":
                return None
            start("200 OK", [("Content-Length", "4")])
            return [b"kept"]

    with served(Cached()) as port:
        waiting = [connect(port) for _ in range(40)]
        for connection in waiting:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        kept = sent(port, b"GET /kept HTTP/1.1\r\nHost: localhost\r\n\r\n")
        free.set()
        answers = [answer(connection)[0] for connection in waiting]
        for connection in waiting:
            connection.close()

    assert (kept[0], kept[2]) == (200, b"kept")
    assert answers == [200] * 40


def test_no_answer_says_which_program_serves(serving: Serving) -> None:
    with serving(Settings(workers=1)) as (port, _):
        asked = sent(
            port, f"GET /sparql?query={quote('ASK {}')} HTTP/1.1\r\n\r\n".encode()
        )
        bad = sent(port, b"NONSENSE\r\n\r\n")

    assert asked[1]["server"] == "BorderKG"
    assert bad[0] == 400
    assert not re.search(r"granian|hyper|python", f"{asked[1]} {bad[1]}", re.IGNORECASE)
