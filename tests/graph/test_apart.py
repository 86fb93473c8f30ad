"""Work in another process: its result, its refusal, its death."""

import os
import pickle
import subprocess
import sys
from multiprocessing import active_children
from time import sleep

import pytest

from graph.apart import DiedError, apart
from graph.offences import ValidationError
from graph.stages import Offence


def test_the_result_comes_back() -> None:
    with apart(sorted, [3, 1, 2]) as result:
        assert result() == [1, 2, 3]


def test_a_refusal_comes_back() -> None:
    with apart(int, "no number") as result, pytest.raises(ValueError, match="invalid"):
        result()


def test_violations_travel_whole() -> None:
    error = ValidationError([Offence("a rule", "a node", "broke it")])

    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert arrived.offences == error.offences
    assert str(arrived) == str(error)


def test_a_death_is_said() -> None:
    with apart(os.abort) as result, pytest.raises(DiedError, match="abort died"):
        result()


def test_a_death_before_the_work_has_come_is_said() -> None:
    """A program read from standard input cannot be started a second time."""
    program = """
from graph.apart import DiedError, apart
try:
    with apart(len, b"x" * 10_000_000) as result:
        result()
except DiedError as death:
    print(death)
"""
    ran = subprocess.run(
        [sys.executable],
        input=program,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ran.stdout == "the process that ran len died\n"


def test_work_that_nobody_waits_for_is_stopped() -> None:
    with apart(sleep, 3_600):
        pass

    assert active_children() == []
