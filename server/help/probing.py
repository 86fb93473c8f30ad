"""Ask an engine small questions about a query, so many and so long and no more.

Each goes through ``Engine.run``, so it is checked, limited and evaluated as any query
is, on whatever engine there is. All of them together have one query's deadline.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from typing import Any, Final

from server.engine.interface import DatasetSpec, Engine, stays
from server.negotiation import RESULTS
from server.problems import Problem

PROBES: Final = 80
"""Questions that one explanation may ask."""

SLICE: Final = 0.25
"""The part of the deadline that one question may take; the first may take half."""

FIRST: Final = 0.5
_BUSY: Final = "busy"


class UnansweredError(Exception):
    """A question that has no answer.

    Attributes:
        reason: Why, as a clause.
        spent: Whether it was for want of time, memory or questions, so that the
            question itself may be well put.
    """

    def __init__(self, reason: str, *, spent: bool = True) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason
        self.spent = spent


@dataclass(slots=True)
class Prober:
    """Asks questions of one engine and counts them.

    Attributes:
        engine: Who answers.
        dataset: The graphs that the query asks.
        prologue: What stands before the query; its prefixes are used again.
        variable: A variable's name that the query does not use.
        seconds: How long all questions together may take.
        gone: Whether the client has left.
        allowed: How many questions may be asked.
        purpose: What they are asked for.
        used: How many were asked.
    """

    engine: Engine
    dataset: DatasetSpec
    prologue: str
    variable: str
    seconds: float
    gone: Callable[[], bool] = stays
    allowed: int = PROBES
    purpose: str = "an explanation"
    used: int = 0
    _latest: float = field(init=False)

    def __post_init__(self) -> None:
        """Let the time run."""
        self._latest = monotonic() + self.seconds

    def count(
        self, group: str, dataset: DatasetSpec | None = None, share: float = SLICE
    ) -> int:
        """Count the solutions of a group.

        Args:
            group: A group, braces included.
            dataset: The graphs to ask, if not those of the query.
            share: The part of the time it may take.

        Returns:
            How many there are.
        """
        name = self.variable
        found = self.rows(f"SELECT (COUNT(*) AS ?{name}) {group}", dataset, share)
        return int(found[0][name]["value"])

    def holds(self, group: str) -> bool:
        """Whether a group has any solution."""
        return bool(self._ask(f"ASK {group}", None, SLICE)["boolean"])

    def rows(
        self, select: str, dataset: DatasetSpec | None = None, share: float = SLICE
    ) -> list[dict[str, Any]]:
        """Ask for rows.

        Args:
            select: A query without prologue.
            dataset: The graphs to ask, if not those of the query.
            share: The part of the time it may take.

        Returns:
            Rows, as SPARQL 1.1 Query Results JSON has them.
        """
        found = self._ask(select, dataset, share)["results"]["bindings"]
        return list(found)

    def _ask(
        self, query: str, dataset: DatasetSpec | None, share: float
    ) -> dict[str, Any]:
        """Ask once.

        Raises:
            Problem: If the client has left, or nobody has time for it.
            UnansweredError: If there is no answer for another reason.
        """
        now = monotonic()
        if self.used >= self.allowed:
            reason = f"{self.allowed} questions were asked already"
            raise UnansweredError(reason)
        if now >= self._latest:
            reason = f"the {self.seconds:g} s for {self.purpose} were over"
            raise UnansweredError(reason)
        self.used += 1
        latest = min(self._latest, now + share * self.seconds)
        try:
            answer = self.engine.run(
                self.prologue + query,
                self.dataset if dataset is None else dataset,
                RESULTS,
                lambda: self.gone() or monotonic() > latest,
            )
        except Problem as problem:
            if self.gone() or problem.type == _BUSY:
                raise
            late = monotonic() > latest
            reason = f"it takes longer than {latest - now:.3g} s"
            raise UnansweredError(
                reason if late else problem.detail,
                spent=late or problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR,
            ) from problem
        found: dict[str, Any] = json.loads(answer.body)
        return found
