"""The corpus of hostile requests, three times over, one by one and eight at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import pytest

from tests.server.hostile import Under, alive, applicable, attacked, faults
from tests.server.processes import alive as runs
from tests.stress.conftest import Figure
from tests.stress.dice import dice

ROUNDS = 3


@pytest.fixture
def under(built: Path, tmp_path: Path) -> Iterator[Under]:
    """A server over the real release, with the settings it has by itself."""
    errors = tmp_path / "errors"
    with errors.open("wb") as log, attacked(built, {}, log) as tested:
        yield tested
    assert b"Traceback" not in errors.read_bytes()


@pytest.mark.long
@pytest.mark.parametrize("strangers", [1, 8])
def test_three_rounds_of_hostile_requests_are_answered_as_they_should(
    under: Under, figure: Figure, scale: float, seed: int, strangers: int
) -> None:
    rounds = max(1, round(ROUNDS * scale))
    requests = applicable(under) * rounds
    dice(seed).shuffle(requests)

    with ThreadPoolExecutor(strangers) as pool:
        found = list(
            chain.from_iterable(pool.map(lambda bad: faults(bad, under), requests))
        )

    right = len(requests) - len({fault.partition(":")[0] for fault in found})
    name = f"hostile requests as expected, {strangers} at a time"
    figure(name, f"{right} of {len(requests)}", "all")
    assert found == []
    assert under.called == []
    assert runs(under.process)
    assert alive(under)
