"""Cut Turtle and TriG into tokens, so that a finding can say where it stands.

The grammar is pyoxigraph's business: this scanner expects text that has been parsed
already and only knows where tokens begin and end. It is needed for what a parser
throws away: prefix declarations, upper case in language tags, empty graph blocks,
and the line of every term.

Source: RDF 1.1 Turtle, section 6.5; RDF 1.1 TriG, section 4.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"""
      \s+ | \#[^\n\r]*
    | (?P<iri> < (?: [^<>\\\s] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )* > )
    | (?P<string> \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )* \"{3}
                | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )* '{3}
                | " (?: [^"\\] | \\. )* "
                | ' (?: [^'\\] | \\. )* ' )
    | (?P<at> @ [A-Za-z0-9-]+ )
    | (?P<type> \^\^ )
    | (?P<mark> [{}\[\]();,.] )
    | (?P<word> (?: [^\s<>"'{}\[\]();,.@^\#\\] | \\.
                | \.+ (?= [^\s<>"'{}\[\]();,.@^\#] ) )+ )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")


class Token(NamedTuple):
    """One token: its kind (a group of the pattern above), its text, where it begins."""

    kind: str
    text: str
    start: int

    def is_mark(self, marks: str) -> bool:
        """Say whether this is one of some punctuation marks."""
        return self.kind == "mark" and self.text in marks

    def is_blank(self) -> bool:
        """Say whether this token makes a blank node."""
        return self.is_mark("[(") or (
            self.kind == "word" and self.text.startswith("_:")
        )


@dataclass(frozen=True, slots=True)
class Declaration:
    """A prefix as a file declares it."""

    prefix: str
    namespace: str
    token: Token


@dataclass(frozen=True, slots=True)
class Block:
    """A graph block: the token that names it, and whether nothing stands in it."""

    name: Token
    is_empty: bool


def scan(text: str) -> tuple[Token, ...]:
    """Cut a text into tokens, leaving out white space and comments."""
    return tuple(
        Token(found.lastgroup, found[0], found.start())
        for found in _TOKEN.finditer(text)
        if found.lastgroup
    )


def position(text: str, start: int) -> tuple[int, int]:
    """Return the line and column of an offset, both counted from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def iri(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI that a token stands for, if it stands for one."""
    if token.kind == "iri":
        return _unescaped(token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    if token.kind != "word" or not colon or prefix not in prefixes:
        return None
    return prefixes[prefix] + _unescaped(local)


def declarations(tokens: tuple[Token, ...]) -> Iterator[Declaration]:
    """Yield each prefix declaration; ``@base`` as one of a prefix ``@base``."""
    for at, token in enumerate(tokens):
        word = token.text.lower()
        if word in {"@prefix", "prefix"} and token.kind in {"at", "word"}:
            name, namespace = tokens[at + 1 : at + 3]
            yield Declaration(
                name.text.removesuffix(":"), _unescaped(namespace.text[1:-1]), name
            )
        elif word in {"@base", "base"} and token.kind in {"at", "word"}:
            yield Declaration("@base", tokens[at + 1].text[1:-1], token)


def blocks(tokens: tuple[Token, ...]) -> Iterator[Block | Token]:
    """Yield the graph blocks of a TriG file.

    Yields:
        A block, or, for what stands outside of every named block, its first token.
    """
    at = 0
    while at < len(tokens):
        word = tokens[at].text.lower()
        if word in {"@prefix", "@base"}:
            at = _after(tokens, at, ".")
            continue
        if word in {"prefix", "base"}:
            at += 3 if word == "prefix" else 2
            continue
        named = at + 1 if word == "graph" else at
        if named + 1 < len(tokens) and tokens[named + 1].is_mark("{"):
            end = _after(tokens, named, "}")
            yield Block(tokens[named], is_empty=end == named + 3)
            at = end
        else:
            yield tokens[at]
            at = _after(tokens, at, "}" if tokens[at].is_mark("{") else ".")


def _after(tokens: tuple[Token, ...], at: int, mark: str) -> int:
    """Return the index behind the next such mark."""
    while at < len(tokens) and not tokens[at].is_mark(mark):
        at += 1
    return at + 1


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(
        lambda found: found[3] or chr(int(found[1] or found[2], 16)), text
    )


def unquoted(token: Token) -> str:
    """Return what a string token says."""
    width = 3 if token.text[:3] == token.text[0] * 3 else 1
    return _unescaped(token.text[width:-width])
