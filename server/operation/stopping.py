"""The end of a server: nothing new, then what runs, then nothing.

SIGTERM, which service managers send, lets what runs be finished: the server says that
it is not ready, refuses what comes with 503, and ends with the last answer or, at the
latest, when a query could have met its deadline. A second signal, or Ctrl-C at once,
ends everything now.

Source: RFC 9110, section 15.6.4 (503).
"""

import os
import signal
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import monotonic, sleep
from types import FrameType
from typing import TYPE_CHECKING, Final

from flask import Flask

from server.operation.wsgi import after, at_hand
from server.problems import Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)

ATTENTION: Final = 0.05
"""Seconds between two looks at whether something still runs."""

GRACE: Final = 2.0
"""Seconds that what runs may need beyond a query's deadline."""


def stopping(app: Flask) -> "Stopping":
    """Give the one of an app."""
    found: Stopping = app.extensions["borderkg.stopping"]
    return found


class Stopping:
    """Whether a server stops, and what it still does; shared by all threads."""

    def __init__(self) -> None:
        """Begin with a server that goes on."""
        self.begun = False
        self.running = 0
        self._lock = threading.Lock()

    def refuse(self) -> None:
        """Refuse new work, once the server stops.

        Raises:
            Problem: 503, to be sent to another server or a little later.
        """
        if self.begun:
            raise Problem(
                status=HTTPStatus.SERVICE_UNAVAILABLE,
                type="stopping",
                title="This server is about to stop",
                detail="It finishes what it has begun and takes nothing new. Ask again "
                "in a moment: another one, or this one started again, will answer.",
                headers={"Retry-After": "1"},
            )

    def on_signals(self, end: Callable[[], None], patience: float) -> None:
        """Stop as this module says, if called in the main thread.

        Args:
            end: Ends everything, whatever still runs.
            patience: Seconds that a query may take.
        """

        def stop(number: int, _: FrameType | None) -> None:
            if number == signal.SIGTERM and not self.begun:
                self.begun = True
                wait = threading.Thread(target=self._wait, args=(patience,))
                wait.daemon = True
                wait.start()
                return
            for each in SIGNALS:
                signal.signal(each, signal.SIG_IGN)  # once is enough
            end()

        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                signal.signal(number, stop)

    def _wait(self, patience: float) -> None:
        """Send the second signal once nothing runs, or it took too long."""
        latest = monotonic() + patience + GRACE
        while self.running and monotonic() < latest:
            sleep(ATTENTION)
        os.kill(os.getpid(), signal.SIGTERM)

    def count(self, more: int) -> None:
        """Take note of a request that begins or ends."""
        with self._lock:
            self.running += more


class Counted:
    """A WSGI app that counts, for the end, the requests it is answering."""

    def __init__(self, app: "WSGIApplication", stopping: Stopping) -> None:
        """Wrap an app."""
        self._app = app
        self._stopping = stopping

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request, counted until its answer is handed over."""
        self._stopping.count(1)
        try:
            body = self._app(environ, start_response)
        except BaseException:
            self._stopping.count(-1)
            raise
        return after(environ, body, lambda: self._stopping.count(-1))

    def at_hand(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes] | None:
        """Answer what takes no time, and need not be counted."""
        return at_hand(self._app, environ, start_response)
