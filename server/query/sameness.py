r"""When two texts are one query: the same tokens, whatever white space and comments.

The grammar would let every gap go. The engine's parser reads some texts otherwise, so
less is let go, and two texts of one spelling differ in nothing that it sees either:

- a gap next to a bracket, comma or semicolon goes; elsewhere one stays a gap, and no
  gap stays none;
- between brackets that hold nothing the gap stays as it is: ``( )`` is a term, with a
  comment inside it is a mistake to the engine;
- ``?x<?y#c>`` is an IRI to the grammar, to the engine a comparison and a comment to the
  end of the line, and ``<'x>`` may begin a string. A text with such an IRI is the same
  as itself only.

Source: SPARQL 1.1 Query Language, section 19.8; measured with pyoxigraph 0.5.13.
"""

import re
from collections.abc import Sequence
from typing import Final

from server.query.lexer import Token

_LOOSE: Final = frozenset({"{", "}", "(", ")", ";", ","})
"""Marks that white space beside them does not change."""

_EMPTY: Final = frozenset({("(", ")"), ("[", "]")})
_CERTAIN: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
"""No comparison goes on with two slashes, so this begins an IRI to every reader."""


def canonical(text: str, found: Sequence[Token]) -> bytes:
    """Write a query so that texts of one query are written alike.

    Args:
        text: The query.
        found: All its tokens.

    Returns:
        What no other query is written as: each token is given with its length.
    """
    parts: list[str] = []
    before, end = "", -1
    for kind, written, start in found:
        if kind == "iri" and _doubtful(written):
            return b"text " + text.encode("utf-8", "surrogatepass")
        if (before, written) in _EMPTY:
            parts.append(f"{start - end}({text[end:start]}")
        gap = 0 <= end < start and before not in _LOOSE and written not in _LOOSE
        parts.append(f"{len(written)}{'_' if gap else '.'}{written}")
        before, end = written, start + len(written)
    return b"tokens " + "".join(parts).encode("utf-8", "surrogatepass")


def _doubtful(iri: str) -> bool:
    """Whether the engine may read what the grammar calls an IRI as something else."""
    return "'" in iri or ("#" in iri and not _CERTAIN.match(iri))
