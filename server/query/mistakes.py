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
from server.query.advice import suggest
from server.query.lexer import at, tokens
from server.query.spot import Mistake, Spot, shortened
from server.query.tree.reading import read
from server.refusals import QuerySyntaxError

GAP: Final = " " * 32
"""Longer than any keyword or function name of SPARQL."""

_ERROR: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SHOWN: Final = 60


def explain(query: str, message: str) -> Mistake:
    """Say what is wrong with a query that does not parse, and where.

    Args:
        query: The query.
        message: What the engine said of it.

    Returns:
        The mistake.
    """
    found = list(tokens(query))
    texts = [dots.escape(token) for token in found]
    spread = GAP.join(texts) + GAP
    parsed = _ERROR.match(_complaint(spread) or message)
    if not parsed:
        return Mistake(message[:_SHOWN], (1, 1))
    offset = _offset(spread, int(parsed[1]), int(parsed[2]))
    said, index = _reason(parsed[3]), _index(texts, offset)
    where, expected = _stop(query)
    begun = [n for n, token in enumerate(found[: index + 1]) if token.text == "<"]
    if begun and ("IRI" in said or where == at(query, found[begun[-1]].start)):
        # The engine reads on behind a bracket that begins no IRI.
        index, said = begun[-1], "an IRI that begins so has no end or a space"
    here = at(query, found[index].start if index < len(found) else len(query))
    if "prefix not found" in said:
        here, expected = where, "a prefix that is declared"
    spot = Spot(query, found, index, expected if here == where else "")
    detail, place = _told(spot, said)
    return Mistake(detail, place, spot.expected(), suggest(spot))


def _told(spot: Spot, said: str) -> tuple[str, tuple[int, int]]:
    """Say what is wrong, and in which line and column."""
    if spot.index >= len(spot.found):
        place = at(spot.text, len(spot.text.rstrip()))
        return said or "the query ends too early", place
    token = spot.token()
    name = shortened(token.text, _SHOWN)
    detail = f"{name} is wrong here: {said}" if said else f"{name} is not expected here"
    return detail, at(spot.text, token.start)


def _stop(query: str) -> tuple[tuple[int, int], str]:
    """Say where our own reading stops, and what it expects there."""
    try:
        read(query, BASE)
    except QuerySyntaxError as problem:
        known = problem.extras
        return (known["line"], known["column"]), str(known.get("expected", ""))
    return (0, 0), ""


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


def _index(texts: list[str], offset: int) -> int:
    """Find the token before or at a position of the spread text, or the end."""
    begins = 0
    for index, text in enumerate(texts):
        begins += len(text) + len(GAP)
        if begins > offset:
            return index
    return len(texts)


def _reason(expected: str) -> str:
    """Keep what the engine says in words; lists of characters help nobody."""
    listed = re.split(r",\s+", expected.removeprefix("expected one of "))
    parts = [part.removeprefix("expected ").strip() for part in listed]
    words = [part for part in parts if re.fullmatch(r"[A-Za-z]+ [\w .-]+", part)]
    return ", ".join(w if w[:2].isupper() else w[0].lower() + w[1:] for w in words)
