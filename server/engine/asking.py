"""Ask a dispatcher one thing and wait for the whole answer, or till nobody wants it.

Source: unix(7).
"""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from server.engine import frames
from server.engine.child import Child
from server.engine.interface import lost
from server.turns import ATTENTION


def ask(
    child: Child, message: bytes, deadline: float, gone: Callable[[], bool]
) -> tuple[dict[str, Any], bytes]:
    """Ask, and wait.

    Args:
        child: The dispatcher.
        message: What to ask, as a frame.
        deadline: The seconds after which the dispatcher itself says no.
        gone: Whether the client has left.

    Returns:
        Head and body of the answer.

    A ``Problem`` says that there is none.
    """  # noqa: DOC501 - made by ``lost``
    latest = monotonic() + deadline + 5

    def waiting() -> None:
        if gone() or monotonic() > latest:
            raise lost()

    try:
        with child.connect() as connection:
            connection.settimeout(ATTENTION)
            with suppress(BrokenPipeError):  # refused unread; the reason follows
                connection.sendall(message)
            return frames.receive(connection, waiting)
    except (OSError, frames.FrameError) as problem:
        raise lost() from problem
