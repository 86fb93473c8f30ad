"""Look at processes from outside, and wait for what they do.

Source: proc(5).
"""

import time
from collections.abc import Callable
from pathlib import Path


def until(seconds: float, condition: Callable[[], bool]) -> float:
    """Wait for a condition, fail if it does not come about; say how long it took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() < started + seconds, "it did not come about"
        time.sleep(0.02)
    return time.monotonic() - started


def children(process: int) -> set[int]:
    """The processes that a process started with its first thread, and has still."""
    path = Path(f"/proc/{process}/task/{process}/children")
    return {int(child) for child in path.read_text().split()}


def descendants(process: int) -> set[int]:
    """All that descend from a process."""
    found = set()
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            listed = path.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # the thread has just ended
        for child in map(int, listed.split()):
            found |= {child} | descendants(child)
    return found


def alive(process: int) -> bool:
    """Whether a process runs; one that is only not buried yet does not."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
