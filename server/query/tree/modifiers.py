"""Read what stands around a query's pattern: FROM, GROUP BY, HAVING, ORDER BY, LIMIT.

Source: SPARQL 1.1 Query Language, section 19.8, productions 13 to 28.
"""

from dataclasses import replace
from typing import Final

from server.query.tree.cursor import Cursor
from server.query.tree.expressions import Grouping, constraint, named
from server.query.tree.nodes import Bind, Expression, Query, Term

_DIGITS: Final = 30
"""More digits than any count has; Python refuses to read very long numbers."""

_ENDS: Final = frozenset({"", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})


def dataset(cursor: Cursor) -> None:
    """Pass by FROM and FROM NAMED; ``prologue`` reads them."""
    while cursor.skip("FROM"):
        cursor.skip("NAMED")
        cursor.iri()


def read(cursor: Cursor, query: Query, group: Grouping) -> Query:
    """Read the modifiers of a query.

    Args:
        cursor: Where they may begin.
        query: The query so far.
        group: How to read a group.

    Returns:
        The query with its modifiers.
    """
    keys: list[Term | Bind | Expression] = []
    having: list[Expression] = []
    order: list[Expression] = []
    if cursor.skip("GROUP"):
        cursor.expect("BY")
        keys.append(_key(cursor, group))
        while _more(cursor):
            keys.append(_key(cursor, group))
    if cursor.skip("HAVING"):
        having.append(constraint(cursor, group))
        while _more(cursor, variables=False):
            having.append(constraint(cursor, group))
    if cursor.skip("ORDER"):
        cursor.expect("BY")
        order.append(_order(cursor, group))
        while _more(cursor):
            order.append(_order(cursor, group))
    counts: dict[str, int] = {}
    while (word := cursor.word) in {"LIMIT", "OFFSET"} and word not in counts:
        cursor.take()
        if cursor.next.kind != "number" or not cursor.next.text.isdecimal():
            cursor.fail("a whole number")
        counts[word] = int(cursor.take().text[:_DIGITS])
    return replace(
        query,
        group_by=tuple(keys),
        having=tuple(having),
        order_by=tuple(order),
        limit=counts.get("LIMIT"),
        offset=counts.get("OFFSET"),
    )


def _more(cursor: Cursor, *, variables: bool = True) -> bool:
    """Whether another key begins here."""
    kind = cursor.next.kind
    if kind == "mark":
        return cursor.mark == "("
    if kind == "word":
        return cursor.word not in _ENDS
    return kind in {"iri", "name"} or (variables and kind == "variable")


def _key(cursor: Cursor, group: Grouping) -> Term | Bind | Expression:
    if cursor.next.kind == "variable":
        return cursor.variable()
    if cursor.mark != "(":
        return constraint(cursor, group)
    start = cursor.take().start
    expression = named(cursor, group)
    if not cursor.skip("AS"):
        cursor.expect(")")
        return replace(expression, start=start, end=cursor.end)
    variable = cursor.variable()
    cursor.expect(")")
    return Bind(start, cursor.end, expression, variable)


def _order(cursor: Cursor, group: Grouping) -> Expression:
    start = cursor.next.start
    if cursor.next.kind == "variable":
        name = cursor.variable().value
        return Expression(start, cursor.end, (name,))
    return constraint(cursor, group)
