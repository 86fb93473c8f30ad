"""What a stranger's query may not do; refused here, before any engine sees it.

Refused are updates, SERVICE, what is no query, and what exceeds a limit that keeps
parser and optimiser from falling over. Each refusal names the limit, the measured
value, line and column. FROM and FROM NAMED are read and taken out of the text, so
one mechanism makes datasets, whether the query or the request names the graphs.

Words count only where they are words: never in strings, IRIs, comments or names.
But the engine's parser needs no space after a keyword and backtracks from names, so
``trueSERVICE:x{}`` calls out; whatever it might read as SERVICE is refused.

Source: SPARQL 1.1 Query Language, sections 4, 13.2 and 19.8; DESIGN, section 5.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Literal, cast, get_args
from urllib.parse import urljoin

from server import census
from server.lexer import Token, at, tokens
from server.problems import Problem, syntax
from server.settings import Settings

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

UPDATES: Final = frozenset(
    {"LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"}
    | {"WITH"}
)
ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*")
"""An absolute IRI, as far as characters go."""

_MEANING: Final[Mapping[census.Count, str]] = {
    "nesting": "levels of nesting",
    "patterns": "triple patterns",
    "blocks": "OPTIONAL, MINUS and UNION",
    "closures": "path closures in one another",
    "steps": "steps in one property path",
    "operators": "operators",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may be evaluated.

    Attributes:
        text: The query; spaces stand where FROM and FROM NAMED stood.
        form: Its form.
        default_graphs: The IRIs after FROM.
        named_graphs: The IRIs after FROM NAMED.
    """

    text: str
    form: Form
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def check(text: str, settings: Settings) -> Checked:
    """Let a query through, or say why not.

    Args:
        text: The query as it came.
        settings: The limits.

    Returns:
        The query, ready for an engine.

    Raises:
        Problem: If it is too long, no query, an update, calls out, or exceeds a limit.
    """
    length = len(text.encode("utf-8", "surrogatepass"))
    if length > settings.body:
        raise too_much("body", "bytes", settings.body, length, status=413)
    found = list(tokens(text))
    prologue = _prologue(found)
    first = found[prologue.end] if prologue.end < len(found) else None
    form = first.text.upper() if first and first.kind == "word" else ""
    if first and form in UPDATES:
        raise _forbidden(text, first, f"{form} is an update, and there are none here.")
    _refuse_service(text, found, prologue.prefixes)
    _refuse_excess(text, found, settings)
    if form not in get_args(Form):
        where = at(text, first.start if first else len(text))
        raise syntax("SELECT, ASK, CONSTRUCT or DESCRIBE is expected here", *where)
    return _without_from(text, found, cast("Form", form), prologue)


def too_much(
    limit: str,
    unit: str,
    allowed: float,
    measured: float,
    status: int = HTTPStatus.BAD_REQUEST,
    where: tuple[int, int] | None = None,
) -> Problem:  # fmt: skip
    """Make the problem of a limit that a request exceeds."""
    place = {"line": where[0], "column": where[1]} if where else {}
    return Problem(
        status=status,
        type="limit-exceeded",
        title="The request exceeds a limit",
        detail=f"The limit {limit} is {allowed} {unit}; here are {measured}.",
        extras={"limit": limit, "allowed": allowed, "measured": measured, **place},
    )


def _forbidden(text: str, token: Token, detail: str) -> Problem:
    line, column = at(text, token.start)
    return Problem(
        status=HTTPStatus.FORBIDDEN,
        type="read-only",
        title="This endpoint only answers queries over its own data",
        detail=f"Line {line}, column {column}: {detail}",
        extras={"line": line, "column": column},
    )


def _refuse_service(
    text: str, found: Sequence[Token], prefixes: Mapping[str, str]
) -> None:
    quoted = any(token.kind == "iri" and "'" in token.text for token in found)
    if quoted and (match := re.search("service", text, re.IGNORECASE)):
        # An apostrophe in an IRI may begin a string to the engine: no word is safe.
        token = Token("word", match[0], match.start())
        detail = "SERVICE and an IRI with an apostrophe do not go together; write %27."
        raise _forbidden(text, token, detail)
    for token, after in zip(found, [*found[1:], None], strict=True):
        word = token.text
        if token.kind == "name":
            word = word.partition(":")[0]
            opens = after is not None and after.text == "{"
            word = "" if word in prefixes and not opens else word
        elif token.kind != "word":
            continue
        if "SERVICE" in word.upper():
            detail = "SERVICE would ask another server, which this one never does."
            raise _forbidden(text, token, detail)


def _refuse_excess(text: str, found: Sequence[Token], settings: Settings) -> None:
    taken = census.take(found)
    for name, measured in taken.counts.items():
        allowed: int = getattr(settings, name)
        if measured > allowed:
            where = at(text, taken.tokens[name][allowed].start)
            unit = _MEANING[name]
            raise too_much(name, unit, allowed, measured, where=where)


@dataclass(frozen=True, slots=True)
class _Prologue:
    """What stands before the query's form, and the index of the first token after."""

    base: str
    prefixes: Mapping[str, str]
    end: int


def _prologue(found: Sequence[Token]) -> _Prologue:
    base, prefixes, end = "", dict[str, str](), 0
    while end < len(found) and found[end].kind == "word":
        match found[end].text.upper(), [token.kind for token in found[end + 1 : end + 3]]:
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
    return _Prologue(base, prefixes, end)


def _without_from(
    text: str, found: Sequence[Token], form: Form, prologue: _Prologue
) -> Checked:
    graphs: dict[bool, list[str]] = {False: [], True: []}
    depth = 0
    for index, token in enumerate(found):
        depth += (token.text in census.OPENING) - (token.text in census.CLOSING)
        if depth or token.kind != "word" or token.text.upper() != "FROM":
            continue
        rest = [t for t in found[index + 1 : index + 3]]
        named = bool(rest) and rest[0].text.upper() == "NAMED"
        source = rest[named] if len(rest) > named else None
        if source is None or source.kind not in {"iri", "name"}:
            continue  # the engine will say what is wrong
        graphs[named].append(_resolve(text, source, prologue))
        gone = text[token.start : source.end]
        blank = re.sub(r"[^\n]", " ", gone)
        text = text[: token.start] + blank + text[source.end :]
    return Checked(text, form, tuple(graphs[False]), tuple(graphs[True]))


def _resolve(text: str, token: Token, prologue: _Prologue) -> str:
    if token.kind == "iri":
        iri = _join(prologue.base, token)
    else:
        prefix, _, local = token.text.partition(":")
        if prefix not in prologue.prefixes:
            raise syntax(f"the prefix {prefix}: is not declared", *at(text, token.start))
        iri = prologue.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
    if not ABSOLUTE.fullmatch(iri):
        raise syntax("a graph is named by an absolute IRI", *at(text, token.start))
    return iri


def _join(base: str, token: Token) -> str:
    iri = re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
        lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)),
        token.text[1:-1],
    )
    return iri if ABSOLUTE.fullmatch(iri) else urljoin(base, iri)
