"""The corpus of hostile requests against a server over a toy release."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest

from graph.release import Release
from tests.server.hostile import Under, alive, applicable, attacked, faults


@pytest.fixture(scope="module")
def under(toy_release: Release) -> Iterator[Under]:
    """A server whose deadline is soon over."""
    limits = {"BORDERKG_DEADLINE": "2"}
    with attacked(toy_release.folder, limits, subprocess.DEVNULL) as tested:
        yield tested


def test_a_sample_of_bad_requests_is_answered_as_it_should(under: Under) -> None:
    fast = [bad for bad in applicable(under) if "deadline_s" not in bad]
    sample = fast[::4]

    found = [fault for bad in sample for fault in faults(bad, under)]

    assert len(sample) > 50
    assert found == []
    assert alive(under)


@pytest.mark.slow
def test_every_bad_request_is_answered_as_it_should(under: Under) -> None:
    found = []
    for bad in applicable(under):
        found += faults(bad, under)
        assert alive(under), bad["id"]

    assert found == []


@pytest.mark.slow
def test_eight_strangers_at_once_do_no_harm(under: Under) -> None:
    """Together they may be told that it is busy; nobody gets anything worse."""
    requests = applicable(under)
    busy = [b | {"accept_status": [*b["accept_status"], 429, 503]} for b in requests]

    with ThreadPoolExecutor(8) as strangers:
        answers = strangers.map(lambda bad: faults(bad, under), busy)
        found = list(chain.from_iterable(answers))

    assert found == []
    assert alive(under)
