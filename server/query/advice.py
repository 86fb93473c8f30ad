"""Suggest what a writer of SPARQL may have meant where a query stops being one.

Each rule knows one common mistake; the first that applies speaks. A suggestion is a
clause one can act on: ``write FILTER``, ``add PREFIX wd: <…>``.

Source: the mistakes in tests/server/mistakes.jsonl.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from server.query import prologue, spelling
from server.query.brackets import PAIRS, unmatched
from server.query.forms import FORMS
from server.query.lexer import at
from server.query.spot import Spot

_SHOWN: Final = 200
_LONG: Final = 3
"""Letters that a word must have to be taken for another, misspelt."""

_QUOTES: Final = frozenset("“”„‟«»‘’`´")  # noqa: RUF001 - they are meant
_IRI: Final = re.compile(r"<[^<>\n]*>")


def suggest(spot: Spot) -> str:
    """Suggest how to mend a query.

    Args:
        spot: Where it stops being one.

    Returns:
        A clause without a full stop, or nothing.
    """
    said = next((said for rule in RULES for said in rule(spot)), "")
    return said if len(said) <= _SHOWN else ""


def _undeclared(spot: Spot) -> Iterator[str]:
    token = spot.token()
    declared = prologue.declared(spot.found).prefixes
    name = token.text.partition(":")[0]
    if token.kind == "name" and name not in declared:
        yield spelling.prefix(name, list(declared))


def _beginning(spot: Spot) -> Iterator[str]:
    """Mistakes before the form: the prologue in Turtle's way, or without its colon."""
    token, before = spot.token(), spot.word(-1)
    if token.kind == "language" and token.text.lower() in {"@prefix", "@base"}:
        yield f"write {token.text[1:].upper()} without @, and no dot behind the line"
    elif before == "PREFIX" and token.kind == "word":
        yield f"write {token.text}:"
    elif spot.word(-2) == "PREFIX" and spot.token(-1).kind == "name":
        yield "write the namespace in angle brackets"
    elif token.text == "." and spot.word(-3) == "PREFIX":
        yield "remove the dot; a PREFIX line has none"


def _misspelt(spot: Spot) -> Iterator[str]:
    """A word that is no keyword and no function."""
    for distance in (0, -1):
        word, behind = spot.word(distance), spot.token(distance + 1).text
        if not word or word == "A" or word in spelling.KEYWORDS | spelling.FUNCTIONS:
            continue
        if word in spelling.MEANT:
            yield f"write {spelling.MEANT[word]}"
            return
        if len(word) < _LONG:
            continue
        words = spelling.KEYWORDS
        if behind == "(":
            words = spelling.FUNCTIONS | {"FILTER", "BIND", "HAVING", "VALUES"}
        elif spot.index + distance == prologue.declared(spot.found).end:
            words = frozenset({*FORMS, *spelling.PROLOGUE})
        near = spelling.nearest(word, words)
        if near:
            yield f"write {near}"
            return


def _operator(spot: Spot) -> Iterator[str]:
    """Signs and words that other languages have."""
    before, token, behind = spot.token(-1), spot.token(), spot.token(1)
    if token.text == "=" == before.text or token.text == "=" == behind.text:
        yield "write = once"
    elif token.text == "<>":
        yield "write !="
    elif token.text in {"&", "|"}:
        yield f"write {token.text * 2}"
    elif token.text in _QUOTES:
        yield "write straight quotes"


def _column(spot: Spot) -> Iterator[str]:
    """Columns of SELECT in SQL's way."""
    words = [t.text.upper() for t in spot.found[: spot.index] if t.kind == "word"]
    inside = "SELECT" in words and "WHERE" not in words
    if not inside or any(t.text == "{" for t in spot.found[: spot.index]):
        return
    if spot.token().text == ",":
        yield "separate columns with spaces"
    elif spot.word() in spelling.FUNCTIONS or spot.word() == "AS":
        yield "write (… AS ?name) in brackets"


def _sorted(spot: Spot) -> Iterator[str]:
    """ORDER and GROUP without BY; DESC behind its key."""
    before = spot.word(-1)
    if before in {"ORDER", "GROUP"} and spot.word() != "BY":
        yield f"write {before} BY"
    elif before in {"ASC", "DESC"} and spot.token().text != "(":
        yield f"write {before}(…) around what to sort by"


def _bracket(spot: Spot) -> Iterator[str]:
    """Brackets without a partner."""
    alone = unmatched(spot.found)
    token = spot.token()
    before = [each for each in alone.open if each.start < token.start]
    if before:
        opening = before[-1]
        line, column = at(spot.text, opening.start)
        closing = PAIRS[opening.text]
        yield f"close the {opening.text} of line {line}, column {column} with {closing}"
    elif token in alone.closed:
        yield f"remove the {token.text}; it closes nothing"


def _iri(spot: Spot) -> Iterator[str]:
    """An IRI with a character that none may have."""
    token = spot.token()
    if token.text != "<":
        return
    written = _IRI.match(spot.text, token.start)
    if written is None:
        yield "end the IRI with >"
    elif " " in written[0]:
        yield "write %20 for a space in an IRI"


def _verb(spot: Spot) -> Iterator[str]:
    if spot.token().text == "A":
        yield "write a in lower case"


def _missing(spot: Spot) -> Iterator[str]:
    """What must stand before the wrong token and does not."""
    token, before, opened = spot.token(), spot.word(-1), spot.opened()
    if before == "FILTER" and token.text != "(":
        yield "put the condition in brackets"
    elif before == "WHERE" and token.text != "{":
        yield "open the pattern with {"
    elif before == "SELECT" and token.text == "{":
        yield "name the columns, or write * for all"
    elif before in {"LIMIT", "OFFSET"}:
        yield "write a whole number"
    elif opened == "(" and token.kind == "variable" and spot.token(1).text == ")":
        yield f"write AS {token.text}"
    elif opened == "(" and token.kind == "word" and spot.token(-1).kind == "mark":
        yield f'write "{token.text}" in quotes'
    elif opened in {"{", "["} and token.text in {"}", "]", "."}:
        yield "complete the triple: subject, predicate, object"


def _dot(spot: Spot) -> Iterator[str]:
    """A triple that begins where the one before has not ended."""
    if spot.wanted.startswith("a dot"):
        yield "end the triple before with a dot"


RULES: Final[tuple[Callable[[Spot], Iterator[str]], ...]] = (
    _beginning,
    _undeclared,
    _sorted,
    _column,
    _misspelt,
    _operator,
    _iri,
    _verb,
    _bracket,
    _missing,
    _dot,
)
"""The rules, the surest first."""
