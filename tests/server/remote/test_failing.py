"""A store that is slow, dead or talks nonsense becomes a 502 or 504 with a reason."""

import re
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from graph.release import Release
from ontology.prefixes import BASE
from ontology.terms import ASSERTED
from server.engine import local
from server.engine.evaluation import Request
from server.engine.interface import DatasetSpec, stays
from server.engine.remote.store import Remote
from server.negotiation import RESULTS
from server.problems import Problem
from server.query import guard
from server.query.forms import carried
from server.settings import Settings, SettingsError
from tests.server.remote import stores

JSON = "Content-Type: application/sparql-results+json"
TRUE = '{"head":{},"boolean":true}'
Talk = Callable[[socket.socket], None]
Gone = Callable[[], bool]


def says(head: str, body: str = "", length: int | None = None) -> Talk:
    """Answer with a status line, headers and a body."""
    length = len(body) if length is None else length
    text = f"HTTP/1.1 {head}\r\nContent-Length: {length}\r\n\r\n{body}"
    return lambda connection: connection.sendall(text.encode())


def drips(begin: str) -> Talk:
    """Send something and then a byte now and then, for ever."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(begin.encode())
        while True:
            time.sleep(0.1)
            connection.sendall(b"x")

    return talk


def floods(connection: socket.socket) -> None:
    """Send rows without end."""
    row = '{"a":{"type":"literal","value":"' + 9_000 * "x" + '"}},'
    begin = '{"head":{"vars":["a"]},"results":{"bindings":['
    connection.sendall(f"HTTP/1.1 200 OK\r\n{JSON}\r\n".encode())
    connection.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
    for piece in [begin, *(10_000 * [row])]:
        connection.sendall(f"{len(piece):x}\r\n{piece}\r\n".encode())


def silent(connection: socket.socket) -> None:
    """Say nothing until the other side leaves."""
    connection.recv(1)


@contextmanager
def talking(talk: Talk) -> Iterator[tuple[str, list[bytes]]]:
    """Run a store of one sentence; yields its URL and what it was asked."""
    asked: list[bytes] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=answer, args=[connection], daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            asked.append(_request(connection))
            talk(connection)
            connection.shutdown(socket.SHUT_WR)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/query", asked
        listener.shutdown(socket.SHUT_RDWR)


def _request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(65_536)
    head, _, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    while length and len(body) < int(length[1]):
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


def answered(url: str, query: str, limits: Settings | None = None) -> bytes:
    """Answer a query from a store, as a worker does.

    Raises:
        Problem: If the store fails.
    """
    settings = replace(limits or Settings(), remote=url)
    asked = guard.check(query, settings)
    graphs = (asked.default_graphs, asked.named_graphs)
    media_type = RESULTS if carried(asked.form) == "rows" else "text/turtle"
    request = Request(asked.text, asked.form, media_type, *graphs, asked.star, ())
    try:
        return Remote.of(settings).answer(request, settings)
    except Problem as problem:
        # Frames hold rows, which no thread but this one may drop: not the stand-in's,
        # should it be the one that collects what went round in a circle.
        told: BaseException | None = problem
        while told:
            traceback.clear_frames(told.__traceback__)
            told = told.__context__
        raise


def in_a_worker(release: Release, url: str, deadline: float, gone: Gone) -> bytes:
    """Answer a query from a store, in a process that can be killed."""
    settings = Settings(workers=1, remote=url, deadline=deadline)
    with local.start(release, settings) as engine:
        return engine.run("ASK {}", DatasetSpec(), gone=gone).body


def refused(talk: Talk, query: str = "ASK {}") -> Problem:
    """Return the problem of a query that a store answers so."""
    with talking(talk) as (url, _), pytest.raises(Problem) as caught:
        answered(url.replace("//", "//someone:secret@"), query)
    text = str(caught.value.members())
    assert not re.search(r"127\.0\.0\.1|secret|someone|Traceback|Exception", text)
    return caught.value


def test_an_answer_is_passed_on() -> None:
    with talking(says(f"200 OK\r\n{JSON}", TRUE)) as (url, asked):
        body = answered(url, "PREFIX e: <http://e/> ASK { e:a a e:b # c\n}")

    assert body == TRUE.encode()
    assert asked[0].startswith(b"POST /query HTTP/1.1\r\n")
    assert asked[0].endswith(
        b"query=ASK+%7B+%3Chttp%3A%2F%2Fe%2Fa%3E+a+%3Chttp%3A%2F%2Fe%2Fb%3E+%7D"
    )


@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        pytest.param(says("200 OK\r\nContent-Type: text/html", "<p>Hi"), "format"),
        pytest.param(says("200 OK", TRUE), "format", id="no type"),
        pytest.param(says(f"200 OK\r\n{JSON}", "<p>Hi"), "breaks off", id="html"),
        pytest.param(says(f"200 OK\r\n{JSON}", TRUE[:-3]), "breaks off", id="cut json"),
        pytest.param(
            says(f"200 OK\r\n{JSON}", TRUE + "x"), "breaks off", id="and more"
        ),
        pytest.param(says(f"200 OK\r\n{JSON}", "[" * 10_000), "breaks off", id="deep"),
        pytest.param(says(f"200 OK\r\n{JSON}", TRUE, 99), "hung up", id="half a body"),
        pytest.param(
            lambda c: c.sendall(f"HTTP/1.0 200 OK\r\n{JSON}\r\n\r\n{TRUE}".encode()),
            "where its answer ends",
            id="no length",
        ),
        pytest.param(
            says(f"200 OK\r\n{JSON}\r\nContent-Encoding: gzip", TRUE), "compress"
        ),
        pytest.param(says("302 Found\r\nLocation: http://127.0.0.1:1/"), "elsewhere"),
        pytest.param(says("500 Oops", "Traceback (most recent call last)"), "500"),
        pytest.param(says("401 Who\r\nWWW-Authenticate: Basic"), "not let"),
        pytest.param(says("404 No"), "404"),
        pytest.param(lambda _: None, "hung up", id="no answer"),
        pytest.param(lambda c: c.sendall(b"SSH-2.0-x\r\n"), "hung up", id="no http"),
    ],
)
def test_what_is_no_answer_is_a_bad_gateway(talk: Talk, reason: str) -> None:
    problem = refused(talk)

    assert problem.status == 502
    assert problem.type == "store-failed"
    assert reason in problem.detail


ROW = """{"head":{"vars":["a"]},"results":{"bindings":[{"a":
{"type":"literal","value":"x"}}]}}"""
LINKS = "SELECT ?a FROM <LINKS> { ?a ?b ?c }".replace("LINKS", f"{BASE}graph/links")


@pytest.mark.parametrize(
    ("query", "body"),
    [
        pytest.param("ASK {}", ROW, id="rows for a truth"),
        pytest.param("SELECT ?a { ?a ?b ?c }", TRUE, id="a truth for rows"),
        pytest.param("SELECT ?z { ?z ?b ?c }", ROW, id="another column"),
        pytest.param("SELECT ?a ?b { ?a ?b ?c }", ROW, id="a column too few"),
        pytest.param("CONSTRUCT WHERE { ?a ?b ?c }", TRUE, id="a truth for triples"),
        pytest.param("DESCRIBE <http://e/a>", TRUE, id="a truth for a thing"),
        pytest.param("DESCRIBE <http://e/a>", ROW, id="another column for a thing"),
        pytest.param(LINKS, ROW, id="for a graph"),
        pytest.param(
            LINKS,
            ROW.replace('["a"]', '["s","p","o"]').replace('{"a"', '{"s"'),
            id="a literal for a subject",
        ),
    ],
)
def test_an_answer_to_another_query_is_a_bad_gateway(query: str, body: str) -> None:
    problem = refused(says(f"200 OK\r\n{JSON}", body), query)

    assert problem.status == 502
    assert problem.type == "store-failed"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"http://u:secret@127.0.0.1:{stores.free_port()}/", id="refused"),
        pytest.param("http://u:secret@no-such-host.invalid/", id="no such host"),
    ],
)
def test_a_store_that_is_not_there_is_a_bad_gateway(url: str) -> None:
    with pytest.raises(Problem) as caught:
        answered(url, "ASK {}")

    assert caught.value.status == 502
    assert "secret" not in str(caught.value.members())


@pytest.mark.parametrize(
    "talk",
    [
        pytest.param(silent, id="silence"),
        pytest.param(drips("HTTP/1.1 200 OK\r\nX-A: "), id="a dripping head"),
        pytest.param(
            drips(f"HTTP/1.1 200 OK\r\n{JSON}\r\nContent-Length: 99999\r\n\r\n"),
            id="a dripping body",
        ),
    ],
)
def test_a_slow_store_is_a_gateway_timeout(toy_release: Release, talk: Talk) -> None:
    with talking(talk) as (url, _), pytest.raises(Problem) as caught:
        in_a_worker(toy_release, url, 1.0, stays)

    assert caught.value.status == 504
    assert caught.value.extras["limit"] == "deadline"


def test_an_endless_answer_is_stopped_at_its_limit() -> None:
    with talking(floods) as (url, _), pytest.raises(Problem) as caught:
        answered(url, "SELECT ?a { ?a ?b ?c }", Settings(answer=100_000))

    assert caught.value.type == "result-too-large"
    assert caught.value.status == 503


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("200 OK\r\nX-SQL-State: S1TAT", 502),
        ("200 OK\r\nX-SPARQL-MaxRows: 100", 502),
        ("206 Partial Content", 502),
        ("504 Gateway Timeout", 504),
    ],
)
def test_part_of_an_answer_is_none(head: str, status: int) -> None:
    assert refused(says(f"{head}\r\n{JSON}", TRUE)).status == status


def test_the_words_of_a_store_that_refuses_a_query_are_passed_on() -> None:
    talk = says("400 Bad\r\nContent-Type: text/plain", "?a is odd\nSELECT …")

    problem = refused(talk)

    assert problem.status == 400
    assert problem.detail == "The store refuses the query: ?a is odd"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("ASK { ?s ?p }", 400, id="syntax"),
        pytest.param("ASK { SERVICE <http://e/> {} }", 403, id="service"),
        pytest.param("ASK { FILTER(<bif:http_get>('x')) }", 400, id="its function"),
        pytest.param("PREFIX b: <bif:> ASK { ?s b:contains 'x' }", 403, id="a name"),
    ],
)
def test_a_query_that_is_refused_never_reaches_the_store(
    query: str, status: int
) -> None:
    with talking(silent) as (url, asked), pytest.raises(Problem) as caught:
        answered(url, query)

    assert caught.value.status == status
    assert asked == []


def test_a_client_that_hangs_up_frees_the_store(toy_release: Release) -> None:
    left = threading.Event()

    def waits(connection: socket.socket) -> None:
        connection.recv(1)
        left.set()

    with talking(waits) as (url, asked):
        with pytest.raises(Problem):
            in_a_worker(toy_release, url, 600.0, lambda: bool(asked))

        assert left.wait(60)


@pytest.mark.parametrize("name", ["remote", "remote_asserted"])
@pytest.mark.parametrize("url", ["ftp://store.example/", "http://[::1", "store"])
def test_a_store_that_no_url_names_is_one_sentence(
    toy_release: Release, capfd: pytest.CaptureFixture[str], name: str, url: str
) -> None:
    chosen = {"remote": "http://127.0.0.1:9/", name: url}

    with pytest.raises(SettingsError, match="store"):
        local.Local(toy_release, Settings(**chosen))  # type: ignore[arg-type]

    assert capfd.readouterr().err == ""


def test_a_view_that_the_store_lacks_is_said() -> None:
    settings = Settings(remote="http://127.0.0.1:9/")
    request = Request("ASK {}", "ASK", RESULTS, (ASSERTED,), (), -1, ())

    with pytest.raises(Problem, match="default only") as caught:
        Remote.of(settings).answer(request, settings)

    assert caught.value.status == 400
