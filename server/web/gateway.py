"""Carry requests from granian to a WSGI app, and tell the app when a client leaves.

The app runs in a thread, one a request. What it has at hand it gives at once: an app
with a method ``at_hand`` is asked there first, in the loop, so that must never wait.

Source: RSGI 1.6, the interface of granian; PEP 3333.
"""

import asyncio
import logging
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Final

from server.settings import Settings
from server.turns import GONE
from server.web.body import Body, CutError
from server.web.reply import Reply, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from granian._granian import RSGIHTTPProtocol
    from granian.rsgi import Scope

    AtHand = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes] | None]

THREADS: Final = 96
"""Requests at work at a time: as many queries as may run or wait, and pages besides.

A thread that waits for a worker costs little; too few would let one client's queries
keep others from even being refused."""

ATTENTION: Final = 0.2
"""Seconds after which somebody looks whether the client is still there."""

RELAYED: Final = ("forwarded", "x-forwarded-")
"""How the headers begin by which a proxy tells of its client; the app sees none."""

_log = logging.getLogger(__name__)


class Gateway:
    """An RSGI app around a WSGI app."""

    def __init__(self, app: "WSGIApplication", settings: Settings) -> None:
        """Start no thread yet.

        Args:
            app: Who answers.
            settings: How long a body may be, and who may say where requests are from.
        """
        self._app = app
        self._settings = settings
        self._at_hand: AtHand | None = getattr(app, "at_hand", None)
        self._threads = ThreadPoolExecutor(THREADS, "request")

    async def __rsgi__(self, scope: "Scope", proto: "RSGIHTTPProtocol") -> None:
        """Answer one request."""
        if scope.method != scope.method.upper():  # the app would take it for the other
            refusal(HTTPStatus.NOT_IMPLEMENTED).send(proto, closing=True)
            return
        body = Body(scope, proto, self._settings.body)
        try:
            await body.gather()
        except TimeoutError:
            refusal(HTTPStatus.REQUEST_TIMEOUT).send(proto, closing=True)
            return
        except CutError:
            refusal(HTTPStatus.BAD_REQUEST).send(proto, closing=True)
            return
        environ = self._environ(scope, body)
        reply = self._quick(environ) or await self._slow(environ, proto)
        reply.send(proto, closing=body.too_long)
        if body.too_long:
            await body.discard()

    def close(self) -> None:
        """Begin nothing more; what runs may end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _quick(self, environ: "WSGIEnvironment") -> Reply | None:
        if self._at_hand is None:
            return None
        reply = Reply()
        found = self._at_hand(environ, reply.start)
        if found is None:
            return None
        reply.body = b"".join(found)
        return reply

    async def _slow(
        self, environ: "WSGIEnvironment", proto: "RSGIHTTPProtocol"
    ) -> Reply:
        loop = asyncio.get_running_loop()
        gone = threading.Event()
        environ[GONE] = gone.is_set
        watches: list[asyncio.Task[None]] = []

        def look() -> None:
            watches.append(loop.create_task(_watch(proto, gone)))

        later = loop.call_later(ATTENTION, look)
        try:
            return await loop.run_in_executor(self._threads, self._call, environ)
        finally:
            later.cancel()
            for watch in watches:
                watch.cancel()

    def _call(self, environ: "WSGIEnvironment") -> Reply:
        reply = Reply()
        environ["wsgi.file_wrapper"] = reply.hand
        try:
            found = self._app(environ, reply.start)
            try:
                if not reply.file:
                    reply.body += b"".join(found)
            finally:
                if close := getattr(found, "close", None):
                    close()
        except Exception:  # noqa: BLE001 - the client gets an answer whatever happens
            _log.exception("a request failed")
            return refusal(HTTPStatus.INTERNAL_SERVER_ERROR)
        return reply

    def _environ(self, scope: "Scope", body: Body) -> "WSGIEnvironment":
        host, port = _apart(scope.server)
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": scope.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": scope.path.encode().decode("latin-1"),
            "QUERY_STRING": scope.query_string,
            "SERVER_NAME": host,
            "SERVER_PORT": port,
            "SERVER_PROTOCOL": "HTTP/1.0" if scope.http_version == "1" else "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body.content),
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        said = _tell(scope, environ)
        environ["REMOTE_ADDR"] = self._client(_apart(scope.client)[0], said)
        if environ.pop("HTTP_TRANSFER_ENCODING", None):  # it has come in one piece
            environ["CONTENT_LENGTH"] = str(len(body.content))
        return environ

    def _client(self, address: str, said: str) -> str:
        """Say who asks: the address, or who the operator's own proxy says it is."""
        if said and address == self._settings.proxy:
            return said.rpartition(",")[2].strip()
        return address


def _tell(scope: "Scope", environ: "WSGIEnvironment") -> str:
    """Add the headers, and return what a proxy says of where a request is from."""
    said = ""
    for name, value in scope.headers.items():
        if name.startswith(RELAYED):
            said = value if name == "x-forwarded-for" else said
        elif "_" not in name:  # else it would look like the one with a dash
            key = "HTTP_" + name.upper().replace("-", "_")
            if name in {"content-type", "content-length"}:
                key = key.removeprefix("HTTP_")
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    return said


def _apart(address: str) -> tuple[str, str]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port


async def _watch(proto: "RSGIHTTPProtocol", gone: threading.Event) -> None:
    await proto.client_disconnect()
    gone.set()
