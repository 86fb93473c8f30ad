"""Sort by value only among values that have an order.

The engine compares numbers by value and a number with a text by letters, so 9 < 10,
"10" < "5x" and "5x" < "9": its sort notices that this is no order, and the process
ends. ``SELECT * { ?s ?p ?o } ORDER BY ?o`` is enough where values are mixed.

So each variable of ORDER BY gets a key before it: numbers come first, then texts,
then all other literals by datatype. SPARQL leaves the order between these kinds open;
within a kind, and for unbound values, blank nodes and IRIs, nothing changes.

Source: SPARQL 1.1 Query Language, section 15.1; measured with pyoxigraph 0.5.13.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ontology.prefixes import PREFIXES
from server.query.census import CLOSING, OPENING
from server.query.lexer import Token, tokens

_TEXTS: Final = f"<{PREFIXES['xsd']}string>, <{PREFIXES['rdf']}langString>"
_ENDS: Final = frozenset({"LIMIT", "OFFSET", "VALUES"})
_WAYS: Final = frozenset({"ASC", "DESC"})


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
        for start, key in _keys(found[index + 2 :]):
            if start >= end:  # a query inside a sort key was seen before
                parts += [text[end:start], key]
                end = start
    return "".join([*parts, text[end:]])


def _keys(found: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the keys for one ORDER BY, each with its place."""
    depth = 0
    for index, token in enumerate(found):
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth < 0 or (depth == 0 and token.text.upper() in _ENDS):
            return
        before = found[max(index - 2, 0) : index]
        after = found[index + 1].text if index + 1 < len(found) else ""
        if token.kind != "variable":
            continue
        if depth == 0:
            yield token.start, f"({_kind(token.text)}) "
        elif depth == 1 and [t.text.upper() for t in before[1:]] == ["("]:
            way = before[0].text.upper()
            if way in _WAYS and after == ")":
                yield before[0].start, f"{way}({_kind(token.text)}) "


def _kind(variable: str) -> str:
    datatype = f"DATATYPE({variable})"
    others = f"IF({datatype} IN ({_TEXTS}), '1', STR({datatype}))"
    return f"IF(isNumeric({variable}), '0', {others})"
