"""Hand each request to the app that answers now, and know which of them it still does.

One attribute says which app that is, so a request gets one app or the other, whole.

Source: PEP 3333.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.operation.wsgi import after, at_hand

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(slots=True)
class Place:
    """An app, and how many requests it is answering."""

    app: "WSGIApplication"
    running: int = 0


class Relay:
    """A WSGI app that is another one tomorrow."""

    def __init__(self, app: "WSGIApplication") -> None:
        """Let an app answer."""
        self._place = Place(app)
        self._lock = threading.Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request, with one app from its beginning to its end."""
        with self._lock:  # else an app could be ended between the two steps
            place = self._place
            place.running += 1
        try:
            body = place.app(environ, start_response)
        except BaseException:
            self._done(place)
            raise
        return after(environ, body, lambda: self._done(place))

    def at_hand(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes] | None:
        """Answer what takes no time, and needs nothing that could end."""
        return at_hand(self._place.app, environ, start_response)

    def exchange(self, app: "WSGIApplication") -> Place:
        """Let another app answer from now on.

        Args:
            app: The app.

        Returns:
            The one before, with the requests that it still answers.
        """
        with self._lock:
            before, self._place = self._place, Place(app)
        return before

    def _done(self, place: Place) -> None:
        with self._lock:
            place.running -= 1
