"""Ten minutes of everything: at the end a server needs what it needed before."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.server.hostile import REQUESTS, Under, message
from tests.server.processes import until
from tests.stress.client import Reply, ask, crowd, exchange, get, whole
from tests.stress.conftest import Figure
from tests.stress.dice import dice
from tests.stress.running import Running, running
from tests.stress.test_runaways import QUERIES

WARM, SECONDS = 120, 480
CACHE = 8 << 20
"""A cache that is full when the measuring begins; what it may hold is its own bar."""

ALLOWED = {*range(200, 500), 0, 501, 503}
PAGES = (
    "/", "/sparql", "/checks", "/article", "/limits", "/dumps/", "/dumps/default.ttl",
    "/.well-known/void", "/place/kashgar", "/claim/s1-01", "/nothing/here",
)  # fmt: skip
PLAIN = (
    "SELECT ?s ?o { ?s ?p ?o FILTER(?o != 'salt') } LIMIT 200",
    "ASK { ?s ?p 'salt' }",
    "CONSTRUCT { ?s ?p 'salt' } { ?s ?p ?o } LIMIT 200",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p 'salt' } } GROUP BY ?g ORDER BY ?n",
    "DESCRIBE ?s { ?s ?p ?o FILTER(?o != 'salt') } LIMIT 3",
)


@dataclass(frozen=True, slots=True)
class Need:
    """What a server needs while nobody asks it anything."""

    memory: int
    descriptors: int
    processes: int
    zombies: int


def rested(server: Running) -> Need:
    """What it needs once everything is answered."""
    until(15, lambda: server.zombies() == 0 and not server.orphans())
    time.sleep(3)
    return Need(
        server.memory(),
        server.descriptors(),
        len(server.family()),
        server.zombies(),
    )


@pytest.fixture
def started(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    """A server whose cache is soon full."""
    monkeypatch.setenv("BORDERKG_CACHE", str(CACHE))
    with running(release, tmp_path / "errors") as server:
        yield server


@pytest.mark.long
def test_a_soak_leaves_the_server_as_it_was(
    started: Running, figure: Figure, scale: float, seed: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        under = Under(started.port, started.process.pid, canary)
        hostile = [message(bad, under) for bad in REQUESTS if "deadline_s" not in bad]
    endless = [path.read_text() for path in QUERIES]

    def one(number: int) -> Reply:
        chance = dice(seed, number)
        kind, source = chance.random(), f"127.0.0.{chance.randint(1, 4)}"
        if kind < 0.5:
            query = chance.choice(PLAIN).replace("salt", f"salt{seed}-{number}")
            return ask(started.port, query, source)
        if kind < 0.8:
            return get(started.port, chance.choice(PAGES), source)
        if kind < 0.95:
            return exchange(started.port, chance.choice(hostile), source)
        query = chance.choice(endless).replace("salt", f"salt{number}")
        if kind < 0.99:
            return left(started.port, query)
        return ask(started.port, query, source)

    crowd(8, WARM * scale, one)
    before = rested(started)
    replies = crowd(8, SECONDS * scale, one)
    after = rested(started)

    statuses = Counter(reply.status for reply in replies)
    growth = 100 * (after.memory / before.memory - 1)
    figure("soak: requests, by status", dict(sorted(statuses.items())), "")
    figure(
        "soak: memory",
        f"{before.memory >> 20} to {after.memory >> 20} MiB, {growth:+.1f} %",
        "< +5 %",
    )
    figure(
        "soak: descriptors", f"{before.descriptors} to {after.descriptors}", "constant"
    )
    figure("soak: processes", f"{before.processes} to {after.processes}", "constant")
    assert set(statuses) <= ALLOWED
    assert all(whole(reply) for reply in replies if reply.status == 200)
    assert growth < 5
    assert after.descriptors == before.descriptors
    assert after.processes == before.processes


def left(port: int, query: str) -> Reply:
    """Ask, and hang up before there is an answer."""
    body = query.encode()
    head = (
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/sparql-query\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(head.encode() + body)
        threading.Event().wait(0.3)
    return Reply(0, "", b"", 0.3)
