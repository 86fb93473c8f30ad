"""One worker as its dispatcher sees it: a child process and the query it was given.

A worker inherits the release's memory and nothing else: every other descriptor is
closed after the fork, and it dies with the dispatcher.

Source: fork(2), prctl(2), nice(2), proc(5).
"""

import ctypes
import logging
import os
import resource
import signal
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final

from server.engine import worker
from server.engine.remote import failures
from server.problems import Problem
from server.settings import Settings

_PR_SET_PDEATHSIG = 1
NICE: Final = 5
"""How far a worker steps back behind the web process and the dispatcher."""
FIRST_TO_GO: Final = 500
"""Of 1,000: how much sooner a worker ends than others where memory ends."""
_OOM: Final = Path("/proc/self/oom_score_adj")


@dataclass(slots=True)
class Waiting:
    """A connection whose query has not been answered, and since when it waits."""

    connection: socket.socket
    since: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class Worker:
    """A worker process.

    Attributes:
        process: Its process id.
        control: The dispatcher's end of the line to it.
        task: What it answers now.
        taken: Whether it has begun with it.
        writing: Whether it has begun to write the answer.
        leaving: Whether it was told to end, or said that it will.
    """

    process: int
    control: socket.socket
    task: Waiting | None = None
    taken: bool = False
    writing: bool = False
    leaving: bool = False

    def give(self, task: Waiting, deadline: float) -> None:
        """Hand a connection over; the time it waited is taken off its deadline."""
        rest = max(deadline - (time.monotonic() - task.since), 0.05)
        message = worker.SECONDS.pack(rest)
        self.task, self.taken, self.writing = task, False, False
        try:
            socket.send_fds(self.control, [message], [task.connection.fileno()])
        except (BrokenPipeError, ConnectionResetError):
            return  # it has just died, which the dispatcher is about to see

    def kill(self) -> None:
        """End it at once; nobody waits for its answer."""
        self.leaving = True
        os.kill(self.process, signal.SIGKILL)

    def bury(self) -> int:
        """Wait for its end and return its wait status."""
        self.control.close()
        return os.waitpid(self.process, 0)[1]


def hire(
    answer: worker.Answer, settings: Settings, inherited: Iterable[socket.socket]
) -> Worker:
    """Fork a worker.

    Args:
        answer: How it answers.
        settings: Its limits.
        inherited: Sockets of the dispatcher that are none of its business.

    Returns:
        The worker, ready.
    """
    ours, theirs = socket.socketpair()
    dispatcher = os.getpid()
    process = os.fork()
    if process:
        theirs.close()
        return Worker(process, ours)
    status = 1
    try:
        for each in (ours, *inherited):
            each.close()
        _settle(dispatcher)
        worker.serve(theirs, answer, settings)
        status = 0
    except BaseException:
        logging.getLogger(__name__).exception("a worker failed")
    finally:
        os._exit(status)


def _settle(dispatcher: int) -> None:
    """Make the child a process of its own that ends with the dispatcher.

    However many queries run, who answers requests comes first; and where memory ends,
    a query does before anything else.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != dispatcher:
        os._exit(0)
    os.nice(NICE)
    with suppress(OSError):  # not every system has it
        score = int(_OOM.read_text(encoding="ascii"))
        _OOM.write_text(str(max(score, FIRST_TO_GO)), encoding="ascii")
    signal.set_wakeup_fd(-1)
    # A service manager may tell all processes to end; this one is let finish first.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def lost(status: int, seconds: float, settings: Settings) -> Problem:
    """Say what a worker's end means for the query it had.

    Args:
        status: Its wait status.
        seconds: How long the query was there.
        settings: The limits.

    Returns:
        The problem to answer with.
    """
    signaled = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    if signaled == signal.SIGALRM and settings.remote:
        return failures.late(settings.deadline, seconds)
    if signaled == signal.SIGALRM:
        return Problem(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            type="deadline-exceeded",
            title="The query takes too long",
            detail=f"A query has {settings.deadline} seconds and this one needed more; "
            "it would again, so change it before you ask again.",
            extras={
                "limit": "deadline",
                "allowed": settings.deadline,
                "measured": round(seconds, 2),
            },
        )
    if signaled == signal.SIGABRT:
        # The engine ends so when it gets no memory, seldom for a fault of its own.
        return worker.out_of_memory(settings, ", or the engine failed on it")
    return Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        type="worker-lost",
        title="The process that answered the query has ended",
        detail="The query's worker ended before its answer was complete. If the same "
        "query does it again, simplify the query.",
        headers={"Retry-After": "1"},
    )


def busy(settings: Settings, waiting: int) -> Problem:
    """Make the problem of a query that no worker is free for.

    Args:
        settings: The limits.
        waiting: How many queries wait with it, itself among them.

    Returns:
        The problem to answer with.
    """
    return Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        type="busy",
        title="Too many queries at once",
        detail=f"{settings.workers} queries are evaluated at a time and "
        f"{settings.queue} may wait; {waiting} do. Ask again in a moment.",
        extras={"limit": "queue", "allowed": settings.queue, "measured": waiting},
        headers={"Retry-After": "1"},
    )
