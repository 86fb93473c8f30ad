"""Close connections whose client takes nothing of its answer.

Granian sends an answer as fast as the client takes it, for ever, and tells nobody.
The kernel knows how much of it has arrived, so it is asked now and then. Its own
TCP_USER_TIMEOUT did not end such connections when it was tried.

Source: proc(5), /proc/PID/fd; tcp(7), TCP_INFO; ``struct tcp_info`` of linux/tcp.h.
"""

import asyncio
import os
import socket
import stat
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_ACKED: Final = struct.Struct("=120xQ16xI")
"""Of what the kernel tells: the bytes that have arrived, and those not yet sent."""

_AT_ONCE: Final = struct.pack("ii", 1, 0)
"""That what is unsent is thrown away."""

LOOKS: Final = 5
"""How often one looks within the time that a client may take nothing."""


@dataclass(slots=True)
class _Sending:
    """How far an answer has come, and since when no further."""

    arrived: int
    since: float


async def watch(port: int, patience: float) -> None:
    """Look after the connections of this process until cancelled.

    Args:
        port: The port they came in by.
        patience: Seconds for which a client may take nothing.
    """
    known: dict[Any, _Sending] = {}
    while True:
        await asyncio.sleep(patience / LOOKS)
        known = _look(port, patience, known)


def _look(
    port: int, patience: float, before: dict[Any, _Sending]
) -> dict[Any, _Sending]:
    """Look once; return what is still being sent."""
    now: dict[Any, _Sending] = {}
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError), _connection(int(entry.name), port) as found:
            if found is None:
                continue
            told = found.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _ACKED.size)
            arrived, unsent = _ACKED.unpack(told)
            if not unsent:
                continue
            peer = found.getpeername()
            sending = before.get(peer)
            if sending is None or sending.arrived != arrived:
                sending = _Sending(arrived, time.monotonic())
            elif time.monotonic() - sending.since > patience:
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                found.shutdown(socket.SHUT_RDWR)
            now[peer] = sending
    return now


@contextmanager
def _connection(descriptor: int, port: int) -> Iterator[socket.socket | None]:
    """Take a copy of a descriptor, if it is a connection that came in by the port."""
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        yield None
        return
    with socket.socket(fileno=os.dup(descriptor)) as found:
        over_tcp = found.family in {socket.AF_INET, socket.AF_INET6}
        yield found if over_tcp and found.getsockname()[1] == port else None
