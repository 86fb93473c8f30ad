"""Serve a release by one of several HTTP servers, for ``bench.web`` to measure.

    python -m bench.candidates NAME PORT FOLDER

All serve the same app over the same engine, behind the same stand-in for an answer
cache, so only the way in differs. ``ours`` is what ``borderkg serve`` uses. The others
are not dependencies: ``pip install waitress gunicorn cheroot uvicorn a2wsgi``.
"""

import logging
import sys
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph.release import open_release
from server import create_app, run
from server.engine import local as engine
from server.settings import Settings
from server.web.serving import Web

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HOST: Final = "127.0.0.1"
THREADS: Final = 16
KEPT: Final = "kept=1"
"""How a query string ends whose answer may come from the stand-in cache."""

TRIVIAL: Final = "/trivial"


class Standin:
    """The least that an answer cache does: find bytes in a table."""

    def __init__(self, app: "WSGIApplication") -> None:
        """Begin empty."""
        self._app = app
        self._kept: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {}

    def __call__(
        self, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer from the table, or ask the app and remember."""
        found = self.at_hand(environ, start)
        if found is not None:
            return found
        if not environ["QUERY_STRING"].endswith(KEPT):
            return self._app(environ, start)
        told: list[Any] = []
        body = b"".join(self._app(environ, lambda *head: told.extend(head)))  # type: ignore[arg-type]
        self._kept[environ["QUERY_STRING"]] = (told[0], told[1], body)
        start(told[0], told[1])
        return [body]

    def at_hand(
        self, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes] | None:
        """Answer from the table, or not at all."""
        if environ["PATH_INFO"] == TRIVIAL:
            start("200 OK", [("Content-Length", "3"), ("Content-Type", "text/plain")])
            return [b"ok\n"]
        kept = self._kept.get(environ["QUERY_STRING"])
        if kept is None:
            return None
        start(*kept[:2])
        return [kept[2]]


def _ours(app: "WSGIApplication", port: int) -> None:
    with run.listen(HOST, port) as listening:
        Web(app, listening, Settings()).run()


def _ours_threads_only(app: "WSGIApplication", port: int) -> None:
    _ours(partial(app), port)  # which hides that it has anything at hand


def _granian_wsgi(workers: int) -> Callable[["WSGIApplication", int], None]:
    def serve(app: "WSGIApplication", port: int) -> None:
        server = import_module("granian").Granian(
            "app",
            address=HOST,
            port=port,
            interface="wsgi",
            workers=workers,
            blocking_threads=THREADS,
            log_enabled=False,
        )
        server.serve(target_loader=lambda *_, **__: app, wrap_loader=False)

    return serve


def _waitress(app: "WSGIApplication", port: int) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = import_module("waitress.server").create_server(
        app,
        host=HOST,
        port=port,
        threads=THREADS,
        channel_request_lookahead=1,  # else a hang-up is not seen
        connection_limit=1_000,
        asyncore_use_poll=True,
    )
    server.run()


def _gunicorn(app: "WSGIApplication", port: int) -> None:
    base: Any = import_module("gunicorn.app.base").BaseApplication

    class Gunicorn(base):  # type: ignore[misc]  # known when it runs
        def load_config(self) -> None:
            told = {"bind": f"{HOST}:{port}", "threads": THREADS, "loglevel": "error"}
            for name, value in (told | {"worker_class": "gthread"}).items():
                self.cfg.set(name, value)

        def load(self) -> "WSGIApplication":
            return app

    Gunicorn().run()


def _cheroot(app: "WSGIApplication", port: int) -> None:
    server = import_module("cheroot.wsgi").Server
    server((HOST, port), app, numthreads=THREADS).start()


def _uvicorn(app: "WSGIApplication", port: int) -> None:
    wrapped = import_module("a2wsgi").WSGIMiddleware(app, workers=THREADS)
    import_module("uvicorn").run(wrapped, host=HOST, port=port, log_level="error")


CANDIDATES: Final[dict[str, Callable[["WSGIApplication", int], None]]] = {
    "ours": _ours,
    "ours, threads only": _ours_threads_only,
    "granian WSGI": _granian_wsgi(1),
    "granian WSGI, 2 workers": _granian_wsgi(2),
    "waitress": _waitress,
    "gunicorn gthread": _gunicorn,
    "cheroot": _cheroot,
    "uvicorn, a2wsgi": _uvicorn,
}


def main(name: str, port: str, folder: str) -> None:
    """Serve a release by one candidate until ended."""
    # Whoever is measured is one client and greedy.
    settings = Settings(share=1_000, queue=1_000)
    release = open_release(Path(folder))
    with engine.start(release, settings) as running:
        app = Standin(create_app(release, running, settings).wsgi_app)
        CANDIDATES[name](app, int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
