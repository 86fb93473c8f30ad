"""The place where a query stops being one, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.query.brackets import unmatched
from server.query.lexer import Token

TERMS: Final = frozenset({"variable", "iri", "name", "string", "number", "blank"})
"""The kinds of token that are terms."""


def shortened(text: str, longest: int) -> str:
    """Cut what is too long to be repeated."""
    return text if len(text) <= longest else text[:longest] + "…"


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a text is no query.

    Attributes:
        detail: A clause without a full stop.
        where: Line and column.
        expected: What could have stood there, in words, if that is known.
        suggestion: What to do, as a clause, if that is known.
    """

    detail: str
    where: tuple[int, int]
    expected: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a query stops being one.

    Attributes:
        text: The query.
        found: Its tokens.
        index: The token that is wrong; their number if the query ends too early.
        wanted: What our own reading expects there, if it stops there too.
    """

    text: str
    found: Sequence[Token]
    index: int
    wanted: str = ""

    def token(self, distance: int = 0) -> Token:
        """Give the wrong token, or one before or behind it; an empty mark if none."""
        place = self.index + distance
        if 0 <= place < len(self.found):
            return self.found[place]
        return Token("mark", "", len(self.text))

    def word(self, distance: int = 0) -> str:
        """Give that token in capitals if it is a word."""
        token = self.token(distance)
        return token.text.upper() if token.kind == "word" else ""

    def opened(self) -> str:
        """Give the bracket around the token, or nothing."""
        before = unmatched(self.found[: self.index]).open
        return before[-1].text if before else ""

    def expected(self) -> str:
        """Say what could have stood here, in words, or nothing."""
        if self.wanted or self.opened() != "(":
            return self.wanted
        before = self.token(-1)
        ends = before.kind in TERMS or before.text == ")"
        return "an operator, a comma or )" if ends else "a term or a function"
