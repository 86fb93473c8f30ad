r"""Write names with dots the way the engine reads them.

The grammar lets a local name have dots wherever more of it follows, and our segments
have: ``seg:s6.p18.s2``. The engine's parser takes one run of dots and stops at the
second, so ``seg:s6.p18`` ends a statement to it. That refuses good queries, and
it hides words: of ``e:a.b.SERVICE`` the guard sees a name, the engine a keyword.

So a name with more than one run of dots is handed on with its dots escaped,
``seg:s6\.p18\.s2``, the same name to every reader. All else stays as it is.

Source: SPARQL 1.1 Query Language, section 19.8, productions 169 and 173; measured
with pyoxigraph 0.5.13.
"""

import re
from typing import Final

from server.query.lexer import Token, tokens

_RUN: Final = re.compile(r"(?<!\\)\.+")
"""Dots that are not escaped; an escaped one is no run to the engine either."""


def escape(token: Token) -> str:
    """Write one token.

    Args:
        token: Any token.

    Returns:
        Its text; where it is a name whose local part has several runs of dots, with
        each dot escaped.
    """
    prefix, colon, local = token.text.partition(":")
    if token.kind != "name" or len(_RUN.findall(local)) <= 1:
        return token.text
    escaped = _RUN.sub(lambda run: r"\." * len(run[0]), local)
    return prefix + colon + escaped


def escaped(text: str) -> str:
    """Write a query; white space, comments and every other token stay as they are.

    Args:
        text: The query.

    Returns:
        The same query. Positions in a line move; ``mistakes`` counts by token.

    Raises:
        QuerySyntaxError: If a string is not closed.
    """  # noqa: DOC502 - raised by the lexer
    parts, end = [], 0
    for token in tokens(text):
        parts += [text[end : token.start], escape(token)]
        end = token.end
    return "".join([*parts, text[end:]])
