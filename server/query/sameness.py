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
from collections.abc import Iterator, Sequence
from typing import Final

from server.query.lexer import Token

_LOOSE: Final = frozenset({"{", "}", "(", ")", ";", ","})
"""Marks that white space beside them does not change."""

_EMPTY: Final = frozenset({("(", ")"), ("[", "]")})
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
"""No comparison goes on with two slashes, so this begins an IRI to every reader."""


def spelling(text: str, found: Sequence[Token]) -> bytes:
    """Spell a query so that texts of one query share the spelling.

    Args:
        text: The query.
        found: All its tokens.

    Returns:
        A spelling that no other query has: tokens are given with their lengths.
    """
    if any(_doubtful(token) for token in found):
        return b"text " + text.encode("utf-8", "surrogatepass")
    spelt = "".join(_spelt(text, found))
    return b"tokens " + spelt.encode("utf-8", "surrogatepass")


def _spelt(text: str, found: Sequence[Token]) -> Iterator[str]:
    before: Token | None = None
    for token in found:
        gap = _gap(text, before, token)
        yield f"{len(gap)} {gap}{len(token.text)} {token.text}"
        before = token


def _gap(text: str, before: Token | None, token: Token) -> str:
    """What is kept of the white space and the comments before a token."""
    if before is None or before.end == token.start:
        return ""
    if (before.text, token.text) in _EMPTY:
        return text[before.end : token.start]
    return "" if {before.text, token.text} & _LOOSE else " "


def _doubtful(token: Token) -> bool:
    """Whether the engine may read what the grammar calls an IRI as something else."""
    return token.kind == "iri" and (
        "'" in token.text or ("#" in token.text and not _ABSOLUTE.match(token.text))
    )
