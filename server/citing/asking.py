"""Ask for an answer once more, and say whether it is the one that was cited."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from pyoxigraph import RdfFormat, Triple, parse

from server.citing import results
from server.citing.results import IncomparableError
from server.engine.interface import DatasetSpec, Engine
from server.negotiation import RESULTS
from server.problems import Problem
from server.query.forms import carried
from server.query.guard import Checked

LONGEST: Final = 1_000_000
"""Bytes of an answer that is hashed: the process that does it answers everybody."""

VOLATILE: Final = (
    "the query may ask for the time or for chance, so its answer is another one "
    "each time"
)

_TRIPLES: Final = "application/n-triples"
_PARTS: Final = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether today's answer is the one that was cited.

    Attributes:
        says: ``new`` where nothing was cited yet.
        today: The hash of today's answer; nothing where there is none.
        reason: Why answers cannot be compared, or nothing.
        problem: The problem that the query ran into, if it did.
    """

    says: Literal["new", "same", "differs", "incomparable"]
    today: str = ""
    reason: str = ""
    problem: Problem | None = None


def compare(
    query: Checked,
    dataset: DatasetSpec,
    cited: str,
    engine: Engine,
    gone: Callable[[], bool],
) -> Verdict:
    """Ask a query, and compare its answer with the one that was cited.

    Args:
        query: The query.
        dataset: The graphs to ask.
        cited: The hash of the answer that was cited, or nothing.
        engine: Who answers.
        gone: Whether the client has left.

    Returns:
        The verdict; an answer that cannot be had is one that cannot be compared.
    """
    if query.volatile:
        return Verdict("incomparable", reason=VOLATILE)
    try:
        today = _ask(query, dataset, engine, gone)
    except IncomparableError as problem:
        return Verdict("incomparable", reason=str(problem))
    except Problem as problem:
        reason = f"the query has no answer: {problem.title}. {problem.detail}"
        return Verdict("incomparable", reason=reason, problem=problem)
    if not cited:
        return Verdict("new", today)
    return Verdict("same" if today == cited else "differs", today)


def shown(query: Checked, told: Mapping[str, Any]) -> str:
    """Hash the answer that a page shows whole.

    Args:
        query: The query.
        told: Its answer as JSON results; triples as rows of three.

    Returns:
        The hash.

    Raises:
        IncomparableError: If there is none.
    """
    if query.volatile:
        raise IncomparableError(VOLATILE)
    if "boolean" in told:
        return results.of_boolean(told["boolean"])
    columns, rows = told["head"].get("vars", []), told["results"]["bindings"]
    if carried(query.form) == "rows":
        in_order = results.ordered(query.text)
        return results.of_rows(columns, rows, in_order=in_order)
    terms = ([results.term(row[part]) for part in _PARTS] for row in rows)
    return results.of_graph(Triple(*three) for three in terms)  # type: ignore[arg-type]


def _ask(
    query: Checked, dataset: DatasetSpec, engine: Engine, gone: Callable[[], bool]
) -> str:
    """Ask a query, and hash its answer.

    Raises:
        IncomparableError: If the answer is too long.
    """
    rows = carried(query.form) == "rows"
    answer = engine.run(query, dataset, RESULTS if rows else _TRIPLES, gone).body
    if len(answer) > LONGEST:
        message = (
            f"the answer has {len(answer)} bytes, and only those of up to {LONGEST} "
            "are compared; ask for less, or cite the release"
        )
        raise IncomparableError(message)
    if rows:
        return shown(query, json.loads(answer))
    found = parse(answer, format=RdfFormat.N_TRIPLES)
    return results.of_graph(quad.triple for quad in found)
