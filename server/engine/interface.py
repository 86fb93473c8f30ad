"""What an engine is: whoever answers queries, and the words it is asked in.

The web process holds an engine and evaluates nothing. An engine checks every query
itself, so no caller can forget to.

Source: SPARQL 1.1 Query Language, section 13.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Protocol, runtime_checkable

from ontology.terms import ASSERTED, DEFAULT
from server.problems import Problem
from server.query.forms import Form
from server.query.guard import Checked

SHOWN: Final = 1_000
"""Rows on a page; the page says when there are more and links to all of them."""


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
        body: The bytes; for ``text/html`` the first rows of a table, as JSON results
            with one member more, ``total``: how many rows there are.
        media_type: What they are.
        form: The form of the query.
    """

    body: bytes
    media_type: str
    form: Form


def stays() -> bool:
    """Whether the client has left, for callers who cannot leave."""
    return False


class Engine(Protocol):
    """Anything that answers queries."""

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = stays,
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


@runtime_checkable
class Figured(Protocol):
    """An engine that can tell how it is."""

    def figures(self) -> Mapping[str, int]:
        """Count queries that wait, workers that work, and those that died."""


def lost() -> Problem:
    """Say that the engine went away while it was asked."""
    return Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        type="engine-lost",
        title="The query service does not answer",
        detail="The query's answer was lost; the service is being started again.",
        headers={"Retry-After": "1"},
    )
