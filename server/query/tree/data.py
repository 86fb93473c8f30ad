"""Read VALUES: data that stand in the query itself.

Source: SPARQL 1.1 Query Language, sections 10.2 and 19.8 (productions 61 to 65).
"""

from server.query.tree import terms
from server.query.tree.cursor import Cursor
from server.query.tree.nodes import Term, Values


def values(cursor: Cursor) -> Values:
    """Read a block of data, with one column without brackets or with several.

    Args:
        cursor: Where VALUES stands.

    Returns:
        Its columns and rows; each row has a cell for each column.
    """
    start = cursor.expect("VALUES").start
    many = cursor.skip("(")
    variables: list[Term] = []
    while cursor.next.kind == "variable" and (many or not variables):
        variables.append(cursor.variable())
    if many:
        cursor.expect(")")
    elif not variables:
        cursor.fail("a variable")
    cursor.expect("{")
    rows: list[tuple[Term | None, ...]] = []
    while cursor.mark != "}":
        if many:
            cursor.expect("(")
        row: list[Term | None] = []
        while len(row) < len(variables):
            row.append(_cell(cursor))
        if many:
            cursor.expect(")")
        rows.append(tuple(row))
    cursor.expect("}")
    return Values(start, cursor.end, tuple(variables), tuple(rows))


def _cell(cursor: Cursor) -> Term | None:
    if cursor.skip("UNDEF"):
        return None
    kinds = {"iri", "name"}
    read = cursor.iri() if cursor.next.kind in kinds else terms.literal(cursor)
    if read is None:
        cursor.fail("an IRI, a literal or UNDEF")
    return read
