import gzip
import json
import socket
import time as wall
from http.server import BaseHTTPRequestHandler

import pytest

from graph.wikidata.client import Client, Manners, agent
from graph.wikidata.exchange import Bounds, Exchange, checked
from graph.wikidata.failures import (
    RefusedError,
    SetError,
    TooLargeError,
    UnreachableError,
)
from tests.graph.wikidata.api import Api, Canned, error
from tests.graph.wikidata.conftest import CONTACT, Time, client

ASKED = {"action": "wbgetentities", "ids": "Q148"}
JSON = {"Content-Type": "application/json; charset=utf-8"}


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def stop_halfway(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        b"Content-Length: 100\r\n\r\n{"
    )
    hang_up(handler)


def say_nothing(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.settimeout(5)
    handler.connection.recv(1)  # until the client gives up
    handler.close_connection = True


BROKEN = {
    "status 500": Canned(500),
    "status 503": Canned(503),
    "html": Canned(body=b"<html>sign in</html>", headers={"Content-Type": "text/html"}),
    "no content type": Canned(body=b"{}"),
    "half of an answer": Canned(body=b'{"entities":{"Q1', headers=JSON),
    "a list": Canned(body=b"[1]", headers=JSON),
    "too deep": Canned(body=b"[" * 200_000, headers=JSON),
    "not utf-8": Canned(body=b'{"\xff": 1}', headers=JSON),
    "not gzip": Canned(body=b"{}", headers={**JSON, "Content-Encoding": "gzip"}),
    "hung up": Canned(act=hang_up),
    "hung up halfway": Canned(act=stop_halfway),
    "busy": error("maxlag"),
    "read-only": error("readonly"),
    "an exception": error("internal_api_error_DBQueryError"),
}


@pytest.mark.parametrize("canned", BROKEN.values(), ids=BROKEN)
def test_what_is_no_answer_is_asked_for_again(
    api: Api, time: Time, canned: Canned
) -> None:
    api.then = [canned, canned]

    found = client(api, time).ask(ASKED)

    assert found["success"] == 1
    assert len(api.requests) == 3


@pytest.mark.parametrize("canned", BROKEN.values(), ids=BROKEN)
def test_the_tries_are_counted(api: Api, time: Time, canned: Canned) -> None:
    api.then = [canned] * 9

    with pytest.raises(UnreachableError, match="5 times"):
        client(api, time).ask(ASKED)

    assert len(api.requests) == 5


def test_a_silent_api_is_not_waited_for(api: Api, time: Time) -> None:
    api.then = [Canned(act=say_nothing)]

    found = client(api, time, Bounds(silence=0.1)).ask(ASKED)

    assert found["success"] == 1


def test_an_answer_that_drips_is_cut_off(api: Api, time: Time) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            b"Content-Length: 100\r\n\r\n"
        )
        for _ in range(20):
            time.passed += 10
            handler.wfile.write(b" ")
            wall.sleep(0.01)

    api.then = [Canned(act=drip)]

    with pytest.raises(UnreachableError, match="longer than 50 s"):
        Client(
            Exchange(api.at, agent(CONTACT), time.clock(), Bounds(whole=50)),
            time.clock(),
            Manners(tries=1),
            lambda _: None,
        ).ask(ASKED)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_an_endless_answer_is_not_read_to_its_end(
    api: Api, time: Time, *, packed: bool
) -> None:
    body = b'{"a": "' + b" " * 3_000_000 + b'"}'
    headers = {**JSON, "Content-Encoding": "gzip"} if packed else JSON
    api.then = [Canned(body=gzip.compress(body) if packed else body, headers=headers)]

    with pytest.raises(TooLargeError, match="1000000"):
        client(api, time, Bounds(length=1_000_000)).ask(ASKED)

    assert len(api.requests) == 1


@pytest.mark.parametrize(
    ("told", "least"),
    [("17", 17), ("Thu, 26 Nov 2026 12:00:40 GMT", 40), ("soon", 1), ("-5", 1)],
)
def test_a_wait_is_as_long_as_the_api_asks(
    api: Api, time: Time, told: str, least: float
) -> None:
    api.then = [Canned(429, headers={"Retry-After": told})]

    client(api, time).ask(ASKED)

    assert least <= max(time.waits) <= least + 2


def test_without_a_word_the_waits_grow_and_differ(api: Api, time: Time) -> None:
    api.then = [Canned(429)] * 4

    client(api, time).ask(ASKED)

    waits = [wait for wait in time.waits if wait > 1]
    assert len(waits) == 4
    assert waits == sorted(waits)
    assert waits[-1] > 8
    assert all(wait % 1 for wait in waits)


def test_a_lagging_wiki_is_left_alone_as_long_as_it_asks(api: Api, time: Time) -> None:
    api.then = [error("maxlag", retry_after="9")]

    client(api, time).ask(ASKED)

    assert api.requests[0]["maxlag"] == "5"
    assert 9 <= max(time.waits) <= 11


def test_a_wait_of_an_hour_ends_the_request(api: Api, time: Time) -> None:
    api.then = [Canned(503, headers={"Retry-After": "3600"})]

    with pytest.raises(UnreachableError, match="3600 s"):
        client(api, time).ask(ASKED)

    assert not time.waits


def test_requests_begin_no_faster_than_the_pace(api: Api, time: Time) -> None:
    begun: list[float] = []
    api.before = lambda: begun.append(time.passed)
    asking = client(api, time)

    for _ in range(4):
        asking.ask(ASKED)

    assert begun == [0, 1, 2, 3]


def test_a_slow_answer_counts_as_waiting(api: Api, time: Time) -> None:
    begun: list[float] = []

    def slow() -> None:
        begun.append(time.passed)
        time.passed += 1.5

    api.before = slow
    asking = client(api, time)

    for _ in range(3):
        asking.ask(ASKED)

    assert begun == [0, 1.5, 3]
    assert not time.waits


def test_one_connection_serves_all(api: Api, time: Time) -> None:
    asking = client(api, time)

    for _ in range(5):
        asking.ask(ASKED)

    assert api.connections == 1


def test_every_request_says_who_asks(api: Api, time: Time) -> None:
    api.then = [Canned(503), error("maxlag")]

    client(api, time).ask(ASKED)

    agents = [headers["User-Agent"] for headers in api.headers]
    assert len(agents) == 3
    assert all(f"; {CONTACT}) urllib3/" in each for each in agents)
    assert all(each.startswith("BorderKG/") for each in agents)


@pytest.mark.parametrize(
    "contact",
    ["", "me", "me@example.org\r\nX: y", "жмя@example.org", "(me@example.org)"],
)
def test_who_cannot_be_reached_may_not_ask(contact: str) -> None:
    with pytest.raises(SetError, match="--contact"):
        agent(contact)


@pytest.mark.parametrize(
    "address",
    ["", "www.wikidata.org", "ftp://h/", "http://", "http://h/?a=b", "http://u:p@h/",
     "http://h:x/", "file:///etc/passwd"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SetError, match="address"):
        checked(address)


def test_a_redirect_to_another_host_is_not_followed(api: Api, time: Time) -> None:
    api.then = [Canned(302, headers={"Location": "http://192.0.2.1/"})]

    with pytest.raises(RefusedError, match="302"):
        client(api, time).ask(ASKED)


def test_a_refusal_is_final(api: Api, time: Time) -> None:
    api.then = [Canned(403, body=b"Please set a user-agent\x1b[31m\r\n")]
    asking = client(api, time)

    with pytest.raises(RefusedError, match="Please set a user-agent") as refused:
        asking.ask(ASKED)
    with pytest.raises(UnreachableError):
        asking.ask(ASKED)

    assert len(api.requests) == 1
    assert str(refused.value).isprintable()


def test_after_two_requests_without_answer_no_more_are_sent(
    api: Api, time: Time
) -> None:
    api.then = [Canned(500)] * 99
    asking = client(api, time)

    for _ in range(4):
        with pytest.raises(UnreachableError):
            asking.ask(ASKED)

    assert len(api.requests) == 10


def test_an_answer_in_between_counts_anew(api: Api, time: Time) -> None:
    asking = client(api, time)

    for _ in range(3):
        api.then = [Canned(500)] * 5
        with pytest.raises(UnreachableError):
            asking.ask(ASKED)
        assert asking.ask(ASKED)["success"] == 1


def test_nobody_at_the_address_is_one_sentence(time: Time) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
        exchange = Exchange(address, agent(CONTACT), time.clock(), Bounds())
        asking = Client(exchange, time.clock(), Manners(), lambda _: None)

        with pytest.raises(UnreachableError, match="takes no connection"):
            asking.ask(ASKED)


def test_words_of_the_api_cannot_move_the_cursor(api: Api, time: Time) -> None:
    told = {"error": {"code": "bad\x1b[2J", "info": "\u202enur\x9b31m"}}
    api.then = [Canned(body=json.dumps(told).encode(), headers=JSON)]

    with pytest.raises(RefusedError) as refused:
        client(api, time).ask(ASKED)

    assert str(refused.value).isprintable()
