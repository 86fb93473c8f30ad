"""A server as its operator meets it: signals, ports, replaced releases, odd places."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from graph.release import Release
from server import run
from server.settings import Settings, SettingsError
from tests.server.processes import alive, descendants, until

COMMAND = "from server.cli import main; main()"
CROSS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"

LONG = ENDLESS.replace(CROSS, CROSS[: CROSS.index("?a5")] + " VALUES ?x {1 2 3 4 5 6}")
"""Seconds on any machine, and it ends."""

Starts = Callable[..., tuple[subprocess.Popen[bytes], int]]


@pytest.fixture
def copied(toy_release: Release, tmp_path: Path) -> Path:
    """The toy release in a folder of the test's own."""
    return Path(shutil.copytree(toy_release.folder, tmp_path / "release"))


@pytest.fixture
def starts(copied: Path) -> Iterator[Starts]:
    """How to start a server; gives the process and its port."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(**environ: str) -> tuple[subprocess.Popen[bytes], int]:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve", copied, "--port", "0"],
            env=os.environ | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        processes.append(process)
        assert process.stdout
        port = re.search(rb":(\d+)/", process.stdout.readline())
        assert port
        return process, int(port[1])

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def status(port: int, path: str) -> int:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return int(answer.status)
    except HTTPError as problem:
        return problem.code


def ask(port: int, query: str = "ASK {}") -> int:
    return status(port, f"/sparql?{urlencode({'query': query})}")


def working(process: int) -> bool:
    """Whether some worker has been at work for a while, and still is."""
    for child in descendants(process):
        with suppress(FileNotFoundError):
            state = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            if state[0] == "R" and int(state[11]) > 20:
                return True
    return False


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


@pytest.mark.parametrize("numbers", [[signal.SIGINT], [signal.SIGTERM, signal.SIGTERM]])
def test_ctrl_c_or_a_second_signal_ends_everything_at_once(
    starts: Starts, numbers: list[signal.Signals]
) -> None:
    process, port = starts(BORDERKG_DEADLINE="30")
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(ask(port, ENDLESS)))
    asking.start()
    time.sleep(0.5)
    family = descendants(process.pid)

    for number in numbers:
        process.send_signal(number)
        time.sleep(0.2)
    _, errors = process.communicate(timeout=10)
    asking.join()

    assert process.returncode == 0
    assert errors == b""
    assert answers == [503]
    assert len(family) > 2
    assert not [child for child in family if alive(child)]


def test_sigterm_lets_what_runs_be_finished_and_takes_nothing_new(
    starts: Starts,
) -> None:
    process, port = starts(BORDERKG_DEADLINE="60")
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(ask(port, LONG)))
    asking.start()
    until(20, lambda: working(process.pid))
    family = descendants(process.pid)

    process.terminate()
    until(20, lambda: status(port, "/ready") == 503)
    refused = [ask(port), status(port, "/"), status(port, "/health")]
    still_running = not answers
    asking.join()
    _, errors = process.communicate(timeout=10)

    assert still_running
    assert refused == [503, 503, 200]
    assert answers == [200]
    assert (process.returncode, errors) == (0, b"")
    assert not [child for child in family if alive(child)]


def test_sigterm_to_every_process_at_once_lets_what_runs_be_finished(
    starts: Starts,
) -> None:
    process, port = starts(BORDERKG_DEADLINE="60")
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(ask(port, LONG)))
    asking.start()
    until(20, lambda: working(process.pid))
    family = descendants(process.pid)

    for each in (*family, process.pid):
        os.kill(each, signal.SIGTERM)
    asking.join()
    process.communicate(timeout=20)

    assert answers == [200]
    assert process.returncode == 0
    assert not [child for child in family if alive(child)]


def test_sigterm_waits_no_longer_than_a_query_may_take(starts: Starts) -> None:
    process, port = starts(BORDERKG_DEADLINE="3")
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(ask(port, ENDLESS)))
    asking.start()
    until(20, lambda: working(process.pid))

    process.terminate()
    process.communicate(timeout=20)
    asking.join()

    assert process.returncode == 0
    assert answers == [503]


def test_the_line_with_the_address_leaves_a_pipe_at_once(starts: Starts) -> None:
    _, port = starts(PYTHONUNBUFFERED="")

    assert ask(port) == 200


def test_a_server_without_standard_descriptors_answers(copied: Path) -> None:
    with run.listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", COMMAND, "serve", str(copied)]
    process = subprocess.Popen(
        ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command],
        env=os.environ | {"BORDERKG_LOG": "json", "BORDERKG_PORT": str(port)},
    )
    try:
        until(20, lambda: listens(port))

        assert [ask(port, f"ASK {{ ?s ?p {n} }}") for n in range(3)] == [200] * 3
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:80/"), ("::1", "http://[::1]:80/")],
)
def test_an_address_is_said_as_a_browser_takes_it(host: str, url: str) -> None:
    assert run.url(host, 80) == url


def test_idle_connections_keep_nobody_out(starts: Starts) -> None:
    _, port = starts()
    idle = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(300)]

    answer = ask(port)

    for connection in idle:
        connection.close()
    assert answer == 200


def test_a_deep_folder_for_temporary_files_is_not_used(
    starts: Starts, tmp_path: Path
) -> None:
    deep = tmp_path / ("deep" * 30)
    deep.mkdir()

    _, port = starts(TMPDIR=str(deep))

    assert ask(port) == 200


def test_files_of_another_release_are_not_handed_out(
    starts: Starts, copied: Path
) -> None:
    _, port = starts()
    before = status(port, "/dumps/dataset.nq")
    with (copied / "dataset.nq").open("a") as data:
        data.write("# another release\n")

    changed = status(port, "/dumps/dataset.nq")
    shutil.rmtree(copied)
    gone = status(port, "/dumps/dataset.nq")

    assert (before, changed, gone) == (200, 503, 503)
    assert ask(port) == 200


def test_queries_are_never_answered_from_another_release(
    starts: Starts, copied: Path
) -> None:
    process, port = starts()
    with (copied / "dataset.nq").open("a") as data:
        data.write("<http://e/a> <http://e/b> <http://e/c> .\n")
    for child in descendants(process.pid):
        os.kill(child, signal.SIGKILL)
    time.sleep(2)

    answer = ask(port)
    process.terminate()
    _, errors = process.communicate(timeout=10)

    assert answer == 503
    assert b"holds another release now; restart the server" in errors
    assert b"Traceback" not in errors


@pytest.mark.parametrize(
    ("host", "port"),
    [("256.1.1.1", 0), ("no.such.host.invalid", 0), ("127.0.0.1", 99_999)],
)
def test_an_impossible_address_is_one_sentence(host: str, port: int) -> None:
    with pytest.raises(run.AddressError, match=f"nobody can listen on {host}"):
        run.listen(host, port)


def test_a_taken_port_is_one_sentence() -> None:
    with (
        run.listen("127.0.0.1", 0) as taken,
        pytest.raises(run.PortTakenError, match="is taken by another program"),
    ):
        run.listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("deadline", [0.0, -1.0, float("nan"), float("inf")])
def test_an_impossible_deadline_is_refused(deadline: float) -> None:
    with pytest.raises(SettingsError, match="deadline"):
        Settings(deadline=deadline)


def test_a_full_disk_is_one_sentence(copied: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, "query", "ASK {}", "--release", copied],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 1
    assert (
        done.stderr == b"Error: the answer cannot be written: No space left on device\n"
    )


def test_a_reader_that_has_enough_is_no_failure_worth_a_trace(copied: Path) -> None:
    query = f"SELECT * {{ VALUES ?x {{ {'1 ' * 9000} }} VALUES ?y {{ {'2 ' * 30} }} }}"
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "query", query, "--release", copied],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()

    assert errors == b""
