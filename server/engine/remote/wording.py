"""Write a query so that every store reads in it what this server read.

Stores differ in small things: which base a relative IRI has, which dots and escapes a
name may hold, which prefixes are there undeclared. So names and IRIs are written in
full, comments and the prologue left out; what remains is the same to all.

GRAPH sees what the views' graphs hold and nothing else of the store: not the views
themselves where they are graphs, not its own system graphs, not our mark.

Functions of a store's own (``bif:``, ``sql:``) may read files and call out, so a
query that names one is refused.

Source: SPARQL 1.1 Query Language, sections 4.1, 8.3 and 13.3; Virtuoso's manual on
SPARQL extensions; DESIGN, section 5.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

from ontology.prefixes import BASE
from ontology.terms import VIEWS
from server.query import prologue
from server.query.census import closing
from server.query.lexer import Token, at, tokens
from server.query.prologue import Prologue
from server.refusals import ReadOnlyError

_OWN: Final = re.compile(r"bif:|sql:|\w+::", re.IGNORECASE)
"""How a store's own functions and pragmas begin; no name of the web does."""

_HIDDEN: Final = ", ".join(f"<{view}>" for view in VIEWS)


def plain(text: str, base: str) -> str:
    """Write a query out.

    Args:
        text: A query that ``guard`` let through and our own parser reads.
        base: What relative IRIs begin with.

    Returns:
        The same query, for any store.
    """
    found = list(tokens(text))
    declared = prologue.declared(found)
    declared = replace(declared, base=declared.base or base)
    found = found[declared.end :]
    written = [_written(text, token, declared) for token in found]
    filters = dict(_filters(found, written))
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
    if token.kind not in {"iri", "name"}:
        return token.text
    iri = urljoin(declared.base, prologue.resolve(text, token, declared))
    if _OWN.match(iri):
        detail = "This is a store's own function, which this endpoint does not offer."
        raise ReadOnlyError(detail=detail, where=at(text, token.start))
    return f"<{iri}>"


def _filters(
    found: Sequence[Token], written: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Yield a condition after the closing brace of each GRAPH."""
    for index, word in enumerate(found[:-2]):
        if word.kind != "word" or word.text.upper() != "GRAPH":
            continue
        end = closing(found, index + 2)
        if condition := _condition(found[index + 1], written[index + 1]):
            yield end, f" FILTER({condition})"


def _condition(token: Token, written: str) -> str:
    if token.kind == "variable":
        ours = f'STRSTARTS(STR({written}), "{BASE}")'
        return f"{written} NOT IN ({_HIDDEN}) && {ours}"
    iri = written[1:-1]
    return "" if iri.startswith(BASE) and iri not in VIEWS else "1 = 2"
