"""The HTTP server: granian inside this process, on a socket that is already there.

Granian reads requests and writes answers in a thread of its own, outside Python; the
loop that hands them on runs in the thread that calls ``run``. A connection that says
nothing, or whose reader takes nothing, is closed.

Source: ``bench/web.py``, by which it was chosen.
"""

import asyncio
import os
import resource
import socket
from typing import TYPE_CHECKING, Final

import uvloop
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from server.settings import Settings
from server.web import stalled
from server.web.gateway import Gateway

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SILENCE: Final = 10
"""Seconds after which a connection that says or takes nothing is closed."""

CONNECTIONS: Final = 1_000
"""Connections at a time; idle ones cost little and shall keep nobody out."""

SPARE: Final = 100
"""Descriptors kept for everything else."""

BACKLOG: Final = 1_024
"""Connections that may wait to be taken."""

FAREWELL: Final = 3.0
"""Seconds that answers under way have when the server ends."""


class _Granian(Server):
    """Granian on a socket of ours; it would open another one beside it."""

    def __init__(self, app: Gateway, listening: socket.socket) -> None:
        super().__init__(
            app,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            websockets=False,
            backlog=BACKLOG,
            backpressure=_room(),
            http1_settings=HTTP1Settings(header_read_timeout=SILENCE * 1_000),
            log_enabled=False,
        )
        self._listening = listening

    def _init_shared_socket(self) -> None:
        listening = self._listening
        listening.setblocking(False)  # noqa: FBT003 - its one argument
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # It closes what it is given.
        taken = (os.dup(listening.fileno()), False, BACKLOG)
        self._shd = SocketHolder(*taken)  # type: ignore[assignment, call-arg]


class Web:
    """A server of one WSGI app, until it is stopped."""

    def __init__(
        self, app: "WSGIApplication", listening: socket.socket, settings: Settings
    ) -> None:
        """Take no connection yet.

        Args:
            app: Who answers.
            listening: A socket that listens.
            settings: The limits.
        """
        self._gateway = Gateway(app, settings)
        self._listening = listening
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()

    def run(self) -> None:
        """Serve until stopped."""
        uvloop.run(self._serve())

    def stop(self) -> None:
        """Take no more; any thread may say so, and the handler of a signal."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._ended.set)
        else:
            self._ended.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        granian = _Granian(self._gateway, self._listening)
        serving = self._loop.create_task(granian.serve())
        ended = self._loop.create_task(self._ended.wait())
        port = self._listening.getsockname()[1]
        watching = self._loop.create_task(stalled.watch(port, SILENCE))
        await asyncio.wait({serving, ended}, return_when=asyncio.FIRST_COMPLETED)
        granian.stop()  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(FAREWELL):
                await serving
        except TimeoutError:
            pass  # who has not taken its answer by now gets none
        finally:
            ended.cancel()
            watching.cancel()
            self._gateway.close()


def _room() -> int:
    """Make room for connections, and say for how many there is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(wanted - SPARE, SPARE)
