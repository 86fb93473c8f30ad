"""Read the terms of a triple pattern: literals, blank nodes, and paths as text.

Source: SPARQL 1.1 Query Language, section 19.8, productions 88 to 99 and 106 to 138.
"""

from typing import Final

from ontology.prefixes import PREFIXES
from server.query import escapes
from server.query.tree.cursor import Cursor
from server.query.tree.nodes import Term

_XSD: Final = PREFIXES["xsd"]
_RDF: Final = PREFIXES["rdf"]

TYPE: Final = f"{_RDF}type"
FIRST: Final = f"{_RDF}first"
REST: Final = f"{_RDF}rest"
NIL: Final = f"{_RDF}nil"

_BOOLEANS: Final = frozenset({"TRUE", "FALSE"})
_SIGNS: Final = frozenset({"+", "-"})
_LONG: Final = ('"""', "'''")


def term(cursor: Cursor) -> Term | None:
    """Read a term that is one piece; brackets are none.

    Args:
        cursor: Where it may begin.

    Returns:
        An IRI, variable, literal or labelled blank node; nothing if none begins here.
    """
    match cursor.next.kind:
        case "iri" | "name":
            return cursor.iri()
        case "variable":
            return cursor.variable()
        case "blank":
            token = cursor.take()
            return Term(token.start, token.end, "blank", token.text[2:])
    return literal(cursor)


def literal(cursor: Cursor) -> Term | None:
    """Read a literal, or nothing if none begins here."""
    token = cursor.next
    if token.kind == "string":
        return _string(cursor)
    if cursor.word in _BOOLEANS:
        cursor.take()
        value = token.text.lower()
        return Term(token.start, token.end, "literal", value, f"{_XSD}boolean")
    if token.kind == "number" or cursor.mark in _SIGNS:
        return _number(cursor)
    return None


def verb(cursor: Cursor) -> Term:
    """Read a predicate: a variable, an IRI, ``a``, or a path.

    Args:
        cursor: Where it begins.

    Returns:
        The predicate; a path of one step without signs is that IRI.
    """
    if cursor.next.kind == "variable":
        return cursor.variable()
    start, depth, signs = cursor.next.start, 0, 0
    parts: list[Term] = []
    while True:
        while cursor.mark in {"^", "!", "("}:
            depth += cursor.mark == "("
            signs += cursor.take().text != "("
        if not (signs and cursor.mark == ")"):  # ``!()`` is a path too
            parts.append(_step(cursor))
        while cursor.mark in {"*", "+", "?"} or (depth and cursor.mark == ")"):
            closes = cursor.take().text == ")"
            depth -= closes
            signs += not closes
        if not cursor.skip("/", "|"):
            break
        signs += 1
    if depth:
        cursor.fail(")")
    if not signs:
        return parts[0]
    text = cursor.text[start : cursor.end]
    return Term(start, cursor.end, "path", text, parts=tuple(parts))


def _step(cursor: Cursor) -> Term:
    if cursor.next.kind == "word" and cursor.next.text == "a":
        token = cursor.take()
        return Term(token.start, token.end, "iri", TYPE)
    if cursor.next.kind not in {"iri", "name"}:
        cursor.fail("a predicate")
    return cursor.iri()


def _string(cursor: Cursor) -> Term:
    token = cursor.take()
    quotes = 3 if token.text.startswith(_LONG) else 1
    value = escapes.string(token.text[quotes:-quotes])
    datatype = language = ""
    if cursor.next.kind == "language":
        language = cursor.take().text[1:]
    elif cursor.skip("^^"):
        datatype = cursor.iri().value
    return Term(token.start, cursor.end, "literal", value, datatype, language)


def _number(cursor: Cursor) -> Term:
    start, sign = cursor.next.start, ""
    if cursor.mark in _SIGNS:
        sign = cursor.take().text
    if cursor.next.kind != "number":
        cursor.fail("a number")
    value = sign + cursor.take().text
    kind = "integer"
    if "." in value:
        kind = "decimal"
    if "e" in value.lower():
        kind = "double"
    return Term(start, cursor.end, "literal", value, _XSD + kind)
