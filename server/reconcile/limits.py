"""What one request for reconciliation may ask; the manifest and the page say so too.

They keep the time of an answer within bounds, for it is worked out in the process that
holds the socket: a batch at every limit takes about a second, one of names a tenth.
"""

from collections.abc import Sized
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from server.refusals import LimitError


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit.

    Attributes:
        name: What a refusal's member ``limit`` calls it.
        most: How many there may be.
        unit: What is counted.
        meaning: Where it is counted.
        status: The status of a refusal.
    """

    name: str
    most: int
    unit: str
    meaning: str
    status: int = HTTPStatus.BAD_REQUEST

    def check(self, counted: Sized) -> None:
        """Refuse what is more than allowed.

        Raises:
            LimitError: If it is.
        """
        if len(counted) > self.most:
            raise LimitError(
                limit=self.name,
                allowed=self.most,
                measured=len(counted),
                unit=self.unit,
                status=self.status,
            )


BATCH: Final = Limit(
    "batch", 50, "queries", "in one batch", HTTPStatus.REQUEST_ENTITY_TOO_LARGE
)
NAME: Final = Limit("name", 500, "characters", "of a name, a prefix or a value")
TYPES: Final = Limit("types", 20, "types", "in one query")
CONSTRAINTS: Final = Limit("properties", 10, "properties", "in one query")
VALUES: Final = Limit("values", 10, "values", "of one property in a query")
KNOWN: Final = Limit("known", 200, "values", "of properties in one batch")
ROWS: Final = Limit(
    "rows", 200, "things", "in one extension", HTTPStatus.REQUEST_ENTITY_TOO_LARGE
)
COLUMNS: Final = Limit("columns", 20, "properties", "in one extension")

EVERY: Final = (BATCH, NAME, TYPES, CONSTRAINTS, VALUES, KNOWN, ROWS, COLUMNS)

CANDIDATES: Final = 10
"""Candidates that a query gets unless it says how many it wants."""

MOST: Final = 50
"""Candidates that a query gets at most, whatever it wants; so with suggestions."""

SUGGESTED: Final = 20
"""Suggestions in one answer; the cursor leads to more."""
