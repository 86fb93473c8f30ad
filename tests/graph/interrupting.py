"""Let a process die, or the disk be full, at the n-th step that changes a disk."""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

CREATING = ("mkdir", "rename", "replace", "symlink", "fsync")
"""What may find no room on a disk, besides writing."""

CHANGING = (*CREATING, "unlink", "rmdir", "utime")


class Steps:
    """Counts steps, and does something at one of them."""

    def __init__(self, at: int, act: Callable[[], None]) -> None:
        self.seen, self._at, self._act = 0, at, act

    def next(self) -> None:
        self.seen += 1
        if self.seen > self._at:
            self._act()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(number: int) -> Callable[[], None]:
    """Fail as the system does, from now on: a disk that is full stays so."""

    def act() -> None:
        raise OSError(number, os.strerror(number))

    return act


full = fail(errno.ENOSPC)


@contextmanager
def interrupted(
    at: int, act: Callable[[], None], names: tuple[str, ...] = CHANGING
) -> Iterator[Steps]:
    """Do something at every step from one on, in a block.

    A file is written by half before.
    """
    steps = Steps(at, act)

    def stepping(function: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any function
            steps.next()
            return function(*args, **kwargs)

        return step

    def write_bytes(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
            file.flush()
            steps.next()
            return file.write(data[len(data) // 2 :])

    changes = [
        mock.patch.object(os, name, stepping(getattr(os, name))) for name in names
    ]
    changes.append(mock.patch.object(Path, "write_bytes", write_bytes))
    for change in changes:
        change.start()
    try:
        yield steps
    finally:
        for change in changes:
            change.stop()
