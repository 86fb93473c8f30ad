"""Serve a release until interrupted: the socket, the engine, the app, in this order.

The engine loads the release while the app does. The address is announced once
connections are taken, so the line that names it is true. What stands on a shelf is
followed from then on.
"""

import errno
import os
import socket
from collections.abc import Callable
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from graph.release import Release
from server.copy import alignment as copy
from server.course import Course
from server.engine.child import EngineError
from server.operation.log import Log, handling
from server.settings import Settings, SettingsError
from server.switching import Switching
from server.web.serving import Web

LAST_PORT = 65_535
STANDARD = 2
"""The last of the standard descriptors."""


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


class AddressError(ValueError):
    """An address that this machine cannot listen on.

    Attributes:
        host: The host.
        port: The port.
    """

    def __init__(self, host: str, port: int, reason: str) -> None:
        """Say so in one sentence."""
        self.host = host
        self.port = port
        super().__init__(f"nobody can listen on {host}, port {port}: {reason}")


REFUSALS: Final = (
    *(AddressError, PortTakenError, EngineError, copy.CopyError, SettingsError),
    PermissionError,
)
"""What stands in the way of serving, each one sentence."""


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - who waits in a pipe reads it at once


def serve(
    release: Release,
    settings: Settings,
    article: Path | None = None,
    say: Callable[[str], None] = _say,
    shelf: Path | None = None,
) -> None:
    """Serve a release over HTTP until interrupted; ``stopping`` says how that ends.

    Args:
        release: What to serve.
        settings: Host, port and limits.
        article: The operator's own copy of the article, if there is one.
        say: Where the line with the address goes, and one about the copy.
        shelf: Where later releases will stand, if the release may be replaced by them.
    """
    occupy()
    # The socket comes first: a taken port is known before workers are started.
    with (
        handling(Log()),
        listen(settings.host, settings.port) as listening,
        # Workers that evaluate queries are other programs, and never hold the text.
        closing(
            Course(release, settings, None if article is None else copy.read(article))
        ) as course,
        closing(Switching(course, shelf, settings)) as switching,
    ):
        web = Web(course.relay, listening, settings)
        port = listening.getsockname()[1]
        if settings.endpoint == Settings().endpoint and is_local(settings.host):
            course.common.address = f"{url(settings.host, port)}sparql"
        say(f"BorderKG answers at {url(settings.host, port)} (Ctrl-C stops it)")
        aligned = course.now.app.extensions["borderkg.pages"].copy
        if aligned is not None:
            say(f"Article: {aligned.sentence}{_missing(aligned)}")
        del aligned

        def end() -> None:
            course.abandon()
            web.stop()

        course.common.stopping.on_signals(end, settings.deadline)
        switching.on_signal()
        web.run()


def _missing(aligned: copy.Alignment) -> str:
    """List the segments that were not found, where some were."""
    some = aligned.missing if aligned.found else ()
    return f"; not placed: {' '.join(some)}" if some else ""


def is_local(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def url(host: str, port: int) -> str:
    """Write where a server is, for people to open; IPv6 needs brackets there."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def occupy() -> None:
    """Open the standard descriptors that are closed, on nothing.

    Else a socket would get the number of one, and be written to as the log.
    """
    while (opened := os.open(os.devnull, os.O_RDWR)) <= STANDARD:
        os.set_inheritable(opened, True)  # noqa: FBT003 - its one argument
    os.close(opened)


def listen(host: str, port: int) -> socket.socket:
    """Take the socket.

    Args:
        host: The address to listen on.
        port: The port to listen on; 0 for any that is free.

    Returns:
        A socket that listens.

    Raises:
        PortTakenError: If the port is in use.
        AddressError: If it cannot be taken for another reason.
    """
    if port > LAST_PORT:
        raise AddressError(host, port, f"ports end at {LAST_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise PortTakenError(port) from problem
        raise AddressError(host, port, str(problem)) from problem
