"""The judge as the web process sees it: started when first asked, asked, ended.

The web process reads no data of a stranger. Most servers are never asked, so the
judge and its memory are not there until then.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

from server.engine import frames
from server.engine.asking import ask
from server.engine.child import Child, EngineError
from server.engine.interface import lost
from server.problems import Problem
from server.settings import Settings

AT_ONCE: Final = 2
"""Data judged at a time; each takes a fraction of a second."""

MODULE: Final = "server.judge.process"


class Judging:
    """Whoever judges data over one release."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Start nothing yet.

        Args:
            folder: The release whose shapes are applied.
            settings: The limits of a query, which are those of judging too.
        """
        self._folder = folder
        # It never asks a store, so it has no need of the network.
        self._settings = replace(settings, workers=AT_ONCE, remote="")
        self._lock = threading.Lock()
        self._child: Child | None = None

    def report(
        self, data: bytes, media_type: str, gone: Callable[[], bool]
    ) -> tuple[Triple, ...]:
        """Judge some data.

        Args:
            data: What somebody wrote.
            media_type: In which format.
            gone: Whether they have left.

        Returns:
            The validation report.

        A ``Problem`` says that the data do not parse, or take too much.
        """  # noqa: DOC501 - made by ``_own``
        message = frames.encode({"media_type": media_type}, data)
        child = self._started()
        head, body = ask(child, message, self._settings.deadline, gone)
        if "problem" in head:
            raise _own(Problem(**head["problem"]))
        return tuple(quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))

    def close(self) -> None:
        """End the judge, if it was ever started."""
        with self._lock:
            if self._child:
                self._child.close()

    def _started(self) -> Child:
        with self._lock:
            if self._child is None:
                try:
                    child = Child(self._folder, self._settings, MODULE)
                    child.ready()
                    self._child = child
                except EngineError as problem:
                    raise lost() from problem
            return self._child


def _own(problem: Problem) -> Problem:
    """Say of a validation what the workers say of a query."""
    if problem.status != HTTPStatus.SERVICE_UNAVAILABLE or problem.type == "busy":
        return problem
    limit, allowed = (problem.extras.get(name, "") for name in ("limit", "allowed"))
    meant = {
        "deadline": f"It may take {allowed} seconds and needed more; it would again.",
        "memory": f"It may allocate {allowed} bytes and needed more; it would again.",
    }
    again = "Its process ended before the report was complete. Ask again once; if it "
    again += "ends again, the data are why."
    return Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        type="validation-ended",
        title="The validation was ended",
        detail=meant.get(limit, again),
        extras=problem.extras,
        headers=problem.headers,
    )
