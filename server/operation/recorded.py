"""Record each request once its answer is there: a middleware, outermost.

Outermost, so that answers from a cache are recorded too. Who looks at records can
never fail an answer.

Source: PEP 3333.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from server.operation.record import Record, Sink, network
from server.operation.wsgi import after, at_hand
from server.problems import NOTES, Notes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

QUERIED: Final = "/sparql"
"""The route whose parameter ``query`` is a query."""


@dataclass(slots=True)
class _Begun:
    """A request that is being answered."""

    time: datetime = field(default_factory=lambda: datetime.now(UTC))
    start: float = field(default_factory=perf_counter)
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)


class Recorded:
    """A WSGI app whose requests are recorded."""

    def __init__(
        self,
        app: "WSGIApplication",
        routes: Map,
        sinks: Sequence[Sink],
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
        environ[NOTES] = begun.notes
        try:
            body = self._app(environ, _told(begun, start_response))
        except BaseException:
            self._done(environ, begun)
            raise
        return after(environ, body, lambda: self._done(environ, begun))

    def at_hand(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes] | None:
        """Answer and record what the app within can answer without a wait."""
        begun = _Begun()
        body = at_hand(self._app, environ, _told(begun, start_response))
        if body is not None:
            self._done(environ, begun)
        return body

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
        notes = begun.notes
        query = notes.query
        if query is None and route == QUERIED:
            query = _query(environ)
        return Record(
            time=begun.time,
            seconds=perf_counter() - begun.start,
            method=method,
            path=path,
            route=route,
            client=network(environ.get("REMOTE_ADDR", "")),
            query=query,
            status=begun.status,
            headers=begun.headers,
            problem=notes.problem,
            limit=notes.limit,
        )

    def _route(self, path: str, method: str) -> str:
        try:
            return self._routes.match(path, method, return_rule=True)[0].rule
        except HTTPException:
            return ""


def _told(begun: _Begun, start_response: "StartResponse") -> "StartResponse":
    """Listen to what an app says of its answer."""

    def start(status, headers, *raised):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202 - PEP 3333
        begun.status = int(status[:3])
        begun.headers = {name.lower(): value for name, value in headers}
        return start_response(status, headers, *raised)

    return start


def _query(environ: "WSGIEnvironment") -> str | None:
    """Find the query where a cache answered before anybody noted it."""
    with suppress(ValueError):
        found = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=200)
        return found["query"][0] if "query" in found else None
    return None
