"""Who answers queries: a small interface, and the engine that runs on this machine.

The web process holds an engine and evaluates nothing. ``run`` checks every query
itself, so no caller can forget to.

Source: DESIGN, section 5.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus
from time import monotonic
from typing import Any, Final, Protocol

from graph.release import Release
from ontology.terms import ASSERTED, DEFAULT
from server.engine import frames
from server.engine.child import Child
from server.engine.evaluation import Request
from server.negotiation import Family, best
from server.problems import Problem
from server.query import guard
from server.query.guard import Checked, Form
from server.settings import Settings

ATTENTION: Final = 0.2
"""Seconds between two looks at whether the client is still there."""

ROWS: Final = frozenset({"SELECT", "ASK"})


@dataclass(frozen=True, slots=True)
class DatasetSpec:
    """The graphs a request names; none means the query's FROM, else the default view.

    Attributes:
        default_graphs: IRIs of what is merged into the default graph.
        named_graphs: IRIs of the graphs that GRAPH sees.
    """

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @classmethod
    def default(cls) -> "DatasetSpec":
        """The view with what was inferred."""
        return cls((DEFAULT,))

    @classmethod
    def asserted(cls) -> "DatasetSpec":
        """The view without what was inferred."""
        return cls((ASSERTED,))


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer.

    Attributes:
        body: The bytes; for ``text/html`` the rows of a table, as JSON results.
        media_type: What they are.
        form: The form of the query.
    """

    body: bytes
    media_type: str
    form: Form


def _stays() -> bool:
    return False


class Engine(Protocol):
    """Anything that answers queries."""

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = _stays,
    ) -> Answer:
        """Answer one query.

        Args:
            query: The query; one that ``guard`` let through is not checked again.
            dataset: The graphs to ask.
            media_type: The format; default CSV for rows and Turtle for triples.
            gone: Whether the client has left; asked now and then.

        Returns:
            The whole answer.

        Raises:
            Problem: If the query is refused, fails, or exceeds a limit.
        """


class Local:
    """The engine on this machine: a dispatcher and its killable workers."""

    def __init__(self, release: Release, settings: Settings) -> None:
        """Start the dispatcher; better before other threads are."""
        self.settings = settings
        self.child = Child(release.folder, settings)

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = _stays,
    ) -> Answer:
        """Answer one query, see ``Engine``.

        Raises:
            Problem: If the query is refused, fails, or exceeds a limit.
        """
        asked = guard.check(query, self.settings) if isinstance(query, str) else query
        family: Family = "rows" if asked.form in ROWS else "triples"
        chosen = best(
            family, media_type or ("text/csv" if family == "rows" else "text/turtle")
        )
        if not (dataset.default_graphs or dataset.named_graphs):
            dataset = DatasetSpec(asked.default_graphs, asked.named_graphs)
        request = Request(
            asked.text,
            asked.form,
            chosen.syntax,
            dataset.default_graphs,
            dataset.named_graphs,
            asked.star,
            asked.variables,
        )
        head, body = self._ask(frames.encode(asdict(request)), gone)
        if "problem" in head:
            raise Problem(**head["problem"])
        return Answer(body, chosen.media_type, asked.form)

    def close(self) -> None:
        """End the dispatcher after what it has been asked is answered."""
        self.child.close()

    def _ask(
        self, message: bytes, gone: Callable[[], bool]
    ) -> tuple[dict[str, Any], bytes]:
        latest = monotonic() + self.settings.deadline + 5

        def waiting() -> None:
            if gone() or monotonic() > latest:
                raise _lost()

        try:
            with self.child.connect() as connection:
                connection.settimeout(ATTENTION)
                with suppress(BrokenPipeError):  # refused unread; the reason follows
                    connection.sendall(message)
                return frames.receive(connection, waiting)
        except (OSError, frames.FrameError) as problem:
            raise _lost() from problem


@contextmanager
def start(release: Release, settings: Settings) -> Iterator[Local]:
    """Start the engine over a release, and end it afterwards.

    Args:
        release: What to ask.
        settings: The limits.

    Yields:
        The engine, ready.
    """
    local = Local(release, settings)
    try:
        yield local
    finally:
        local.close()


def _lost() -> Problem:
    return Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        type="engine-lost",
        title="The query service does not answer",
        detail="The query's answer was lost; the service is being started again.",
        headers={"Retry-After": "1"},
    )
