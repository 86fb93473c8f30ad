"""Write a query so that every store reads in it what this server read.

Stores differ in small things: which base a relative IRI has, which dots and escapes a
name may hold, which prefixes are there undeclared. So names and IRIs are written in
full, comments and the prologue left out; what remains is the same to all.

GRAPH sees what the views' graphs hold and nothing else of the store: not the views
themselves where they are graphs, not its own system graphs, not our mark.

Functions of a store's own (``bif:``, ``sql:``) may read files and call out, so a
query that names one is refused.

Source: SPARQL 1.1 Query Language, sections 4.1, 8.3 and 13.3; Virtuoso's manual on
SPARQL extensions.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ontology.prefixes import BASE
from ontology.terms import VIEWS
from server.query import prologue
from server.query.brackets import closing
from server.query.lexer import Token, at, tokens
from server.query.prologue import Prologue
from server.refusals import ReadOnlyError

_OWN: Final = re.compile(r"bif:|sql:|\w+::", re.IGNORECASE)
"""How a store's own functions and pragmas begin; no name of the web does."""

_GLUED: Final = re.compile(r"(true|false)(GRAPH)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_ECHARS: Final = {
    '"': r"\"",
    "'": r"\'",
    "\\": r"\\",
    "\n": r"\n",
    "\r": r"\r",
    "\t": r"\t",
}
"""The characters that a string says otherwise, and how."""

_NONE: Final = "<urn:x-borderkg:no-graph>"
"""A graph that no store has."""

_HIDDEN: Final = ", ".join(f"<{view}>" for view in VIEWS)


def plain(text: str, base: str, *, graphs: bool = False) -> str:
    """Write a query out.

    Args:
        text: A query that ``guard`` let through and our own parser reads.
        base: What relative IRIs begin with.
        graphs: Whether views are named graphs in the store. Virtuoso, chosen a
            default graph, then finds little in a GRAPH that is named by its IRI, and
            all of it where a variable is compared with the IRI.

    Returns:
        The same query, for any store; it may have more variables.
    """
    found = list(_apart(tokens(text)))
    declared = prologue.declared(found, base)
    found = found[declared.end :]
    written = [_written(text, token, declared) for token in found]
    unused = "_" * max((len(t.text) for t in found if t.kind == "variable"), default=1)
    filters: dict[int, str] = {}
    for index in _named(found):
        graph = written[index]
        end = closing(found, index + 1)
        if found[index].kind == "variable":
            ours = f'STRSTARTS(STR({graph}), "{BASE}")'
            filters[end] = f" FILTER({graph} NOT IN ({_HIDDEN}) && {ours})"
            continue
        written[index] = graph if _ours(graph[1:-1]) else _NONE
        if graphs:
            filters[end] = f" FILTER(?{unused}{index} = {written[index]})"
            written[index] = f"?{unused}{index}"
    parts, end = list[str](), found[0].start
    for index, token in enumerate(found):
        gap = " " if token.start > end else ""
        parts += [gap, written[index], filters.get(index, "")]
        end = token.end
    return "".join(parts)


def _written(text: str, token: Token, declared: Prologue) -> str:
    """Write one token, a name or an IRI in full.

    Raises:
        ReadOnlyError: If it is a function of the store's own.
    """
    if token.kind == "string":
        return _ESCAPED.sub(_unescaped, token.text)
    if token.kind not in {"iri", "name"}:
        return token.text
    iri = prologue.resolve(text, token, declared)
    if _OWN.match(iri):
        detail = "This is a store's own function, which this endpoint does not offer."
        raise ReadOnlyError(detail=detail, where=at(text, token.start))
    return f"<{iri}>"


def _apart(found: Iterator[Token]) -> Iterator[Token]:
    """Take GRAPH off a word before it; our parser needs no space between them."""
    for token in found:
        glued = _GLUED.fullmatch(token.text) if token.kind == "word" else None
        if glued is None:
            yield token
            continue
        yield Token("word", glued[1], token.start)
        yield Token("word", glued[2], token.start + glued.start(2))


def _unescaped(match: re.Match[str]) -> str:
    """Write a character that is given by its number as itself.

    Some stores read such escapes before anything else, and a quotation mark then ends
    the string.
    """
    number = match[1] or match[2]
    if not number:
        return match[0]
    character = chr(int(number, 16))
    return _ECHARS.get(character, character)


def _named(found: Sequence[Token]) -> Iterator[int]:
    """Yield where GRAPH is followed by a variable or an IRI."""
    for index, (word, graph) in enumerate(pairwise(found)):
        is_graph = word.kind == "word" and word.text.upper() == "GRAPH"
        if is_graph and graph.kind in {"variable", "iri", "name"}:
            yield index + 1


def _ours(iri: str) -> bool:
    """Whether a graph is one that GRAPH sees."""
    return iri.startswith(BASE) and iri not in VIEWS
