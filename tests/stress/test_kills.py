"""Processes killed while they work: a worker costs an answer, the server seconds."""

import os
import signal
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from tests.server.processes import alive, until
from tests.stress.client import Reply, ask, crowd
from tests.stress.conftest import Figure
from tests.stress.dice import dice
from tests.stress.running import Running, kin, running

KILLS = 100
PLAIN = "SELECT ?s ?o { ?s ?p ?o . ?o ?q ?x FILTER(?x != 'salt') } LIMIT 50"
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    "FILTER(?a != 'salt') }"
)


def asked(port: int, number: int, query: str = PLAIN) -> Reply:
    return ask(port, query.replace("salt", f"salt{number}"))


def _ended(processes: set[int]) -> bool:
    return not any(map(alive, processes))


@pytest.mark.long
def test_a_killed_worker_costs_one_answer_at_most(
    started: Running, figure: Figure, scale: float, seed: int
) -> None:
    chance, kills = dice(seed), round(KILLS * scale)
    replies: list[Reply] = []
    loading = threading.Thread(
        target=lambda: replies.extend(
            crowd(6, 0.3 * kills, lambda number: asked(started.port, number))
        )
    )

    loading.start()
    for _ in range(kills):
        os.kill(chance.choice(sorted(started.workers())), signal.SIGKILL)
        time.sleep(chance.uniform(0.05, 0.4))
    loading.join()
    size = len(started.workers())

    failed = [reply for reply in replies if reply.status != 200]
    figure(
        f"answers lost to {kills} killed workers",
        f"{len(failed)} of {len(replies)}",
        f"<= {kills}",
    )
    assert len(failed) <= kills
    assert {reply.problem for reply in failed} <= {"worker-lost", "engine-lost"}
    until(2, lambda: len(started.workers()) == size)
    assert not started.orphans()
    assert asked(started.port, -1).status == 200


@pytest.mark.long
def test_a_killed_server_leaves_nothing_and_is_back_in_seconds(
    release: Path, tmp_path: Path, figure: Figure, scale: float
) -> None:
    kills, port = round(KILLS * scale), 0
    back: list[float] = []
    gone: list[float] = []
    family: set[int] = set()

    for number in range(kills + 1):
        killed = time.monotonic()
        with running(release, tmp_path / "errors", port) as server:
            port = server.port
            assert asked(port, number).status == 200
            back.append(time.monotonic() - killed)
            gone.append(until(5, partial(_ended, family)))
            assert kin(release) == server.family()
            busy = threading.Thread(target=asked, args=(port, number, ENDLESS))
            busy.start()
            time.sleep(0.1)
            family = server.family()
            server.process.kill()
            busy.join()
            server.process.wait()
    until(5, lambda: not kin(release))

    figure(
        f"back after each of {kills} kills of the server",
        f"{max(back[1:]):.2f} s at most",
        "< 5 s",
    )
    assert max(back[1:]) < 5
