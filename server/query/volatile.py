"""Whether a query's answer lasts: not where it asks for the time or for chance.

The engine's parser needs no space after a keyword, so ``BYRAND()`` calls RAND, and it
reads ``?x<RAND()&&?y>1`` as a comparison where the grammar has an IRI. So whatever may
call one of the functions counts. That errs on the side of asking again, at the price
of an evaluation. A blank node's label is no such thing: labels mean nothing outside the
answer they stand in, so one answer's are as good as another's.

Source: SPARQL 1.1 Query Language, sections 17.4 (NOW, RAND, UUID, STRUUID, BNODE) and
19.2 (escapes).
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from server.query.lexer import Token

_CALLED: Final = ("NOW", "RAND", "UUID", "BNODE")
"""STRUUID ends with one of them."""

_LIKELY: Final = re.compile(rf"{'|'.join(_CALLED)}|\\", re.IGNORECASE)
_IN_IRI: Final = re.compile(rf"(?:{'|'.join(_CALLED)})\(", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\[uU]")


def volatile(text: str, found: Sequence[Token]) -> bool:
    """Tell whether the same query may have another answer next time.

    Args:
        text: The query.
        found: All its tokens.

    Returns:
        Whether one of them may call a function whose value changes.
    """
    if not _LIKELY.search(text):  # as for nearly all
        return False
    for token, after in pairwise(found):
        called = token.kind in {"word", "name"} and after.text == "("
        if called and token.text.upper().endswith(_CALLED):
            return True
    return any(_hides(token) for token in found)


def _hides(token: Token) -> bool:
    """Whether a call may stand where the grammar sees none."""
    if token.kind == "iri" and _IN_IRI.search(token.text):
        return True
    # Some engines read escapes first, as section 19.2 says; they may spell anything.
    return _ESCAPE.search(token.text) is not None or token.text == "\\"
