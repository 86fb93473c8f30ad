"""Twenty releases, one after the other, under four clients: nobody gets less for it."""

import itertools
import json
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import quote

import pytest

from graph import folders
from graph.release import MANIFEST
from graph.shelf import current, place
from tests.server.marked import MARK, mark, name, serve_next, shelve, twice
from tests.server.processes import until
from tests.stress.client import PATIENCE, get
from tests.stress.conftest import Figure
from tests.stress.dice import dice
from tests.stress.running import BORDERKG, Running, running
from tests.stress.test_soak import Need, rested

CLIENTS, SWITCHES = 4, 20
NUMBERS = (1, 2, 3, 4)
DAMAGED = 5
THING = "https://w3id.org/borderkg/place/kashgar"
BY_ITS_MARK = {n: json.dumps({"q": {"query": mark(n)}}) for n in NUMBERS}
DATA = b"<x:a> a <https://w3id.org/borderkg/ontology/Claim> ."
SHOWING = (
    twice(THING),
    twice(THING).replace("format=csv", "format=html"),
    "/place/kashgar",
    "/place/kashgar.ttl",
    "/place/kashgar.jsonld",
    "/dumps/default.ttl",
    "/dumps/dataset.nq",
    f"/evidence{twice(THING).removeprefix('/sparql')}&row=0".replace("&format=csv", ""),
)
"""What has the name in it that only one release has."""
OTHERS = (
    *("/", "/claim/s1-01", "/checks", "/dumps/", "/sparql", "/.well-known/void"),
    "/explain/without?format=json",
    *(f"/reconcile?queries={quote(text)}" for text in BY_ITS_MARK.values()),
    "/lookup?id=Q170521",
)
FINE = {"/lookup?id=Q170521": 303, "/validation": 422}
"""What is answered with another status than 200."""
LARGE = 1 << 16
"""Bytes at a time for who reads a file slowly."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, as far as it says of which release it is."""

    path: str
    status: int
    release: str
    marks: tuple[str, ...]
    checksum: str
    seconds: float

    @property
    def well(self) -> bool:
        """Whether it was answered as it should be."""
        return self.status == FINE.get(self.path, 200)

    @property
    def whole(self) -> bool:
        """Whether all of it is of the release that it names."""
        shown = {name(int(number)) for number in self.marks}
        if self.path in SHOWING:
            return shown == {self.release}
        if self.path.startswith("/reconcile"):  # knows the name in that release only
            return shown <= {self.release}
        return not shown


class Client:
    """One that asks on and on by a connection that it keeps."""

    def __init__(self, port: int, number: int, seed: int) -> None:
        self.told: list[Told] = []
        self._chance = dice(seed, number)
        source = (f"127.0.0.{number + 1}", 0)
        self._connection = HTTPConnection("127.0.0.1", port, PATIENCE, source)

    def work(self, ended: threading.Event) -> None:
        while not ended.is_set():
            self.told.append(self._ask(*wished(self._chance)))
        self._connection.close()

    def _ask(self, path: str, data: bytes | None) -> Told:
        started = time.monotonic()
        status, release, body = 0, "", b""
        headers = {"Content-Type": "text/turtle"} if data else {}
        with suppress(OSError, HTTPException):
            self._connection.request("POST" if data else "GET", path, data, headers)
            answer = self._connection.getresponse()
            release = answer.headers["BorderKG-Release"]
            body = answer.read()
            status = answer.status
        if not status:
            self._connection.close()
        marks = tuple(MARK.findall(body.decode()))
        seconds = time.monotonic() - started
        return Told(path, status, release, marks, sha256(body).hexdigest(), seconds)


def wished(chance: Random) -> tuple[str, bytes | None]:
    """Choose what to ask, and what to send."""
    if chance.random() < 0.02:
        return "/validation", DATA
    kinds = SHOWING if chance.random() < 0.7 else OTHERS
    return chance.choice(kinds), None


@contextmanager
def clients(port: int, seed: int) -> Iterator[list[Client]]:
    """Let some ask while the block runs."""
    ended = threading.Event()
    asking = [Client(port, number, seed) for number in range(CLIENTS)]
    threads = [threading.Thread(target=each.work, args=(ended,)) for each in asking]
    for each in threads:
        each.start()
    try:
        yield asking
    finally:
        ended.set()
        for each in threads:
            each.join()


@pytest.fixture(scope="module")
def shelf(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four releases that differ in one name, and one more that is damaged."""
    folder = tmp_path_factory.mktemp("shelf")
    for number in (*NUMBERS, DAMAGED):
        made = shelve(folder, release, number, THING)
    data = made / "dataset.nq"
    data.write_bytes(data.read_bytes().replace(b"Kashgar", b"Kashgat", 1))
    serve_next(folder, 1)
    return folder


@pytest.fixture
def followed(shelf: Path, tmp_path: Path) -> Iterator[Running]:
    """A server over the shelf."""
    with running(shelf, tmp_path / "errors") as server:
        yield server


def go_over(server: Running, number: int, *, back: bool) -> float:
    """Make a release current, by a command or by hand, and wait until it is served."""
    if back:
        command = [str(BORDERKG), "release", "rollback", str(server.release)]
        subprocess.run([*command, name(number)], check=True, capture_output=True)
    else:
        serve_next(server.release, number)
    return until(180, lambda: serves(server) == name(number))


def serves(server: Running) -> str:
    """Ask which release is served."""
    connection = HTTPConnection("127.0.0.1", server.port, PATIENCE)
    connection.request("GET", "/health")
    release = str(connection.getresponse().headers["BorderKG-Release"])
    connection.close()
    return release


def needs(server: Running) -> Need:
    """What it needs at rest, with a judge."""
    assert judged(server) == FINE["/validation"]
    return rested(server)


def judged(server: Running) -> int:
    """Have data judged, and tell the status."""
    connection = HTTPConnection("127.0.0.1", server.port, PATIENCE)
    connection.request("POST", "/validation", DATA, {"Content-Type": "text/turtle"})
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.long
def test_a_switch_loses_no_request_and_mixes_no_answer(
    followed: Running, figure: Figure, scale: float, seed: int
) -> None:
    server, switches = followed, max(4, int(SWITCHES * scale))
    chance, numbers = dice(seed), itertools.cycle((2, 3, 4, 1))
    go_over(server, next(numbers), back=False)
    before = needs(server)

    took: list[float] = []
    refused = 0
    with clients(server.port, seed) as asking:
        for step in range(switches):
            time.sleep(chance.uniform(1, 4))
            if step % 7 == 3:
                standing = str(current(server.release))
                refused += 1
                serve_next(server.release, DAMAGED)
                until(60, lambda n=refused: refusals(server) == n)  # type: ignore[misc]
                assert serves(server) == standing
                assert get(server.port, "/ready").status == 200
            took.append(go_over(server, next(numbers), back=step % 3 == 1))
        time.sleep(2)
    after = needs(server)

    told = [each for client in asking for each in client.told]
    failed = [each for each in told if not each.well]
    mixed = [each for each in told if each.well and not each.whole]
    mixed += [each for each in told if each.well and torn(server.release, each)]
    growth = 100 * (after.memory / before.memory - 1)
    figure("switches, and releases refused", f"{switches}, {refused}", "20")
    figure("switching: requests", len(told), "")
    figure("switching: failed", Counter(each.status for each in failed) or 0, "0")
    figure("switching: answers that mix releases", len(mixed), "0")
    figure(
        "switching: from the link to the answer",
        f"median {median(took):.1f} s, longest {max(took):.1f} s",
        "",
    )
    figure("switching: slowest answer", f"{max(t.seconds for t in told):.2f} s", "")
    figure(
        "switching: memory after the first and after all",
        f"{before.memory >> 20} to {after.memory >> 20} MiB, {growth:+.1f} %",
        "< +10 %",
    )
    figure(
        "switching: descriptors, processes",
        f"{before.descriptors} to {after.descriptors}, "
        f"{before.processes} to {after.processes}",
        "constant",
    )
    assert not failed
    assert not mixed
    assert len({each.release for each in told}) == len(NUMBERS)
    assert {each.path for each in told} == {*SHOWING, *OTHERS, "/validation"}
    assert growth < 10
    assert (after.descriptors, after.processes) == (
        before.descriptors,
        before.processes,
    )


@pytest.mark.long
def test_a_file_that_is_being_read_outlives_its_release(
    followed: Running, shelf: Path
) -> None:
    serving = int(str(current(shelf)).partition("-")[2])
    expected = checksums(shelf, name(serving))["dataset.nq"]
    connection = HTTPConnection("127.0.0.1", followed.port, PATIENCE)
    connection.request("GET", "/dumps/dataset.nq")
    answer = connection.getresponse()
    read = sha256(answer.read(LARGE))

    go_over(followed, serving % len(NUMBERS) + 1, back=False)
    folders.discard(place(shelf, name(serving)))
    while more := answer.read(LARGE):
        read.update(more)
    connection.close()

    assert not place(shelf, name(serving)).exists()
    assert read.hexdigest() == expected


def torn(shelf: Path, told: Told) -> bool:
    """Whether a file is not, byte for byte, that of the release that it names."""
    file = told.path.removeprefix("/dumps/")
    expected = checksums(shelf, told.release).get(file, told.checksum)
    return told.path.startswith("/dumps/") and told.checksum != expected


def checksums(shelf: Path, release: str) -> dict[str, str]:
    """The checksums of a release's files."""
    told = json.loads((place(shelf, release) / MANIFEST).read_text())
    return {file: entry["sha256"] for file, entry in told["files"].items()}


def refusals(server: Running) -> int:
    """How often it has logged that it refused a release."""
    return server.errors.read_text().count(" refused, ")
