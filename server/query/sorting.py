"""Sort by value only among values that have an order.

The engine compares numbers by value and a number with a text by letters, so 9 < 10,
"10" < "5x" and "5x" < "9": its sort notices that this is no order, and the process
ends. ``SELECT * { ?s ?p ?o } ORDER BY ?o`` is enough where values are mixed.

So each variable or expression of ORDER BY gets a key before it: numbers come first,
then texts, then all other literals by datatype. SPARQL leaves the order between these
kinds open; within a kind, and for unbound values, blank nodes and IRIs, nothing
changes. A call that yields one kind only needs no key; an expression with a pattern in
it gets none, since a copy of a pattern is too dear.

Source: SPARQL 1.1 Query Language, section 15.1; measured with pyoxigraph 0.5.13.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ontology.prefixes import PREFIXES
from server.query.brackets import CLOSING, OPENING, closing
from server.query.lexer import Token, tokens

_TEXTS: Final = f"<{PREFIXES['xsd']}string>, <{PREFIXES['rdf']}langString>"
_ENDS: Final = frozenset({"LIMIT", "OFFSET", "VALUES"})
_WAYS: Final = frozenset({"ASC", "DESC"})
_ONE_KIND: Final = frozenset(
    {
        *("ABS", "AVG", "CEIL", "CONCAT", "CONTAINS", "COUNT", "DAY", "FLOOR"),
        *("GROUP_CONCAT", "HOURS", "LANG", "LCASE", "MINUTES", "MONTH", "RAND"),
        *("REGEX", "REPLACE", "ROUND", "SECONDS", "STR", "STRAFTER", "STRBEFORE"),
        *("STRENDS", "STRLEN", "STRSTARTS", "SUBSTR", "SUM", "UCASE", "YEAR"),
    }
)
"""Functions whose results all have an order among themselves."""


def grouped(text: str) -> str:
    """Sort by kind before value, wherever a query sorts.

    Args:
        text: The query.

    Returns:
        The query with its keys. Positions move, so mistakes are looked for in the
        text as it was.

    Raises:
        QuerySyntaxError: If a string is not closed.
    """  # noqa: DOC502 - raised by the lexer
    found = list(tokens(text))
    words = [token.text.upper() for token in found]
    parts, end = [], 0
    for index, pair in enumerate(pairwise(words)):
        if pair != ("ORDER", "BY") or found[index].kind != "word":
            continue
        for start, key in _keys(text, found[index + 2 :]):
            if start >= end:  # a query inside a sort key was seen before
                parts += [text[end:start], key]
                end = start
    return "".join([*parts, text[end:]])


def _keys(text: str, found: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the keys for one ORDER BY, each with its place."""
    index = 0
    while index < len(found):
        token, way = found[index], found[index].text.upper()
        if token.text in CLOSING or way in _ENDS:
            return
        brackets = index if token.text in OPENING else index + 1
        opened = brackets < len(found) and found[brackets].text in OPENING
        end = closing(found, brackets) + 1 if opened else index + 1
        if token.kind == "variable":
            end = index + 1
            expression = found[index:end]
        elif token.text == "(" or way in _WAYS:
            expression = found[brackets + 1 : end - 1]
        else:
            expression = found[index:end]
        if _is_mixed(expression):
            kind = _kind(text[expression[0].start : expression[-1].end])
            yield token.start, f"{way if way in _WAYS else ''}({kind}) "
        index = end


def _is_mixed(expression: Sequence[Token]) -> bool:
    """Tell whether an expression may yield values without an order."""
    if len(expression) < 2:  # noqa: PLR2004 - a variable is one token
        return bool(expression) and expression[0].kind == "variable"
    called = expression[0].text.upper() in _ONE_KIND and expression[1].text == "("
    whole = called and closing(expression, 1) == len(expression) - 1
    return not whole and all(token.text != "{" for token in expression)


def _kind(expression: str) -> str:
    datatype = f"DATATYPE({expression})"
    others = f"IF({datatype} IN ({_TEXTS}), '1', STR({datatype}))"
    return f"IF(isNumeric({expression}), '0', {others})"
