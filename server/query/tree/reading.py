"""Read the tree of a query from its text.

Source: SPARQL 1.1 Query Language, section 19.8, productions 1 to 3.
"""

from server.query import prologue
from server.query.lexer import tokens
from server.query.tree import groups
from server.query.tree.cursor import Cursor
from server.query.tree.nodes import Query


def read(text: str, base: str = "") -> Query:
    """Read a query.

    Args:
        text: The query, whether ``guard`` has seen it or not.
        base: What relative IRIs begin with until the query says so itself.

    Returns:
        Its tree.

    Raises:
        QuerySyntaxError: If it is no SPARQL 1.1 query, or nested too deep. What is
            wrong inside an expression may pass; the engine will say so.
    """  # noqa: DOC502 - raised by the cursor
    found = list(tokens(text))
    cursor = Cursor(text, found, prologue.declared(found, base))
    query = groups.whole(cursor)
    if not cursor.done:
        cursor.fail("the end of the query")
    return query
