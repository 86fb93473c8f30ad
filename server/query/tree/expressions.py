"""Read expressions as text, and the groups inside them as groups.

Source: SPARQL 1.1 Query Language, section 19.8, productions 68 to 73 and 107 to 128.
"""

from collections.abc import Callable
from typing import Final

from server.query.tree.cursor import Cursor
from server.query.tree.nodes import Exists, Expression, Group, Term

AGGREGATES: Final = frozenset(
    {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
)
Grouping = Callable[[Cursor], Group]
"""How to read a group; the caller knows, who imports this module."""


def constraint(cursor: Cursor, group: Grouping) -> Expression:
    """Read what may follow FILTER or stand as a key: brackets, a call, EXISTS.

    Args:
        cursor: Where it begins.
        group: How to read a group.

    Returns:
        The expression, brackets included.
    """
    start = cursor.next.start
    reading = _Reading(group)
    if reading.exists(cursor):
        return reading.expression(start, cursor.end)
    if cursor.next.kind in {"word", "iri", "name"}:
        reading.step(cursor)
    if cursor.mark != "(":
        cursor.fail("an expression in brackets")
    cursor.take()
    reading.upto(cursor)
    cursor.expect(")")
    return reading.expression(start, cursor.end)


def named(cursor: Cursor, group: Grouping) -> Expression:
    """Read an expression up to the AS or bracket that ends it.

    Args:
        cursor: Where it begins, behind the bracket.
        group: How to read a group.

    Returns:
        The expression.
    """
    start = cursor.next.start
    reading = _Reading(group)
    reading.upto(cursor, "AS")
    if cursor.next.start == start:
        cursor.fail("an expression")
    return reading.expression(start, cursor.end)


class _Reading:
    """What was found in one expression so far."""

    def __init__(self, group: Grouping) -> None:
        self._group = group
        self._variables: list[str] = []
        self._exists: list[Exists] = []
        self._aggregate = False
        self._terms: list[Term] = []
        self._typed = False  # what comes next is a datatype

    def expression(self, start: int, end: int) -> Expression:
        """Put the finds together."""
        variables = tuple(dict.fromkeys(self._variables))
        return Expression(
            start,
            end,
            variables,
            tuple(self._exists),
            self._aggregate,
            tuple(self._terms),
        )

    def upto(self, cursor: Cursor, word: str = ")") -> None:
        """Take tokens up to a word or bracket that is outside all brackets."""
        depth = 0
        while depth or (cursor.word or cursor.mark) not in {word, ")"}:
            if self.exists(cursor):
                continue
            if cursor.done or cursor.mark in {"{", "}"}:
                cursor.fail(")")
            depth += (cursor.mark == "(") - (cursor.mark == ")")
            self.step(cursor)

    def step(self, cursor: Cursor) -> None:
        """Take one token; a name must have a prefix that is declared."""
        self._aggregate = self._aggregate or cursor.word in AGGREGATES
        if cursor.next.kind == "variable":
            self._variables.append(cursor.variable().value)
        elif cursor.next.kind in {"name", "iri"}:
            term = cursor.iri()
            if cursor.mark != "(" and not self._typed:
                self._terms.append(term)
        else:
            self._typed = cursor.take().text == "^^"
            return
        self._typed = False

    def exists(self, cursor: Cursor) -> bool:
        """Take EXISTS or NOT EXISTS with its group, if one comes next."""
        start = cursor.next.start
        negated = cursor.skip("NOT")
        if not cursor.skip("EXISTS"):
            return negated  # NOT IN: the rest follows as it stands
        group = self._group(cursor)
        self._exists.append(Exists(start, cursor.end, group, negated))
        return True
