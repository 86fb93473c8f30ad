"""Answer a query again without asking again; the app inside stays the judge.

Only complete answers of status 200 that last as long as the release are kept. A hit is
what the app answered, byte for byte; ``Cache-Status`` alone tells. Errors are never
kept, so whoever is refused is refused by the app. To keep pages of other addresses too,
``reading`` has to say what their answers depend on; nothing here would change.

Source: RFC 9211 (Cache-Status); RFC 9110, sections 13 and 15.4.5.
"""

from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Final

from werkzeug.http import parse_etags, remove_entity_headers
from werkzeug.wrappers import Response

from server.cache import reading
from server.cache.flights import Flight, Flights
from server.cache.reading import Wanted
from server.cache.shelf import Answer, Shelf
from server.refusals import TooManyError
from server.settings import Settings
from server.turns import SPENT, Turns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NAME: Final = "BorderKG"
SAFE: Final = frozenset({"GET", "HEAD"})


class Cache:
    """The middleware."""

    def __init__(
        self, app: "WSGIApplication", edition: str, settings: Settings, turns: Turns
    ) -> None:
        """Begin with nothing kept.

        Args:
            app: What is asked when nothing is kept.
            edition: The release it serves and the code that draws its pages.
            settings: The room, and the limits of a request.
            turns: Where clients have their places.
        """
        self._app = app
        self._edition = edition
        self._settings = settings
        self._turns = turns
        self._shelf = Shelf(settings.cache)
        self._flights = Flights()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        """Answer one request."""
        request = reading.exact(environ, self._settings.body)
        if request is None:
            return self._app(environ, start_response)
        if kept := self._shelf.find(request):
            return _send(kept, "hit", environ, start_response)
        wanted = reading.wanted(environ, request, self._edition, self._settings)
        if wanted is None:
            return self._app(environ, start_response)
        with self._flights.board(wanted.key) as (flight, leads):
            if leads:
                found, how = self._fetch(flight, wanted, request, environ)
                return _send(found, how, environ, start_response)
        if brought := self._follow(flight, environ):
            return _send(brought, "fwd=miss; collapsed", environ, start_response)
        return self._app(environ, start_response)

    def at_hand(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes] | None":
        """Answer what was asked in these very words; nothing, if that is not kept."""
        request = reading.exact(environ, self._settings.body)
        if request is None or not (kept := self._shelf.find(request)):
            return None
        return _send(kept, "hit", environ, start_response)

    def _fetch(
        self, flight: Flight, wanted: Wanted, request: bytes, environ: "WSGIEnvironment"
    ) -> tuple[Answer | Response, str]:
        """Ask the app, unless somebody else just did; keep what can be kept."""
        if kept := self._shelf.find_same(wanted.key, request):
            flight.answer = kept
            return kept, "hit"
        # The whole answer is wanted, whichever part of it this client needs.
        asked = {**environ, "REQUEST_METHOD": _whole(environ["REQUEST_METHOD"])}
        asked.pop("HTTP_IF_NONE_MATCH", None)
        told = Response.from_app(self._app, asked, buffered=True)
        answer = _lasting(told, wanted)
        if answer is None:
            return told, "fwd=miss"
        flight.answer = answer
        stored = self._shelf.keep(wanted.key, request, answer)
        return answer, "fwd=miss; stored" if stored else "fwd=miss"

    def _follow(self, flight: Flight, environ: "WSGIEnvironment") -> Answer | None:
        """Wait for another's answer: a place in the queue, but no turn."""
        since = monotonic()
        try:
            with self._turns.place(environ.get("REMOTE_ADDR", "")):
                return flight.wait(self._turns.patience)
        except TooManyError:
            return None  # the app refuses it, or has room by now
        finally:
            environ[SPENT] = monotonic() - since


def _lasting(told: Response, wanted: Wanted) -> Answer | None:
    """Take what the app told as an answer to keep, if it is one."""
    headers = told.headers
    etag, is_weak = told.get_etag()
    cached = told.cache_control
    foreseen = headers.get("Content-Encoding") in {None, wanted.coding}
    if (
        told.status_code != HTTPStatus.OK
        or cached.no_store
        or cached.private
        or etag is None
        or is_weak
        or told.mimetype != wanted.media_type
        or not foreseen
    ):
        return None
    headers.remove("Date")  # whoever sends it says when
    return Answer(tuple(headers), told.get_data(), etag)


def _send(
    found: Answer | Response,
    how: str,
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
) -> "Iterable[bytes]":
    """Send an answer, or only that the client has it already."""
    headers = [*found.headers, ("Cache-Status", f"{NAME}; {how}")]
    method = environ["REQUEST_METHOD"]
    if isinstance(found, Response):
        start_response(found.status, headers)
        return [] if method == "HEAD" else [found.get_data()]
    asked = environ.get("HTTP_IF_NONE_MATCH", "") if method in SAFE else ""
    if asked and parse_etags(asked).contains_weak(found.etag):
        remove_entity_headers(headers)
        start_response("304 NOT MODIFIED", headers)
        return []
    start_response("200 OK", headers)
    return [] if method == "HEAD" else [found.body]


def _whole(method: str) -> str:
    return "GET" if method == "HEAD" else method
