"""A server over a shelf goes over to the next release, and harms nobody."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graph.release import Release
from server.headers import RELEASE
from tests.server.marked import MARK, mark, name, serve_next, shelve, twice
from tests.server.processes import alive, descendants, until
from tests.server.test_run import LONG

COMMAND = "from server.cli import main; main()"
CHINA = "https://w3id.org/borderkg/place/china"
PATHS = (twice(CHINA), "/place/china.ttl", "/place/china", "/dumps/dataset.nq")
"""What shows the name that only one release has."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, as far as it says of which release it is."""

    status: int
    headers: Message
    marks: frozenset[str]
    body: bytes

    @property
    def release(self) -> str:
        """The release it says it is of."""
        return str(self.headers[RELEASE])


@dataclass(frozen=True, slots=True)
class Served:
    """A server over a shelf, and what it writes to standard error."""

    process: subprocess.Popen[bytes]
    port: int
    errors: Path

    def get(self, path: str, **headers: str) -> Told:
        """Ask it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(connection):
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        return Told(answer.status, answer.headers, found(body), body)

    def serves(self, number: int) -> bool:
        """Whether it answers for a release."""
        return self.get("/health").release == name(number)

    def look(self) -> None:
        """Let it look at the link at once."""
        self.process.send_signal(signal.SIGHUP)

    def dispatchers(self) -> set[int]:
        """Its children, whichever of its threads started them."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return {int(each) for path in tasks for each in path.read_text().split()}

    def workers(self, but: int) -> set[int]:
        """The processes that evaluate queries, but for those of one dispatcher."""
        others = self.dispatchers() - {but}
        return {worker for each in others for worker in descendants(each)}

    def log(self, text: str) -> list[str]:
        """What it has logged that contains a text."""
        lines = self.errors.read_text().splitlines()
        told = [str(json.loads(line)["message"]) for line in lines]
        return [line for line in told if text in line]


Serves = Callable[..., Served]


def found(body: bytes) -> frozenset[str]:
    """The names in a body that only one release has."""
    return frozenset(MARK.findall(body.decode()))


@pytest.fixture
def shelf(toy_release: Release, tmp_path: Path) -> Path:
    """Three releases, the first of them current."""
    folder = tmp_path / "shelf"
    for number in (1, 2, 3):
        shelve(folder, toy_release.folder, number, CHINA)
    serve_next(folder, 1)
    return folder


@pytest.fixture
def serves(shelf: Path, tmp_path: Path) -> Iterator[Serves]:
    """How to start a server over the shelf, or over another folder."""
    started: list[subprocess.Popen[bytes]] = []

    def start(folder: Path = shelf, **environ: str) -> Served:
        errors = tmp_path / f"errors{len(started)}"
        with errors.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, "serve", folder, "--port", "0"],
                env=os.environ | {"BORDERKG_WORKERS": "2"} | environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        started.append(process)
        assert process.stdout
        port = re.search(rb":(\d+)/", process.stdout.readline())
        assert port, errors.read_text()
        return Served(process, int(port[1]), errors)

    yield start
    for process in started:
        process.kill()
        process.communicate()


@contextmanager
def clients(server: Served, number: int = 2) -> Iterator[list[tuple[str, Told]]]:
    """Ask without a pause while the block runs; the list has what came back."""
    ended = threading.Event()
    replies: list[tuple[str, Told]] = []

    def ask() -> None:
        while not ended.is_set():
            replies.extend((path, server.get(path)) for path in PATHS)

    asking = [threading.Thread(target=ask) for _ in range(number)]
    for each in asking:
        each.start()
    try:
        yield replies
    finally:
        ended.set()
        for each in asking:
            each.join()


def example(query: str) -> tuple[str, str]:
    """Triples by which a query is an example of a release."""
    sh, iri = "http://www.w3.org/ns/shacl#", "<https://w3id.org/borderkg/query/a>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    return (
        f"{iri} {kind} <{sh}SPARQLExecutable>",
        f'{iri} <{sh}select> "{query}"',
    )


def works(process: int) -> bool:
    """Whether a process has worked for longer than starting takes, and does still."""
    with suppress(FileNotFoundError, ProcessLookupError):
        stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return stat[0] == "R" and int(stat[11]) > 20
    return False


def damage(shelf: Path, number: int) -> None:
    """Change one letter of a release's data."""
    data = shelf / "releases" / name(number) / "dataset.nq"
    data.write_bytes(data.read_bytes().replace(b"Xinjiang", b"Xinjiamg"))


def test_every_answer_is_whole_and_of_one_release(shelf: Path, serves: Serves) -> None:
    server = serves()

    with clients(server) as replies:
        for number in (2, 3, 1):  # the last step goes back
            serve_next(shelf, number)
            server.look()
            until(60, lambda number=number: server.serves(number))  # type: ignore[misc]

    for path, told in replies:
        assert told.status == 200, path
        assert {name(int(each)) for each in told.marks} == {told.release}, path
        if path == PATHS[0]:
            assert len(MARK.findall(told.body.decode())) == 2
    assert {told.release for _, told in replies} == {name(n) for n in (1, 2, 3)}
    # A step is told of once what the one before had begun is finished.
    until(60, lambda: len(server.log("is served in place of")) == 3)
    assert server.log("is served in place of") == [
        f"release {name(b)} is served in place of {name(a)}"
        for a, b in ((1, 2), (2, 3), (3, 1))
    ]


def test_the_link_is_looked_at_without_being_told(shelf: Path, serves: Serves) -> None:
    server = serves()
    serve_next(shelf, 2)

    until(60, lambda: server.serves(2))


def test_what_was_kept_of_the_old_release_is_never_an_answer_of_the_new(
    shelf: Path, serves: Serves
) -> None:
    server = serves()
    before = [server.get(PATHS[0]) for _ in range(2)]
    tag = server.get(PATHS[1]).headers["ETag"]
    serve_next(shelf, 2)
    server.look()
    until(60, lambda: server.serves(2))

    after = [server.get(PATHS[0]) for _ in range(2)]
    again = server.get(PATHS[1], **{"If-None-Match": tag})

    assert [told.body.count(mark(1).encode()) for told in before] == [2, 2]
    assert [told.body.count(mark(2).encode()) for told in after] == [2, 2]
    assert (again.status, again.release) == (200, name(2))


def test_a_damaged_release_is_refused_once_and_the_old_one_goes_on(
    shelf: Path, serves: Serves
) -> None:
    server = serves()
    damage(shelf, 2)

    with clients(server, 1) as replies:
        # No signal: one that comes after a look would have it tried again.
        serve_next(shelf, 2)
        until(60, lambda: bool(server.log("refused")))
        threading.Event().wait(3)  # it looks again each second
    health, ready = server.get("/health"), server.get("/ready")

    (said,) = server.log("refused")
    assert said.startswith(f"release {name(2)} refused, {name(1)} goes on: ")
    assert "damaged: dataset.nq is not as it was published" in said
    assert health.body.decode() == (
        f"well: The release {name(2)} was refused; the log says why\n"
    )
    assert (health.status, ready.status, ready.body) == (200, 200, b"ready\n")
    assert {(told.status, told.release) for _, told in replies} == {(200, name(1))}

    serve_next(shelf, 3)
    until(60, lambda: server.serves(3))

    assert server.get("/health").body == b"well\n"


def test_a_release_whose_example_finds_nothing_is_refused(
    shelf: Path, toy_release: Release, serves: Serves
) -> None:
    query = "SELECT * { ?s <http://e/p> ?o }"
    shelve(shelf, toy_release.folder, 4, CHINA, *example(query))
    server = serves()

    serve_next(shelf, 4)
    server.look()
    until(60, lambda: bool(server.log("refused")))

    (said,) = server.log("refused")
    assert said.endswith("finds nothing")
    assert server.serves(1)
    assert server.get("/ready").status == 200


def test_a_dispatcher_that_dies_while_it_is_tried_harms_nobody(
    shelf: Path, toy_release: Release, serves: Serves
) -> None:
    shelve(shelf, toy_release.folder, 4, CHINA, *example(LONG))
    server = serves(BORDERKG_DEADLINE="60")
    (first,) = server.dispatchers()

    with clients(server, 1) as replies:
        serve_next(shelf, 4)
        server.look()
        until(60, lambda: any(map(works, server.workers(but=first))))
        for each in server.dispatchers() - {first}:
            os.kill(each, signal.SIGKILL)
        until(60, lambda: bool(server.log("refused")))
        server.look()  # tries again what was refused
        until(100, lambda: server.serves(4))
    until(20, lambda: len(server.dispatchers()) == 1)
    (said,) = server.log("refused")
    assert said.endswith("fails: The query service does not answer")

    assert {told.status for _, told in replies} == {200}
    assert server.get("/health").body == b"well\n"


def test_sigterm_while_it_goes_over_ends_it_with_everything(
    shelf: Path, serves: Serves
) -> None:
    server = serves()
    first = server.dispatchers()
    serve_next(shelf, 2)
    server.look()
    until(60, lambda: bool(server.dispatchers() - first))
    family = descendants(server.process.pid)

    server.process.terminate()
    ended = server.process.wait(30)

    assert ended == 0
    assert server.errors.read_text() == ""
    until(5, lambda: not any(alive(each) for each in family))


def test_what_was_begun_is_finished_by_the_release_that_began_it(
    shelf: Path, serves: Serves
) -> None:
    server = serves(BORDERKG_DEADLINE="60")
    (first,) = server.dispatchers()
    told: list[Told] = []
    path = f"/sparql?{urlencode({'query': LONG})}"
    asking = threading.Thread(target=lambda: told.append(server.get(path)))
    asking.start()
    until(20, lambda: any(map(works, descendants(first))))
    serve_next(shelf, 2)
    server.look()
    until(60, lambda: server.serves(2))
    still_running = not told
    asking.join()

    assert still_running
    assert (told[0].status, told[0].release) == (200, name(1))
    until(20, lambda: server.dispatchers() != {first})
    until(20, lambda: len(server.dispatchers()) == 1)


def test_a_release_named_by_its_own_folder_stays(shelf: Path, serves: Serves) -> None:
    server = serves(shelf / "releases" / name(1))
    serve_next(shelf, 2)

    threading.Event().wait(3)

    assert server.serves(1)
    assert server.errors.read_text() == ""
