"""A query worker: takes a connection, evaluates, answers; may be killed at any time.

The dispatcher forks it after the release is in memory. Around each query the kernel
keeps the limits: a timer whose signal kills even inside the engine, an address space
with an end, and no new file descriptors, hence no network and no files, unless a
store elsewhere is what it asks.

It tells its dispatcher four things, one byte each: that it has taken a query, that it
begins to write, that it is done, that it is done and leaves.

Source: setitimer(2), setrlimit(2), unix(7).
"""

import resource
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from server.engine import frames
from server.problems import Problem
from server.settings import Settings

Answer = Callable[[dict[str, Any], bytes, Settings], bytes]
"""What a worker makes of head and body of a message; it may raise a ``Problem``."""

SECONDS: Final = struct.Struct("d")
"""What comes with a connection: how long its query may still take."""

TAKEN, WRITING, DONE, LEAVING = b"t", b"w", b"d", b"l"

KEPT: Final = 1 / 32
"""The part of its limit that a worker may keep after a query, else it is renewed."""

WRITE_SECONDS: Final = 10.0
"""The reader is our own web process; if it stops reading it is gone."""


def serve(control: socket.socket, answer: Answer, settings: Settings) -> None:
    """Answer queries until the dispatcher hangs up or it is time to be renewed.

    Args:
        control: The dispatcher.
        answer: How a message is answered.
        settings: The limits.
    """
    size = _size()
    for served in range(1, settings.recycle + 1):
        message, descriptors, _, _ = socket.recv_fds(control, SECONDS.size, 1)
        if not message:
            return
        control.send(TAKEN)
        (seconds,) = SECONDS.unpack(message)
        with socket.socket(fileno=descriptors[0]) as connection:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            _answer(connection, control, answer, settings)
            signal.setitimer(signal.ITIMER_REAL, 0)
        # An allocator seldom gives back what a large answer took.
        grown = _size() - size > settings.memory * KEPT
        if served == settings.recycle or grown:
            control.send(LEAVING)
            return
        control.send(DONE)


def _answer(
    connection: socket.socket,
    control: socket.socket,
    answer: Answer,
    settings: Settings,
) -> None:
    try:
        head, content = frames.receive(connection)
    except frames.FrameError:
        return
    reply: dict[str, Any] = {}
    body = b""
    try:
        with confined(settings.memory, network=bool(settings.remote)):
            body = answer(head, content, settings)
    except Problem as problem:
        reply = pack(problem)
    except MemoryError:
        reply = pack(out_of_memory(settings))
    signal.setitimer(signal.ITIMER_REAL, WRITE_SECONDS)
    control.send(WRITING)
    try:
        connection.sendall(frames.encode(reply, body))
    except OSError:
        return  # nobody waits any more


@contextmanager
def confined(memory: int, *, network: bool = False) -> Iterator[None]:
    """Limit what the process may take, for the length of one query.

    Args:
        memory: Bytes it may allocate beyond what it has.
        network: Whether it may open sockets, as one must that asks a store.

    Yields:
        Nothing.
    """
    space = resource.getrlimit(resource.RLIMIT_AS)
    files = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _size() + memory
    if space[1] != resource.RLIM_INFINITY:
        most = min(most, space[1])
    resource.setrlimit(resource.RLIMIT_AS, (most, space[1]))
    if not network:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, files[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, files)
        resource.setrlimit(resource.RLIMIT_AS, space)


def pack(problem: Problem) -> dict[str, Any]:
    """Turn a problem into the head of a message."""
    return {
        "problem": {
            "status": int(problem.status),
            "type": problem.type,
            "title": problem.title,
            "detail": problem.detail,
            "extras": problem.extras,
            "headers": problem.headers,
        }
    }


def out_of_memory(settings: Settings, perhaps: str = "") -> Problem:
    """Make the problem of a query that needs more memory than it may have.

    Args:
        settings: The limits.
        perhaps: What else it may have been, where that cannot be told.

    Returns:
        The problem.
    """
    return Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        type="out-of-memory",
        title="The query needs too much memory",
        detail=f"A query may allocate {settings.memory} bytes and this one needed "
        f"more{perhaps}; it would again, so change it before you ask again.",
        extras={"limit": "memory", "allowed": settings.memory},
    )


def _size() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
