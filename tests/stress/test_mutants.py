"""Ten thousand mutants of the hostile requests: the server stands, whatever comes."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.settings import Settings
from tests.server.hostile import LEAKS, REQUESTS, Under, alive, attacked, message
from tests.server.processes import alive as runs
from tests.stress.client import Reply, exchange, whole
from tests.stress.conftest import Figure
from tests.stress.dice import dice
from tests.stress.mutants import mutants

NUMBER = 10_000
SILENCE = 10
"""Seconds after which the server may close a connection that says nothing more."""

DOCUMENTED = {
    *(0, 100, 200, 204, 206, 301, 302, 303, 304, 308, 400, 403, 404, 405, 406, 408),
    *(411, 412, 413, 414, 415, 416, 417, 421, 429, 431, 501, 503, 505),
}
"""0 is a connection closed without an answer, which a broken request may have."""

PROBLEMS = {
    *("", "busy", "deadline-exceeded", "out-of-memory", "result-too-large"),
    "worker-lost",
}
"""What a 503 may say."""


@pytest.fixture
def under(built: Path, tmp_path: Path) -> Iterator[Under]:
    """A server over the real release, with the settings it has by itself."""
    errors = tmp_path / "errors"
    with errors.open("wb") as log, attacked(built, {}, log) as tested:
        yield tested
    assert b"Traceback" not in errors.read_bytes()


@pytest.mark.long
def test_mutants_of_hostile_requests_do_no_harm(
    under: Under, figure: Figure, scale: float, seed: int, settings: Settings
) -> None:
    limit = max(settings.deadline, SILENCE) + 5
    parents = [message(bad, under) for bad in REQUESTS]
    number = round(NUMBER * scale)

    def fault(mutant: bytes) -> tuple[Reply, str]:
        reply = exchange(under.port, mutant)
        wrong = {
            "status": reply.status not in DOCUMENTED,
            "problem": reply.status == 503 and reply.problem not in PROBLEMS,
            "leak": any(leak in reply.body for leak in LEAKS),
            "slow": reply.seconds > limit,
            "half": reply.status == 200 and not whole(reply),
        }
        return reply, " ".join(name for name, is_so in wrong.items() if is_so)

    with ThreadPoolExecutor(8) as pool:
        made = list(mutants(parents, number, dice(seed)))
        found = list(pool.map(fault, made))

    bad = [
        (wrong, reply.status, reply.body[:300], mutant[:2000])
        for mutant, (reply, wrong) in zip(made, found, strict=True)
        if wrong
    ]
    statuses = Counter(reply.status for reply, _ in found)
    lost = sum(reply.problem == "worker-lost" for reply, _ in found)
    figure("mutants without a fault", f"{number - len(bad)} of {number}", "all")
    figure("their statuses", dict(sorted(statuses.items())), "none unlisted")
    figure("of the 503: lost workers", lost, "")
    figure(
        "their slowest answer",
        f"{max(r.seconds for r, _ in found):.1f} s",
        f"< {limit} s",
    )
    assert bad == []
    assert under.called == []
    assert runs(under.process)
    assert alive(under)
