"""`borderkg links verify` as a person runs it: its words, its status, its files."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.wikidata.ours import Ours
from server.cli import main
from tests.graph.wikidata.api import Api, Canned, entity
from tests.graph.wikidata.conftest import BIG_CITY, CONTACT

BORDERKG = Path(sys.executable).with_name("borderkg")
GOOD = 14
"""The lines of the small set up to the links in which nothing is amiss."""

Command = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def _read_once(ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sources be read once for all commands of this process."""
    monkeypatch.setattr(Ours, "read", lambda _: ours)


@pytest.fixture
def command(api: Api, table: Path, tmp_path: Path) -> Command:
    """The words of the command for the small set, on loopback and without pauses."""

    def words(*more: str) -> list[str]:
        return [
            "links", "verify", "--set", str(table), "--api", api.at,
            "--cache", str(tmp_path / "cache"), "--contact", CONTACT,
            "--interval", "0", *more,
        ]  # fmt: skip

    return words


def run(words: list[str]) -> Result:
    return CliRunner().invoke(main, words)


def good(table: Path) -> None:
    """Leave in the set only what is in order."""
    lines = table.read_bytes().splitlines(keepends=True)[:GOOD]
    table.write_bytes(b"".join(lines))


def test_findings_are_status_one_and_a_table(command: Command) -> None:
    result = run(command())

    assert result.exit_code == 1
    for row in (
        "     4  ok",
        "     1  redirected",
        "     3  deleted",
        "     1  label differs",
        "     1  type differs",
        "     1  country differs",
        "     0  unreachable",
        "of 11 links, 2 of them rejected ones",
        "4 without a link: 0 with candidates, 0 unreachable",
    ):
        assert f"{row}\n" in result.stdout


def test_a_set_in_order_is_status_zero(command: Command, table: Path) -> None:
    good(table)

    result = run(command())

    assert result.exit_code == 0
    assert "     3  ok\n" in result.stdout
    assert "the patch changes 0 lines" in result.stdout


def test_reports_and_patch_are_written_and_the_set_never(
    command: Command, table: Path, tmp_path: Path
) -> None:
    before = table.read_bytes()
    told, text, patch = (tmp_path / name for name in ("r.json", "r.txt", "p.diff"))

    result = run(
        command("--report", str(told), "--report", str(text), "--patch", str(patch))
    )

    assert table.read_bytes() == before
    assert text.read_text() == result.stdout
    report = json.loads(told.read_text())
    assert report["counts"]["deleted"] == 3
    (almaty,) = [each for each in report["links"] if each["subject"] == "place:almaty"]
    assert almaty["is now"] == "wd:Q900000002"
    assert almaty["findings"][0]["state"] == "redirected"
    assert patch.read_bytes().startswith(b"--- a/mappings.sssom.tsv\n+++ b/")


@pytest.mark.parametrize("option", ["--report", "--patch"])
def test_nothing_is_written_over_the_set(
    command: Command, table: Path, option: str
) -> None:
    before = table.read_bytes()
    beside = table.parent / ".." / "links" / table.name

    result = run(command(option, str(beside)))

    assert result.exit_code == 2
    assert "never written" in result.stderr
    assert table.read_bytes() == before


def test_without_network_one_sentence_says_so(
    command: Command, api: Api, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/w/api.php"
        result = run(command("--api", nobody, "--report", str(tmp_path / "r.json")))

    assert result.exit_code == 2
    assert not api.requests
    last = result.stderr.splitlines()[-1]
    assert "it takes no connection (is there a network?)" in last
    assert "the same command goes on from here" in last
    assert "    11  unreachable\n" in result.stdout
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["changed lines"] == 0


def test_offline_tells_the_same_from_disk(command: Command, api: Api) -> None:
    first = run(command())
    sent = len(api.requests)

    offline = run(command("--offline"))

    assert offline.exit_code == 1
    assert len(api.requests) == sent
    assert offline.stdout.splitlines()[:-1] == first.stdout.splitlines()[:-1]


def test_offline_needs_no_contact_and_asks_nobody(command: Command, api: Api) -> None:
    result = run(command("--offline", "--contact", ""))

    assert result.exit_code == 2
    assert "it was not asked (--offline)" in result.stderr
    assert not api.requests


WRONG = {
    "no contact": ["--contact", ""],
    "no API": ["--api", "wikidata"],
    "no set": ["--set", "nowhere.tsv"],
    "no folder for answers": ["--cache", "/proc/nowhere"],
    "no folder for the patch": ["--patch", "/proc/nowhere/p.diff"],
}


@pytest.mark.parametrize("more", WRONG.values(), ids=WRONG)
def test_what_cannot_be_done_is_status_two(command: Command, more: list[str]) -> None:
    result = run(command(*more))

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith("Error: ")


BAD_SETS = {
    "empty": b"",
    "only a header": b"# license: x\n",
    "no object": b"subject_id\tpredicate_id\nplace:china\tskos:exactMatch\n",
    "too few fields": b"subject_id\tpredicate_id\tobject_id\nplace:china\n",
    "a field over two lines": b'subject_id\tpredicate_id\tobject_id\na\tb\t"c\nd"\n',
    "no text": b"subject_id\tpredicate_id\tobject_id\n\xff\tb\tc\n",
}


@pytest.mark.parametrize("data", BAD_SETS.values(), ids=BAD_SETS)
def test_a_set_that_is_none_is_refused(
    command: Command, table: Path, api: Api, data: bytes
) -> None:
    table.write_bytes(data)

    result = run(command())

    assert result.exit_code == 2
    assert "mappings.sssom.tsv" in result.stderr
    assert not api.requests


def test_a_limit_keeps_the_run_short(command: Command, api: Api) -> None:
    result = run(command("--limit", "2"))

    assert "of 2 links" in result.stdout
    assert "2 without a link" in result.stdout
    assert not api.asked_for("Q34800")


def test_no_request_leaves_the_machine(
    command: Command, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: set[object] = set()
    real = socket.socket.connect

    def connect(self: socket.socket, address: tuple[str, int]) -> None:
        called.add(address[0])
        assert address[0] == "127.0.0.1"
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    api.then = [Canned(301, headers={"Location": "http://192.0.2.1/"})]

    run(command())
    run(command())

    assert called == {"127.0.0.1"}


def started(words: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [BORDERKG, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_an_interrupted_run_goes_on_where_it_stopped(
    command: Command, api: Api, how: signal.Signals
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def third() -> None:
        if len(api.requests) == 3:
            reached.set()
            go_on.wait(120)

    api.before = third
    # Answers that are never fresh: only those of the interrupted run itself are taken.
    words = command("--max-age", "0")

    with started(words) as process:
        assert reached.wait(120)
        process.send_signal(how)
        _, said = process.communicate(timeout=120)
    go_on.set()
    before = [request.get("ids") for request in api.requests]
    again = run(words)

    assert process.returncode == (130 if how == signal.SIGINT else -how)
    if how == signal.SIGINT:
        assert said.splitlines()[-1].startswith("interrupted; the same command goes on")
    assert "going on with the run of" in again.stderr
    assert again.exit_code == 1
    after = [request.get("ids") for request in api.requests[3:]]
    assert before[0] not in after
    assert before[1] not in after
    assert before[2] == after[0]


def test_a_run_that_came_to_its_end_is_not_gone_on_with(
    command: Command, api: Api
) -> None:
    run(command("--max-age", "0"))
    sent = len(api.requests)

    again = run(command("--max-age", "0"))

    assert "going on" not in again.stderr
    assert len(api.requests) == 2 * sent


def test_what_failed_is_asked_for_by_the_next_run(command: Command, api: Api) -> None:
    api.then = [Canned(400)]
    first = run(command("--max-age", "0"))

    second = run(command("--max-age", "0"))

    assert first.exit_code == 2
    assert "status 400" in first.stderr
    assert second.exit_code == 1
    assert "     0  unreachable\n" in second.stdout


def test_two_runs_at_once_are_one_too_many(command: Command, api: Api) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def first() -> None:
        reached.set()
        go_on.wait(120)

    api.before = first

    with started(command()) as process:
        assert reached.wait(120)
        result = run(command())
        go_on.set()
        process.communicate(timeout=120)

    assert result.exit_code == 2
    assert "another run" in result.stderr
    assert process.returncode == 1


def test_a_broken_answer_on_disk_is_asked_for_again(
    command: Command, api: Api, tmp_path: Path
) -> None:
    first = run(command())
    for number, path in enumerate(sorted((tmp_path / "cache").rglob("*.json"))):
        damage = (b"", b"{", b"[]", b'{"asked": 1}', os.urandom(64))
        path.write_bytes(damage[number % len(damage)])

    second = run(command())

    assert second.exit_code == 1
    assert second.stdout.splitlines()[:9] == first.stdout.splitlines()[:9]
    assert api.asked_for("Q148") == 2


def test_the_help_tells_the_status_and_the_options() -> None:
    told = " ".join(run(["links", "verify", "--help"]).stdout.split())

    assert "Exit status: 0 all fits; 1 there is something to look at; 2" in told
    for option in ("--contact", "--maxlag", "--interval", "--offline", "--patch"):
        assert option in told


def test_a_thousand_links_are_asked_for_fifty_at_a_time(
    command: Command, api: Api, table: Path
) -> None:
    good(table)
    names = [f"Q9100{number:05}" for number in range(1, 1001)]
    api.put(
        *(
            entity(name, {"en": "Almaty"}, types=[BIG_CITY], countries=["Q232"])
            for name in names
        )
    )
    with table.open("a") as file:
        for name in names:
            line = ["", "place:almaty", "", "skos:exactMatch", "", f"wd:{name}"]
            file.write("\t".join([*line, "", "", "", "", "0.9", "", ""]) + "\n")

    result = run(command("--max-age", "1"))

    assert result.exit_code == 0
    items = [r for r in api.requests if "Q148" in r["ids"] or "Q9100" in r["ids"]]
    assert len(items) == 21
    assert max(len(request["ids"].split("|")) for request in api.requests) == 50
