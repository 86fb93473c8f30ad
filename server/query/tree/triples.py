"""Read triples and expand them: lists of predicates and objects, brackets, collections.

``[ :p :o ]`` is a blank node and a pattern about it; ``(1 2)`` a chain of two cells.

Source: SPARQL 1.1 Query Language, sections 4.2 and 19.8 (productions 52 to 105).
"""

from server.query.tree import terms
from server.query.tree.cursor import Cursor
from server.query.tree.nodes import Block, Pattern, Term


def begins(cursor: Cursor) -> bool:
    """Whether a triple may begin with what comes next."""
    token = cursor.next
    if token.kind == "mark":
        return token.text in {"[", "(", "+", "-"}
    if token.kind == "language":
        return False
    return token.kind != "word" or cursor.word in {"TRUE", "FALSE"}


def block(cursor: Cursor) -> Block:
    """Read triples up to whatever else stands in a group.

    Args:
        cursor: Where the first subject begins.

    Returns:
        The triple patterns, in the order of the text.
    """
    start = cursor.next.start
    found: list[Pattern] = []
    _subject(cursor, found)
    end = cursor.end
    while cursor.mark == ".":
        end = cursor.take().end
        if not begins(cursor):
            return Block(start, end, tuple(found))
        _subject(cursor, found)
        end = cursor.end
    if begins(cursor):
        cursor.fail("a dot, a semicolon, a comma or }")
    return Block(start, end, tuple(found))


def _subject(cursor: Cursor, found: list[Pattern]) -> None:
    start, before = cursor.next.start, len(found)
    subject = _node(cursor, found)
    # Brackets and collections may say all there is: ``[ :p ?o ] .``
    if len(found) == before or not _ends(cursor):
        _properties(cursor, subject, start, found)


def _ends(cursor: Cursor) -> bool:
    """Whether what comes next begins no predicate."""
    if cursor.next.kind == "word":
        return cursor.next.text != "a"
    return cursor.done or cursor.mark in {".", "]", "}", "{"}


def _properties(
    cursor: Cursor, subject: Term, start: int, found: list[Pattern]
) -> None:
    """Read predicates and their objects; each list may end with semicolons."""
    while True:
        begins = min(start, cursor.next.start)
        predicate = terms.verb(cursor)
        while True:
            begins = min(begins, cursor.next.start)
            own = len(found)
            obj = _node(cursor, found)
            # The pattern comes before those of its object's own brackets.
            found.insert(own, Pattern(begins, cursor.end, subject, predicate, obj))
            if not cursor.skip(","):
                break
            begins = cursor.next.start
        start = len(cursor.text)
        if cursor.mark != ";":
            return
        while cursor.skip(";"):
            pass
        if _ends(cursor):
            return


def _node(cursor: Cursor, found: list[Pattern]) -> Term:
    """Read a subject or object; what its brackets say is found along the way."""
    if cursor.mark == "[":
        with cursor.deeper():
            return _brackets(cursor, found)
    if cursor.mark == "(":
        with cursor.deeper():
            return _collection(cursor, found)
    read = terms.term(cursor)
    if read is None:
        cursor.fail("a term")
    return read


def _brackets(cursor: Cursor, found: list[Pattern]) -> Term:
    opening = cursor.take()
    label = f"[{opening.start}"
    node = Term(opening.start, opening.end, "blank", label)
    if cursor.mark != "]":
        _properties(cursor, node, len(cursor.text), found)
    cursor.expect("]")
    return Term(opening.start, cursor.end, "blank", label)


def _collection(cursor: Cursor, found: list[Pattern]) -> Term:
    """Read a collection; the cell of an item has the item's span."""
    opening = cursor.take()
    items: list[Term] = []
    inner: list[list[Pattern]] = []
    while cursor.mark != ")":
        about: list[Pattern] = []
        items.append(_node(cursor, about))
        inner.append(about)
    end = cursor.take().end
    cells = [Term(i.start, i.end, "blank", f"({i.start}") for i in items]
    cells.append(Term(end - 1, end, "iri", terms.NIL))
    for item, about, cell, rest in zip(items, inner, cells, cells[1:], strict=False):
        for name, value in ((terms.FIRST, item), (terms.REST, rest)):
            predicate = Term(item.start, item.end, "iri", name)
            found.append(Pattern(item.start, item.end, cell, predicate, value))
        found += about
    head = cells[0]
    return Term(opening.start, end, head.kind, head.value)
