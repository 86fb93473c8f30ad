"""Measure the answer cache: a hit against a miss against no cache at all.

    python bench/cache.py [RELEASE]

Two servers run side by side over one release, with the cache and without. Each round
asks every query in every way for a moment, one way after the other, so that a busy
machine is as busy for all of them; ratios are of medians over the rounds.

    off        no cache; a new query each time, as for a miss
    miss       a query that was not asked before: a prefix makes it another one
    respelt    a query that was asked before, with another comment
    hit        the same request again and again
    unchanged  the same, by a client that has the answer
"""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import quote

ROUNDS: Final = 7
SECONDS: Final = 0.4
CLIENTS: Final = (1, 8)

BORDERKG: Final = Path(sys.executable).with_name("borderkg")
BK: Final = "PREFIX bk: <https://w3id.org/borderkg/ontology/> "
QUERIES: Final = {
    "one label": "SELECT ?l { <https://w3id.org/borderkg/place/china> "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?l }",
    "a join": f"{BK}SELECT ?o ?value ?segment {{ ?o bk:value ?value ; bk:isGivenBy "
    "?claim . ?claim bk:isStatedIn ?segment } ORDER BY ?value LIMIT 100",
    "a count": f"{BK}SELECT ?kind (COUNT(?c) AS ?n) {{ ?c bk:kind ?kind }} "
    "GROUP BY ?kind ORDER BY ?kind",
}

fresh: Final = count()
Way = Callable[[str], bytes]


class Connection:
    """A client that keeps its connection and reads no more than it must."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self._port = port
        self._socket = self._connect()

    def ask(self, request: bytes) -> bytes:
        """Send a request and return the head of its answer, once all of it came."""
        self._socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        missing = int(length[1]) - len(body) if length else 0
        while missing > 0:
            missing -= len(self._more())
        if re.search(rb"(?i)\r\nconnection: close", head):  # waitress, after a 304
            self._socket.close()
            self._socket = self._connect()
        return head

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self._port), 30)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _more(self) -> bytes:
        chunk = self._socket.recv(262_144)
        if not chunk:
            message = "the server hung up"
            raise ConnectionError(message)
        return chunk


def request(query: str, etag: str = "") -> bytes:
    """Write a request as it travels."""
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    return (
        f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n{condition}\r\n"
    ).encode()


def another(query: str) -> bytes:
    """Ask what nobody asked before, and is as much work."""
    return request(f"PREFIX n{next(fresh)}: <urn:x> {query}")


def respelt(query: str) -> bytes:
    """Ask what was asked before, in another spelling."""
    return request(f"{query} # {next(fresh)}")


def rate(port: int, clients: int, made: Callable[[], bytes], status: bytes) -> float:
    """Let some clients ask for a moment.

    Args:
        port: Where the server listens.
        clients: How many ask at a time.
        made: Makes the next request.
        status: The status that every answer must have.

    Returns:
        Answers a second.

    Raises:
        SystemExit: If an answer has another status.
    """
    answers, wrong = [0] * clients, list[bytes]()
    until = time.perf_counter() + SECONDS

    def client(number: int) -> None:
        connection = Connection(port)
        while time.perf_counter() < until:
            head = connection.ask(made())
            if status not in head[:20]:
                wrong.append(head)
                break
            answers[number] += 1
        connection.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(wrong[0].decode())
    return sum(answers) / (time.perf_counter() - started)


@contextmanager
def serving(release: Path, room: int) -> Iterator[int]:
    """Serve a release in a process of its own, and yield the port.

    Raises:
        SystemExit: If the server does not start.
    """
    chosen = {"BORDERKG_CACHE": str(room), "BORDERKG_SHARE": "64"}
    with subprocess.Popen(
        [BORDERKG, "serve", release, "--port", "0"],
        env=os.environ | chosen,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        told = process.stdout.readline()
        found = re.search(r":(\d+)/", told)
        if found is None:
            raise SystemExit(told)
        try:
            yield int(found[1])
        finally:
            process.terminate()


def main() -> None:
    """Measure, and print a table."""
    release = Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
    rates: dict[tuple[str, int, str], list[float]] = {}
    with ExitStack() as servers:
        off = servers.enter_context(serving(release, 0))
        on = servers.enter_context(serving(release, 64 * 2**20))
        for _ in range(ROUNDS):
            for name, query in QUERIES.items():
                for clients in CLIENTS:
                    for way, found in measured(off, on, query, clients):
                        rates.setdefault((name, clients, way), []).append(found)
    print(f"{'query':<10} {'clients':>7} {'way':<10} {'answers/s':>9} {'times off':>9}")
    for (name, clients, way), seen in rates.items():
        middle, base = median(seen), median(rates[name, clients, "off"])
        print(
            f"{name:<10} {clients:>7} {way:<10} {middle:>9,.0f} {middle / base:>9.1f}"
        )


def measured(
    off: int, on: int, query: str, clients: int
) -> Iterator[tuple[str, float]]:
    """Ask one query in every way for a moment each.

    Args:
        off: The port of the server without a cache.
        on: The port of the one with it.
        query: The query.
        clients: How many ask at a time.

    Yields:
        The way, and answers a second.
    """
    plain = request(query)
    connection = Connection(on)
    head = connection.ask(plain).decode()
    connection.close()
    etag = re.search(r'(?i)\r\netag: ("[^"]+")', head)
    known = request(query, etag[1] if etag else "")
    yield "off", rate(off, clients, lambda: another(query), b" 200 ")
    yield "miss", rate(on, clients, lambda: another(query), b" 200 ")
    yield "respelt", rate(on, clients, lambda: respelt(query), b" 200 ")
    yield "hit", rate(on, clients, lambda: plain, b" 200 ")
    yield "unchanged", rate(on, clients, lambda: known, b" 304 ")


if __name__ == "__main__":
    main()
