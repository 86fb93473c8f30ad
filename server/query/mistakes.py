"""Find where a query stops being SPARQL.

The engine's parser reports the furthest character it looked at, and for a keyword it
looks as far ahead as the keyword is long: of ``SELECT{}`` it says that DESCRIBE is
expected at column 9. So the query is parsed once more with wide gaps between its
tokens; the furthest look then falls into the gap behind the token that is wrong.

Source: measured with pyoxigraph 0.5.13; its messages are ``error at 1:9: expected …``.
"""

import re
from typing import Final

from pyoxigraph import Store

from ontology.prefixes import BASE
from server.query import dots
from server.query.lexer import Token, at, tokens

GAP: Final = " " * 32
"""Longer than any keyword or function name of SPARQL."""

_ERROR: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SHOWN: Final = 60


def explain(query: str, message: str) -> tuple[str, tuple[int, int]]:
    """Say what is wrong with a query that does not parse, and where.

    Args:
        query: The query.
        message: What the engine said of it.

    Returns:
        A clause without a full stop, and line and column.
    """
    found = list(tokens(query))
    texts = [dots.escape(token) for token in found]
    spread = GAP.join(texts) + GAP
    parsed = _ERROR.match(_complaint(spread) or message)
    if not parsed:
        return message[:_SHOWN], (1, 1)
    offset = _offset(spread, int(parsed[1]), int(parsed[2]))
    wrong = _token(found, texts, offset)
    said = _reason(parsed[3])
    if wrong is None:
        return said or "the query ends too early", at(query, len(query.rstrip()))
    name = wrong.text if len(wrong.text) <= _SHOWN else wrong.text[:_SHOWN] + "…"
    detail = f"{name} is wrong here: {said}" if said else f"{name} is not expected here"
    return detail, at(query, wrong.start)


def _complaint(query: str) -> str:
    try:
        Store().query(query, base_iri=BASE)  # any base will do
    except SyntaxError as problem:
        return str(problem)
    return ""


def _offset(text: str, line: int, column: int) -> int:
    """Turn line and column into a position."""
    begins = 0
    for _ in range(line - 1):
        begins = text.find("\n", begins) + 1
    return begins + column - 1


def _token(found: list[Token], texts: list[str], offset: int) -> Token | None:
    """Find the token before or at a position of the spread text; None at its end."""
    begins = 0
    wrong = None
    for token, text in zip(found, texts, strict=True):
        if begins > offset:
            return wrong
        wrong = token
        begins += len(text) + len(GAP)
    return wrong if offset < begins else None


def _reason(expected: str) -> str:
    """Keep what the engine says in words; lists of characters help nobody."""
    listed = re.split(r",\s+", expected.removeprefix("expected one of "))
    parts = [part.removeprefix("expected ").strip() for part in listed]
    words = [part for part in parts if re.fullmatch(r"[A-Za-z]+ [\w .-]+", part)]
    return ", ".join(w if w[:2].isupper() else w[0].lower() + w[1:] for w in words)
