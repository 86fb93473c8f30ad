"""Run a function in a process of its own while this one goes on.

A bare process and a pipe, no pool: a pool's threads may be the ones that collect
what pyoxigraph wants dropped in the thread that made it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

_Result = TypeVar("_Result")


class DiedError(RuntimeError):
    """The process ended without a word, for instance for want of memory."""


@contextmanager
def apart(
    work: Callable[..., _Result], *args: object
) -> Iterator[Callable[[], _Result]]:
    """Start the work; it is stopped where the block ends before it.

    Args:
        work: A function of a module, so that the other process finds it.
        args: What it takes; all of it is pickled.

    Yields:
        A function that waits for the result, and raises what the work raised or
        ``DiedError``.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, work, args))
    process.start()
    sender.close()

    def result() -> _Result:
        try:
            value, problem = receiver.recv()
        except EOFError as silence:
            message = f"the process that ran {work.__name__} died"
            raise DiedError(message) from silence
        if problem is not None:
            raise problem
        done: _Result = value
        return done

    try:
        yield result
    finally:
        process.kill()
        process.join()
        receiver.close()


def _run(
    sender: Connection, work: Callable[..., object], args: tuple[object, ...]
) -> None:
    """Send what comes of the work, or what it raised for the reader of sources."""
    try:
        sender.send((work(*args), None))
    except ValueError as problem:
        sender.send((None, problem))
