"""Serve a release until interrupted: the engine first, then the socket.

The engine forks its workers while this process still has one thread. The socket is
taken before anything is announced, so the line that names the address is true.

Source: DESIGN, section 5.
"""

import errno
from collections.abc import Callable

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from graph.release import Release
from server import create_app, engine
from server.settings import Settings

THREADS = 16


class PortTakenError(ValueError):
    """Somebody else listens on the port.

    Attributes:
        port: The port.
    """

    def __init__(self, port: int) -> None:
        """Say so in one sentence."""
        self.port = port
        super().__init__(
            f"port {port} is taken by another program; "
            f"choose another one, for instance {port + 1}"
        )


def serve(
    release: Release, settings: Settings, say: Callable[[str], None] = print
) -> None:
    """Serve a release over HTTP until interrupted.

    Args:
        release: What to serve.
        settings: Host, port and limits.
        say: Where the one line with the address goes.
    """
    with engine.start(release, settings) as running:
        app = create_app(release, running, settings)
        listening = listen(app, settings.host, settings.port)
        say(
            f"BorderKG answers at http://{settings.host}:{settings.port}/ "
            "(Ctrl-C stops it)"
        )
        try:
            listening.run()
        finally:
            listening.close()


def listen(app: Flask, host: str, port: int) -> BaseWSGIServer | MultiSocketServer:
    """Take the socket.

    Args:
        app: The app to serve.
        host: The address to listen on.
        port: The port to listen on.

    Returns:
        A server that has not begun to answer.

    Raises:
        PortTakenError: If the port is in use.
        OSError: If it cannot be taken for another reason.
    """
    try:
        # Without an ident no answer says which server this is.
        return create_server(app, host=host, port=port, threads=THREADS, ident=None)
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            raise
        raise PortTakenError(port) from problem
