"""Thirty-four queries that never end: each is ended, and nobody else kept waiting."""

import threading
import time
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from server.settings import Settings
from tests.server.processes import until
from tests.stress.client import Reply, ask, crowd
from tests.stress.conftest import Figure
from tests.stress.running import Running

SECONDS = 300
QUERIES = sorted((Path(__file__).parent / "runaways").glob("*.rq"))
POLITE = "SELECT ?s { ?s ?p ?o FILTER(?o != 'salt') } LIMIT 5"


def salted(text: str, number: int) -> str:
    """Change a literal, so that no answer is one that was given before."""
    return text.replace("salt", f"salt{number}")


@pytest.mark.long
def test_runaway_queries_end_in_time_and_leave_nothing(
    started: Running, figure: Figure, scale: float, settings: Settings
) -> None:
    texts = [path.read_text() for path in QUERIES]
    polite: list[Reply] = []
    over = threading.Event()
    numbers = count()

    def beside() -> None:
        while not over.wait(0.25):
            polite.append(ask(started.port, salted(POLITE, next(numbers)), "127.0.0.2"))

    def run(number: int) -> tuple[str, Reply]:
        turn = number % len(texts)
        reply = ask(started.port, salted(texts[turn], number))
        return QUERIES[turn].stem, reply

    crowd(8, 1, lambda n: ask(started.port, salted(POLITE, n)))
    before, size = started.memory(), len(started.family())
    neighbour = threading.Thread(target=beside)
    neighbour.start()
    replies = crowd(8, SECONDS * scale, run)
    over.set()
    neighbour.join()
    until(10, lambda: len(started.family()) == size and not started.orphans())
    time.sleep(1)
    after = started.memory()

    outcomes = Counter(f"{r.status} {r.problem}".strip() for _, r in replies)
    slowest = max(replies, key=lambda pair: pair[1].seconds)
    waits = sorted(reply.seconds for reply in polite)
    figure("runaway queries asked, of 34 kinds", len(replies), "")
    figure("their outcomes", dict(outcomes), "no 5xx but 503")
    figure(
        "their slowest answer",
        f"{slowest[1].seconds:.2f} s ({slowest[0]})",
        f"<= {settings.deadline + 2} s",
    )
    served = sum(reply.status == 200 for reply in polite)
    figure("a polite client beside them served", f"{served} of {len(waits)}", "all")
    figure(
        "its median and longest wait",
        f"{waits[len(waits) // 2]:.3f} s, {waits[-1]:.3f} s",
        "",
    )
    figure(
        "memory before and after", f"{before >> 20} MiB, {after >> 20} MiB", "<= +10 %"
    )
    assert len(QUERIES) == 34
    assert {reply.status for _, reply in replies} <= {200, 400, 429, 503}
    assert slowest[1].seconds <= settings.deadline + 2
    assert served == len(polite)
    assert after <= before * 1.1
