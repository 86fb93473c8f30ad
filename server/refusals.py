"""The problems that queries and requests run into, each a kind with its members.

    Problem
    ├── MalformedError      400  the request breaks the protocol
    ├── QuerySyntaxError    400  the query does not parse; line and column
    ├── DataSyntaxError     400  data do not parse; line and column
    ├── EvaluationError     400  the engine says it cannot be evaluated
    ├── LimitError          400, 413 or 414; the limit and what was measured
    ├── ReadOnlyError       403  an update, or SERVICE
    ├── NoSuchRowError      404  the answer of a query has no such row
    ├── UnacceptableError   406  no format fits; those there are
    ├── UnsupportedError    415  a body of another kind
    ├── TooManyError        429  one client asks too much at once
    └── TooLargeError       503  the answer exceeds its limit

Source: RFC 9457; SPARQL 1.1 Protocol, section 2.1.6 (success and failure).
"""

from collections.abc import Sequence
from http import HTTPStatus

from server.problems import Problem


class MalformedError(Problem):
    """A request that does not follow the protocol."""

    def __init__(self, *, detail: str) -> None:
        """Say what is wrong with it."""
        super().__init__(
            status=HTTPStatus.BAD_REQUEST,
            type="bad-request",
            title="The request is malformed",
            detail=detail,
        )


class QuerySyntaxError(Problem):
    """A text that is no SPARQL 1.1 query.

    Its members ``expected`` (what could have stood there, in words) and ``suggestion``
    (what to do) are there only where they are known.
    """

    def __init__(
        self,
        *,
        detail: str,
        where: tuple[int, int],
        expected: str = "",
        suggestion: str = "",
    ) -> None:
        """Say what is wrong in which line and column, and what may help."""
        line, column = where
        known = {"expected": expected, "suggestion": suggestion}
        help_ = {name: said for name, said in known.items() if said}
        super().__init__(
            status=HTTPStatus.BAD_REQUEST,
            type="syntax-error",
            title="The query does not parse",
            detail=f"Line {line}, column {column}: {detail}",
            extras={"line": line, "column": column, **help_},
        )


class DataSyntaxError(Problem):
    """Data that are not in the format they are said to be in."""

    def __init__(self, *, detail: str, where: tuple[int, int]) -> None:
        """Say what is wrong in which line and column."""
        line, column = where
        super().__init__(
            status=HTTPStatus.BAD_REQUEST,
            type="data-syntax-error",
            title="The data do not parse",
            detail=f"Line {line}, column {column}: {detail}",
            extras={"line": line, "column": column},
        )


class EvaluationError(Problem):
    """A query that parses and still has no answer, such as an unknown function.

    Its member ``suggestion`` (what to do) is there only where that is known.
    """

    def __init__(self, *, detail: str, suggestion: str = "") -> None:
        """Pass on what the engine says, and what may help."""
        super().__init__(
            status=HTTPStatus.BAD_REQUEST,
            type="evaluation-failed",
            title="The query cannot be evaluated",
            detail=detail,
            extras={"suggestion": suggestion} if suggestion else {},
        )


class LimitError(Problem):
    """A request that exceeds a limit of the settings."""

    def __init__(  # noqa: PLR0913 - all by name
        self,
        *,
        limit: str,
        allowed: float,
        measured: float,
        unit: str = "bytes",
        status: int = HTTPStatus.BAD_REQUEST,
        where: tuple[int, int] | None = None,
        at_least: bool = False,
    ) -> None:
        """Name the limit and the measured value, and where it was exceeded."""
        here = f"at least {measured}" if at_least else f"{measured}"
        place = {"line": where[0], "column": where[1]} if where else {}
        super().__init__(
            status=status,
            type="limit-exceeded",
            title="The request exceeds a limit",
            detail=f"At most {allowed} {unit} are allowed; here are {here}.",
            extras={"limit": limit, "allowed": allowed, "measured": measured, **place},
        )


class ReadOnlyError(Problem):
    """A request to change data or to ask another server."""

    def __init__(self, *, detail: str, where: tuple[int, int] | None = None) -> None:
        """Say what was asked for, and where."""
        line, column = where or (0, 0)
        super().__init__(
            status=HTTPStatus.FORBIDDEN,
            type="read-only",
            title="This endpoint only answers queries over its own data",
            detail=f"Line {line}, column {column}: {detail}" if where else detail,
            extras={"line": line, "column": column} if where else {},
        )


class NoSuchRowError(Problem):
    """A row that the answer of its query does not have."""

    def __init__(self, *, rows: int) -> None:
        """Say how many rows there are."""
        super().__init__(
            status=HTTPStatus.NOT_FOUND,
            type="no-such-row",
            title="The answer has no such row",
            detail=f"The answer of the query has {rows} rows, counted from 0, and this "
            "is none of them.",
            extras={"rows": rows},
        )


class UnacceptableError(Problem):
    """An answer in no format the client takes."""

    def __init__(self, *, detail: str, available: Sequence[str]) -> None:
        """List the formats there are."""
        super().__init__(
            status=HTTPStatus.NOT_ACCEPTABLE,
            type="not-acceptable",
            title="No format fits",
            detail=detail,
            extras={"available": list(available)},
        )


class UnsupportedError(Problem):
    """A body of a kind that is not read here."""

    def __init__(self, *, detail: str, accepted: str) -> None:
        """Say which kinds are."""
        super().__init__(
            status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            type="unsupported-media-type",
            title="The request's body is of a kind that is not read here",
            detail=detail,
            headers={"Accept-Post": accepted},
        )


class TooManyError(Problem):
    """More queries at once than one client may have."""

    def __init__(self, *, allowed: int, measured: int) -> None:
        """Name the client's share, and when to ask again."""
        super().__init__(
            status=HTTPStatus.TOO_MANY_REQUESTS,
            type="too-many-requests",
            title="Too many queries of yours at once",
            detail=f"One client may have {allowed} queries here at a time, which take "
            f"turns; yours are {measured}. Wait for answers before you ask more.",
            extras={"limit": "share", "allowed": allowed, "measured": measured},
            headers={"Retry-After": "1"},
        )


class TooLargeError(Problem):
    """An answer that exceeds its limit; part of one is never sent."""

    def __init__(self, limit: int, least: int) -> None:
        """Name the limit, how long the answer is at least, and all of the data."""
        super().__init__(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            type="result-too-large",
            title="The answer is too large",
            detail=f"An answer may have {limit} bytes and this one has at least "
            f"{least}; ask for less, add LIMIT, or take all of it from /dumps/.",
            extras={
                "limit": "answer",
                "allowed": limit,
                "measured": least,
                "dumps": "/dumps/",
            },
        )
