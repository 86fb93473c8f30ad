"""Read what stands before and around a query's pattern: prologue, form, FROM.

FROM and FROM NAMED are taken out of the text (spaces stand in for them, so positions
stay true), and the graphs they name are handed on as IRIs in full.

Source: SPARQL 1.1 Query Language, sections 4.1, 13.2 and 19.8 (productions 4 to 14).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from server.query import escapes, spelling
from server.query.brackets import levels
from server.query.lexer import Token, at
from server.refusals import QuerySyntaxError

ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*")
"""An absolute IRI, as far as characters go."""

_FROM: Final = frozenset({"FROM", "FROMNAMED"})
"""The engine needs no space between the two words."""
_BEFORE_PATTERN: Final = _FROM | {"WHERE", "{"}
_AFTER_PATTERN: Final = frozenset(
    {"", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}
)


@dataclass(frozen=True, slots=True)
class Prologue:
    """What a query declares.

    Attributes:
        base: The base IRI, or nothing.
        prefixes: Prefix -> namespace.
        end: The index of the first token after the prologue.
    """

    base: str
    prefixes: Mapping[str, str]
    end: int


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs a query names, and its text without the clauses that name them."""

    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]


def declared(found: Sequence[Token], base: str = "") -> Prologue:
    """Read the prologue.

    Args:
        found: The tokens of a query.
        base: What relative IRIs begin with until the query says so itself.

    Returns:
        What it declares; anything odd ends it, and the engine will say why.
    """
    prefixes, end = dict[str, str](), 0
    while end < len(found) and found[end].kind == "word":
        kinds = [token.kind for token in found[end + 1 : end + 3]]
        match found[end].text.upper(), kinds:
            case "BASE", ["iri", *_]:
                base = _join(base, found[end + 1])
                end += 2
            case "PREFIX", ["name", "iri"]:
                prefixes[found[end + 1].text[:-1]] = _join(base, found[end + 2])
                end += 3
            case "VERSION", ["string", *_]:
                end += 2
            case _:
                break
    return Prologue(base, prefixes, end)


def graphs(text: str, found: Sequence[Token], prologue: Prologue) -> Graphs:
    """Read the dataset clauses and take them out.

    Args:
        text: The query.
        found: Its tokens.
        prologue: What it declares.

    Returns:
        The graphs it names, and its text without the clauses.
    """
    named: dict[bool, list[str]] = {False: [], True: []}
    depth, opened = 0, False
    for index, token in enumerate(found):
        depth += levels(token)
        opened = opened or (token.kind == "mark" and token.text == "{")
        word = token.text.upper()
        if depth or token.kind != "word" or word not in _FROM:
            continue
        rest = found[index + 1 : index + 4]
        is_apart = [token.text.upper() for token in rest[:1]] == ["NAMED"]
        is_named = is_apart or word != "FROM"
        source, after = [*rest[is_apart:], None, None][:2]
        if source is None or source.kind not in {"iri", "name"}:
            continue  # the engine will say what is wrong
        if not _stands_well(after, opened=opened):
            continue  # so will it here
        named[is_named].append(_absolute(text, source, prologue))
        blank = re.sub(r"[^\n]", " ", text[token.start : source.end])
        text = text[: token.start] + blank + text[source.end :]
    return Graphs(text, tuple(named[False]), tuple(named[True]))


def resolve(text: str, token: Token, prologue: Prologue) -> str:
    """Write an IRI in full.

    Args:
        text: The query.
        token: One of its tokens, an IRI or a prefixed name.
        prologue: What the query declares.

    Returns:
        The IRI; without a base a relative one stays as it is.

    Raises:
        QuerySyntaxError: If its prefix is not declared.
    """
    if token.kind == "iri":
        return _join(prologue.base, token)
    prefix, _, local = token.text.partition(":")
    if prefix not in prologue.prefixes:
        raise QuerySyntaxError(
            detail=f"the prefix {prefix}: is not declared",
            where=at(text, token.start),
            expected="a prefix that is declared",
            suggestion=spelling.prefix(prefix, list(prologue.prefixes)),
        )
    return prologue.prefixes[prefix] + escapes.name(local)


def _stands_well(after: Token | None, *, opened: bool) -> bool:
    """Whether a dataset clause may stand where it does, by what follows it.

    A pattern follows, or another clause. Only DESCRIBE may do without a pattern, and
    then none has been opened before.
    """
    word = after.text.upper() if after else ""
    return word in _BEFORE_PATTERN or (not opened and word in _AFTER_PATTERN)


def _absolute(text: str, token: Token, prologue: Prologue) -> str:
    iri = resolve(text, token, prologue)
    if not ABSOLUTE.fullmatch(iri):
        detail = "a graph is named by an absolute IRI"
        raise QuerySyntaxError(detail=detail, where=at(text, token.start))
    return iri


def _join(base: str, token: Token) -> str:
    iri = escapes.iri(token.text[1:-1])
    if ABSOLUTE.fullmatch(iri):
        return iri
    try:
        joined = urljoin(base, iri)
    except ValueError:  # brackets in the base that enclose no address
        return iri
    # An empty fragment is dropped, and a namespace may end with one.
    return joined + "#" if iri.endswith("#") and joined[-1:] != "#" else joined
