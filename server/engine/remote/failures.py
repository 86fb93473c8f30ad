"""What goes wrong between this server and the store behind it, in plain words.

The store is the operator's: its address, its headers and its pages stay unsaid.

    Problem
    ├── BrokenError   502  the store cannot be reached, or what it says is no answer
    ├── PartialError  502  the store says that it left some of the answer out
    └── LateError     504  the store gave up, or had not answered in time

Source: RFC 9110, sections 15.6.3 and 15.6.5; RFC 9457.
"""

from http import HTTPStatus

from server.problems import Problem


class BrokenError(Problem):
    """A store that is not there, or whose answer is none.

    Attributes:
        reason: What it did, alone.
    """

    def __init__(self, *, detail: str) -> None:
        """Say what it did."""
        self.reason = detail
        super().__init__(
            status=HTTPStatus.BAD_GATEWAY,
            type="store-failed",
            title="The store behind this endpoint failed",
            detail=f"{detail} The query may be good; ask again later.",
        )


class PartialError(Problem):
    """An answer that the store cut short; part of one is never sent."""

    def __init__(self, *, detail: str) -> None:
        """Say how the store cut it."""
        super().__init__(
            status=HTTPStatus.BAD_GATEWAY,
            type="store-partial",
            title="The store behind this endpoint left out part of the answer",
            detail=f"{detail} Nothing is sent, since a part would look like the whole; "
            "ask for less, or add LIMIT.",
        )


class LateError(Problem):
    """A store that needs more time than a query has."""

    def __init__(self, *, detail: str) -> None:
        """Say how long it took."""
        super().__init__(
            status=HTTPStatus.GATEWAY_TIMEOUT,
            type="store-late",
            title="The store behind this endpoint takes too long",
            detail=f"{detail} Change the query before you ask again.",
        )


def late(allowed: float, measured: float) -> Problem:
    """Make the problem of a query that a store had not answered in time.

    Args:
        allowed: How many seconds a query has.
        measured: How many it was there.

    Returns:
        The problem, with both as members.
    """
    problem = LateError(
        detail=f"A query has {allowed} seconds and the store had not answered by then."
    )
    problem.extras |= {
        "limit": "deadline",
        "allowed": allowed,
        "measured": round(measured, 2),
    }
    return problem
