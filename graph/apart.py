"""Run a function in a process of its own while this one goes on.

A bare process and two pipes, no pool: a pool's threads may be the ones that collect
what pyoxigraph wants dropped in the thread that made it. What the work takes goes by a
pipe of ours: that of the standard library waits for ever if the process dies at once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
    orders, giver = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(orders, sender))
    process.start()
    orders.close()
    sender.close()
    with suppress(BrokenPipeError):  # ``result`` will say so
        giver.send((work, args))
    giver.close()

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


def _run(orders: Connection, sender: Connection) -> None:
    """Do the work that comes, and send its result, or what it says of bad sources."""
    work, args = orders.recv()
    try:
        sender.send((work(*args), None))
    except ValueError as problem:
        sender.send((None, problem))
