"""Cut a SPARQL query into tokens, in linear time and without recursion.

The grammar's terminals and nothing else: no tree is built, so no depth of nesting
can hurt. Quantifiers are possessive, so no input makes the expressions backtrack.

The engine's own parser has no separate lexer and reads some texts otherwise:
``1<'x>'`` is a comparison to it and an IRI to the grammar, ``SERVICE:x`` a keyword
to it and a name to the grammar. ``guard`` knows these cases.

Source: SPARQL 1.1 Query Language, section 19.8, productions 139 to 173.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, cast

from server.refusals import QuerySyntaxError

Kind = Literal[
    "string", "iri", "variable", "blank", "name", "number", "language", "word", "mark"
]


class Token(NamedTuple):
    """One terminal: its kind, its text as written, where it begins."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The position after the last character."""
        return self.start + len(self.text)


_LETTER: Final = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF"
    r"\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
    r"\U00010000-\U000EFFFF"
)
_CHARACTER: Final = rf"{_LETTER}_0-9\-\u00B7\u0300-\u036F\u203F\u2040"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"

# Dots belong to a name only where more of it follows: the last one ends a statement.
_PREFIX: Final = rf"[{_LETTER}](?:[{_CHARACTER}]|\.++(?=[{_CHARACTER}]))*+"
_LOCAL: Final = (
    rf"(?:(?:[{_LETTER}_0-9:]|{_ESCAPED})"
    rf"(?:[{_CHARACTER}:]|{_ESCAPED}|\.++(?=[{_CHARACTER}:]|{_ESCAPED}))*+)?+"
)

_TOKEN: Final = re.compile(
    rf"""
      (?P<space>(?:[\x20\t\r\n]|\#[^\r\n]*+)++)
    | (?P<string>
          \"\"\"(?:\"{{0,2}}+(?:[^\"\\]|\\.))*+\"\"\"
        | '''(?:'{{0,2}}+(?:[^'\\]|\\.))*+'''
        | \"(?!\"\")(?:[^\"\\\r\n]|\\.)*+\"
        | '(?!'')(?:[^'\\\r\n]|\\.)*+' )
    | (?P<iri><[^\x00-\x20<>\"{{}}|^`]*+>)
    | (?P<variable>[?$][{_LETTER}_0-9][{_LETTER}_0-9\u00B7\u0300-\u036F\u203F\u2040]*+)
    | (?P<blank>_:[{_LETTER}_0-9](?:[{_CHARACTER}]|\.++(?=[{_CHARACTER}]))*+)
    | (?P<name>(?:{_PREFIX})?:{_LOCAL})
    | (?P<number>
          (?:[0-9]++\.[0-9]*+|\.?[0-9]++)[eE][+\-]?[0-9]++
        | [0-9]*+\.[0-9]++
        | [0-9]++ )
    | (?P<language>@[A-Za-z]++(?:-{{1,2}}[A-Za-z0-9]++)*+)
    | (?P<word>{_PREFIX})
    | (?P<mark><<\(|\)>>|<<|>>|\{{\||\|\}}|\|\||&&|\^\^|<=|>=|!=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query; white space and comments are dropped.

    Args:
        text: The query.

    Yields:
        Token after token. A character that begins nothing is a ``mark`` of its own.

    Raises:
        QuerySyntaxError: If a string is not closed; the rest would be inside out.
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        if kind == "mark" and match[0] in {'"', "'"}:
            detail = "a string begins here and never ends"
            raise QuerySyntaxError(
                detail=detail,
                where=at(text, match.start()),
                expected=f"a closing {match[0]}",
                suggestion="close the string in its line, or write it in three quotes",
            )
        yield Token(cast("Kind", kind), match[0], match.start())


def at(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of a position, both counted from one."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
