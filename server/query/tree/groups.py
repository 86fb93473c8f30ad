"""Read groups: what stands between braces, and the queries that stand there.

Group, query and expression hold one another, so what reads them calls itself; the
cursor counts the levels and refuses what is deeper than it allows.

Source: SPARQL 1.1 Query Language, section 19.8, productions 7 to 10 and 53 to 67.
"""

from dataclasses import replace
from typing import cast

from server.query.forms import ANY, FORMS
from server.query.tree import data, modifiers, triples
from server.query.tree.cursor import Cursor
from server.query.tree.expressions import constraint, named
from server.query.tree.nodes import (
    Alternatives,
    Bind,
    Block,
    Element,
    Filter,
    Group,
    Nested,
    Query,
    Term,
)


def group(cursor: Cursor) -> Group:
    """Read a group.

    Args:
        cursor: Where its brace opens.

    Returns:
        The group.
    """
    with cursor.deeper():
        start = cursor.expect("{").start
        elements: list[Element] = []
        if cursor.word == "SELECT":
            elements.append(select(cursor))
        else:
            while cursor.mark != "}":
                elements.append(_element(cursor))
        cursor.expect("}")
    return Group(start, cursor.end, tuple(elements))


def select(cursor: Cursor) -> Query:
    """Read a SELECT query, the whole one or one inside a group.

    Args:
        cursor: Where SELECT stands.

    Returns:
        The query.
    """
    start = cursor.expect("SELECT").start
    distinct = cursor.word if cursor.word in {"DISTINCT", "REDUCED"} else ""
    cursor.skip("DISTINCT", "REDUCED")
    columns: list[Term | Bind] = []
    while cursor.next.kind == "variable" or cursor.mark == "(":
        bracketed = cursor.mark == "("
        columns.append(_bind(cursor) if bracketed else cursor.variable())
    if not columns and not cursor.skip("*"):
        cursor.fail("a variable, an expression in brackets or *")
    modifiers.dataset(cursor)
    return _rest(cursor, Query(start, start, "SELECT", distinct, tuple(columns)))


def whole(cursor: Cursor) -> Query:
    """Read a query behind its prologue.

    Args:
        cursor: Where its form stands.

    Returns:
        The query.
    """
    start, form = cursor.next.start, FORMS.get(cursor.word)
    if form == "SELECT":
        return select(cursor)
    if form is None:
        cursor.fail(ANY)
    cursor.take()
    if form == "CONSTRUCT":
        return _construct(cursor, start)
    resources: list[Term] = []
    if form == "DESCRIBE" and not cursor.skip("*"):
        while cursor.next.kind in {"variable", "iri", "name"}:
            is_variable = cursor.next.kind == "variable"
            resources.append(cursor.variable() if is_variable else cursor.iri())
        if not resources:
            cursor.fail("a variable, an IRI or *")
    modifiers.dataset(cursor)
    return _rest(cursor, Query(start, start, form, resources=tuple(resources)))


def _construct(cursor: Cursor, start: int) -> Query:
    """Read CONSTRUCT; its short form has its pattern for a template."""
    template = None
    if cursor.mark == "{":
        template = group(cursor)
    modifiers.dataset(cursor)
    found = _rest(cursor, Query(start, start, "CONSTRUCT"), short=template is None)
    if template is None:
        template = cast("Group", found.where)
    blocks = [each for each in template.elements if isinstance(each, Block)]
    if len(blocks) != len(template.elements):
        cursor.fail("a template of triples alone")
    written = tuple(pattern for each in blocks for pattern in each.patterns)
    return replace(found, template=written)


def _rest(cursor: Cursor, query: Query, *, short: bool = False) -> Query:
    """Read the pattern and everything behind it."""
    where = None
    if short:  # the only place where WHERE may not be left out
        cursor.expect("WHERE")
        where = group(cursor)
    elif cursor.skip("WHERE") or cursor.mark == "{" or query.form != "DESCRIBE":
        where = group(cursor)
    found = modifiers.read(cursor, query, group)
    values = data.values(cursor) if cursor.word == "VALUES" else None
    return replace(found, where=where, values=values, end=cursor.end)


def _element(cursor: Cursor) -> Element:
    """Read one thing that may stand in a group, and the dot behind it."""
    match cursor.word:
        case "OPTIONAL" | "MINUS" | "GRAPH" | "SERVICE":
            element: Element = _nested(cursor)
        case "FILTER":
            start = cursor.take().start
            held = constraint(cursor, group)
            element = Filter(start, cursor.end, held)
        case "BIND":
            start = cursor.take().start
            bound = _bind(cursor)
            element = Bind(start, cursor.end, bound.expression, bound.variable)
        case "VALUES":
            element = data.values(cursor)
        case _:
            if cursor.mark != "{":
                if not triples.begins(cursor):
                    cursor.fail("a triple, a keyword such as FILTER, or }")
                return triples.block(cursor)
            element = _alternatives(cursor)
    cursor.skip(".")
    return element


def _nested(cursor: Cursor) -> Nested:
    opening = cursor.take()
    kind = opening.text.upper()
    name = None
    if kind == "SERVICE":
        cursor.skip("SILENT")
    if kind in {"GRAPH", "SERVICE"}:
        is_variable = cursor.next.kind == "variable"
        name = cursor.variable() if is_variable else cursor.iri()
    inner = group(cursor)
    return Nested(opening.start, cursor.end, kind, inner, name)  # type: ignore[arg-type]  # one of the four


def _alternatives(cursor: Cursor) -> Alternatives:
    branches = [group(cursor)]
    while cursor.skip("UNION"):
        branches.append(group(cursor))
    return Alternatives(branches[0].start, cursor.end, tuple(branches))


def _bind(cursor: Cursor) -> Bind:
    """Read ``(expression AS ?variable)``."""
    start = cursor.expect("(").start
    expression = named(cursor, group)
    cursor.expect("AS")
    variable = cursor.variable()
    cursor.expect(")")
    return Bind(start, cursor.end, expression, variable)
