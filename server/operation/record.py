"""One record a request: what is known of it once its answer is there.

A middleware of its own, outermost, so that answers from a cache are recorded too.
Who looks at records can never fail an answer.

A client is recorded as its network, never as its address, and nothing that it says of
itself (agent, referrer, cookies) at all.

Source: PEP 3333; RFC 9211 (Cache-Status).
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network
from time import perf_counter
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map
from werkzeug.wsgi import ClosingIterator

from server.problems import NOTE, QUERY, Noted

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

QUERIED: Final = "/sparql"
"""The route whose parameter ``query`` is a query."""

PREFIXES: Final = {4: 24, 6: 48}
"""How much of an address is recorded, in bits, by its version."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one request.

    Attributes:
        time: When it came.
        seconds: How long its answer took, without what the network needs.
        method: Its method.
        path: Its path, without the query string.
        route: The template of the route that answers there; nothing where none does.
        client: The network it came from.
        query: The SPARQL query it asks, where it asks one.
        status: The status of the answer.
        headers: The headers of the answer, names in lower case.
        problem: The type and the limit of the problem it ran into.
    """

    time: datetime
    seconds: float
    method: str
    path: str
    route: str
    client: str
    query: str | None
    status: int
    headers: dict[str, str]
    problem: Noted


@dataclass(slots=True)
class _Begun:
    """A request that is being answered."""

    time: datetime = field(default_factory=lambda: datetime.now(UTC))
    start: float = field(default_factory=perf_counter)
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)


class Recorded:
    """A WSGI app whose requests are recorded."""

    def __init__(
        self,
        app: "WSGIApplication",
        routes: Map,
        sinks: Sequence[Callable[[Record], object]],
    ) -> None:
        """Wrap an app.

        Args:
            app: The app, with whatever else is around it.
            routes: The routes of the Flask app within.
            sinks: Who gets the records.
        """
        self._app = app
        self._routes = routes.bind("")
        self._sinks = sinks

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request and record it."""
        begun = _Begun()

        def start(status, headers, *raised):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202 - PEP 3333
            begun.status = int(status.split(" ", 1)[0])
            begun.headers = {name.lower(): value for name, value in headers}
            return start_response(status, headers, *raised)

        try:
            body = self._app(environ, start)
        except BaseException:
            self._done(environ, begun)
            raise
        return after(environ, body, lambda: self._done(environ, begun))

    def _done(self, environ: "WSGIEnvironment", begun: _Begun) -> None:
        # Who looks on must not stand in the way.
        with suppress(Exception):
            record = self._record(environ, begun)
            for sink in self._sinks:
                with suppress(Exception):
                    sink(record)

    def _record(self, environ: "WSGIEnvironment", begun: _Begun) -> Record:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        method = environ.get("REQUEST_METHOD", "")
        route = self._route(path, method)
        return Record(
            time=begun.time,
            seconds=perf_counter() - begun.start,
            method=method,
            path=path,
            route=route,
            client=network(environ.get("REMOTE_ADDR", "")),
            query=_query(environ) if route == QUERIED else None,
            status=begun.status,
            headers=begun.headers,
            problem=environ.get(NOTE, Noted()),
        )

    def _route(self, path: str, method: str) -> str:
        try:
            return self._routes.match(path, method, return_rule=True)[0].rule
        except HTTPException:
            return ""


def after(
    environ: "WSGIEnvironment", body: Iterable[bytes], done: Callable[[], None]
) -> Iterable[bytes]:
    """Do something once an answer has been handed to the server.

    Args:
        environ: The request.
        body: The answer.
        done: What to do.

    Returns:
        The answer.
    """
    wrapper = environ.get("wsgi.file_wrapper")
    if isinstance(wrapper, type) and isinstance(body, wrapper):
        # A server sends its own kind of file without a thread, if nobody wraps it.
        done()
        return body
    return ClosingIterator(body, done)


def network(address: str) -> str:
    """Tell where a client is, without telling who it is.

    Args:
        address: An IP address, or whatever a server gives for one.

    Returns:
        Its network; nothing for what is no address.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network((found, PREFIXES[found.version]), strict=False))


def _query(environ: "WSGIEnvironment") -> str | None:
    """Find the query, also where a cache answered before it was read."""
    if QUERY in environ:
        return str(environ[QUERY])
    with suppress(ValueError):
        found = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=200)
        return found["query"][0] if "query" in found else None
    return None
