"""What a stranger's query may not do; refused here, before any engine sees it.

Refused are updates, SERVICE, what is no query, and what exceeds a limit that keeps
parser and optimiser from falling over. Each refusal names the limit, the measured
value, line and column.

Words count only where they are words: never in strings, IRIs, comments or names.
But the engine's parser needs no space after a keyword and backtracks from names, so
``trueSERVICE:x{}`` calls out; whatever it might read as SERVICE is refused.

Source: SPARQL 1.1 Query Language, sections 4 and 19.8.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from itertools import zip_longest
from typing import Final

from server.query import advice, census, prologue
from server.query.forms import ANY, FORMS, Form
from server.query.lexer import Token, at, tokens
from server.query.spot import Mistake, Spot
from server.query.volatile import volatile
from server.refusals import LimitError, QuerySyntaxError, ReadOnlyError
from server.settings import Settings

UPDATES: Final = frozenset(
    {"LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"}
    | {"WITH"}
)

_MEANING: Final[Mapping[census.Count, str]] = {
    "nesting": "levels of nesting",
    "patterns": "triple patterns",
    "blocks": "OPTIONAL, MINUS and UNION together",
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
        star: Where the ``*`` of SELECT * stands; -1 if there is none.
        variables: The names of its variables, in the order of the text.
        volatile: Whether it may have another answer next time.
    """

    text: str
    form: Form
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    star: int = -1
    variables: tuple[str, ...] = ()
    volatile: bool = False


def check(text: str, settings: Settings) -> Checked:
    """Let a query through, or say why not.

    Args:
        text: The query as it came.
        settings: The limits.

    Returns:
        The query, ready for an engine.

    Raises:
        LimitError: If it is too long.
        ReadOnlyError: If it is an update.
        QuerySyntaxError: If it is no query.
    """
    length = len(text.encode("utf-8", "surrogatepass"))
    if length > settings.body:
        raise LimitError(
            limit="body",
            allowed=settings.body,
            measured=length,
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
    found = list(tokens(text))
    declared = prologue.declared(found)
    first = found[declared.end] if declared.end < len(found) else None
    word = first.text.upper() if first and first.kind == "word" else ""
    if first and word in UPDATES:
        detail = f"{word} is an update, and there are none here."
        raise ReadOnlyError(detail=detail, where=at(text, first.start))
    _refuse_service(text, found, declared.prefixes)
    _refuse_excess(text, found, settings)
    form = FORMS.get(word)
    if form is None:
        raise QuerySyntaxError(**asdict(_no_form(text, found, declared.end)))
    graphs = prologue.graphs(text, found, declared)
    refuse_many([*graphs.default, *graphs.named], settings)
    return Checked(
        graphs.text,
        form,
        graphs.default,
        graphs.named,
        _star(found[declared.end + 1 :]),
        tuple(dict.fromkeys(t.text[1:] for t in found if t.kind == "variable")),
        volatile(text, found),
    )


def _no_form(text: str, found: Sequence[Token], index: int) -> Mistake:
    """Say that a query begins with its form, or where its prologue goes wrong."""
    expected = ANY
    words = [token.text.upper() for token in found[index : index + 1]]
    kinds = [token.kind for token in found[index + 1 : index + 3]]
    if words == ["PREFIX"]:
        is_name = kinds[:1] == ["name"]
        index += 2 if is_name else 1
        expected = "an IRI in angle brackets" if is_name else "a prefix and a colon"
    elif words == ["BASE"]:
        index, expected = index + 1, "an IRI in angle brackets"
    spot = Spot(text, found, index)
    return Mistake(
        f"{expected} is expected here",
        at(text, spot.token().start),
        expected,
        advice.suggest(spot),
    )


def _star(rest: Sequence[Token]) -> int:
    """Find the ``*`` right after SELECT, DISTINCT or REDUCED."""
    skipped = bool(rest) and rest[0].text.upper() in {"DISTINCT", "REDUCED"}
    after = rest[skipped : skipped + 1]
    return after[0].start if after and after[0].text == "*" else -1


def _refuse_service(
    text: str, found: Sequence[Token], prefixes: Mapping[str, str]
) -> None:
    quoted = any(token.kind == "iri" and "'" in token.text for token in found)
    if quoted and (match := re.search("service", text, re.IGNORECASE)):
        # An apostrophe in an IRI may begin a string to the engine: no word is safe.
        detail = "SERVICE and an IRI with an apostrophe do not go together; write %27."
        raise ReadOnlyError(detail=detail, where=at(text, match.start()))
    for token, after in zip_longest(found, found[1:]):
        word = token.text
        if token.kind == "name":
            word = word.partition(":")[0]
            opens = after is not None and after.text == "{"
            word = "" if word in prefixes and not opens else word
        elif token.kind != "word":
            continue
        if "SERVICE" in word.upper():
            detail = "SERVICE would ask another server, which this one never does; "
            detail += "/federation shows how to ask both from an engine of your own."
            raise ReadOnlyError(detail=detail, where=at(text, token.start))


def _refuse_excess(text: str, found: Sequence[Token], settings: Settings) -> None:
    taken = census.take(found)
    for name, measured in taken.counts.items():
        allowed: int = getattr(settings, name)
        if measured > allowed:
            raise LimitError(
                limit=name,
                allowed=allowed,
                measured=measured,
                unit=_MEANING[name],
                where=at(text, taken.tokens[name][allowed].start),
            )


def refuse_many(graphs: Sequence[str], settings: Settings) -> None:
    """Refuse a dataset of too many graphs.

    Raises:
        LimitError: If there are more than the limit.
    """
    if len(graphs) > settings.graphs:
        raise LimitError(
            limit="graphs",
            allowed=settings.graphs,
            measured=len(graphs),
            unit="graphs",
        )
