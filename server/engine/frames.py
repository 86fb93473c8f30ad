"""Messages between web process, dispatcher and workers: a JSON head, then bytes.

Both lengths come first, so an answer cut off in the middle can never look finished.
"""

import json
import socket
import struct
from collections.abc import Callable
from typing import Any, Final

_LENGTHS: Final = struct.Struct(">II")


class FrameError(ValueError):
    """The other side left before its message was complete."""


def encode(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Write a message.

    Args:
        head: What JSON can carry.
        body: Any bytes.

    Returns:
        The message.
    """
    text = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _LENGTHS.pack(len(text), len(body)) + text + body


def receive(
    connection: socket.socket, waiting: Callable[[], None] | None = None
) -> tuple[dict[str, Any], bytes]:
    """Read one message.

    Args:
        connection: Where it comes from.
        waiting: Called at each timeout of the connection; may raise to give up.

    Returns:
        Head and body.

    Raises:
        FrameError: If the other side leaves too early.
    """  # noqa: DOC502 - raised by the helper
    lengths = _exactly(connection, _LENGTHS.size, waiting)
    length, rest = _LENGTHS.unpack(lengths)
    head = json.loads(_exactly(connection, length, waiting))
    return head, bytes(_exactly(connection, rest, waiting))


def _exactly(
    connection: socket.socket, length: int, waiting: Callable[[], None] | None
) -> bytearray:
    message = bytearray(length)
    view, filled = memoryview(message), 0
    while filled < length:
        try:
            count = connection.recv_into(view[filled:])
        except TimeoutError:
            if waiting is None:
                raise
            waiting()
            continue
        except ConnectionResetError:
            count = 0
        if not count:
            message_ = f"{filled} of {length} bytes came"
            raise FrameError(message_)
        filled += count
    return message
