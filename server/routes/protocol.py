"""Read a SPARQL 1.1 Protocol query request: GET, form POST or direct POST.

Bytes are decoded here, strictly: what is not UTF-8 is refused, never guessed.
Nothing is looked at that the protocol does not name, except ``format`` and
``explain-empty``, which asks why a query has no rows instead of for its rows.

Source: SPARQL 1.1 Protocol, section 2.1; RFC 3986, section 2.1 (percent encoding).
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Request

from server import negotiation
from server.engine.interface import DatasetSpec
from server.query import guard
from server.query.prologue import ABSOLUTE
from server.refusals import (
    LimitError,
    MalformedError,
    ReadOnlyError,
    UnsupportedError,
)
from server.settings import Settings

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")

ACCEPTED: Final = f"{FORM}, {DIRECT}"
UNNAMED: Final = "urn:x-rdflib:default"
"""What rdflib calls the default graph of a Dataset, and sends as if it were a name."""
EXPLAIN: Final = "explain-empty"
_YES: Final = frozenset({"", "1", "true", "yes"})
_NO: Final = frozenset({"0", "false", "no"})

NO_UPDATES: Final = "There are no updates here."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        query: The query; None if the request has none.
        dataset: The graphs it names.
        format: The format it names, or nothing.
        explains: Whether it asks why the query has no rows.
    """

    query: str | None
    dataset: DatasetSpec
    format: str
    explains: bool = False


def read(request: Request, settings: Settings) -> Asked:
    """Read one request.

    Args:
        request: GET, HEAD or POST.
        settings: The limits.

    Returns:
        What it asks.

    Raises:
        LimitError: If the address is too long.
        MalformedError: If there is no query where one must be, or more than one.
        ReadOnlyError: If it is an update.
    """
    address = request.environ.get("QUERY_STRING", "").encode("latin-1")
    if len(address) > settings.url:
        raise LimitError(
            limit="url",
            allowed=settings.url,
            measured=len(address),
            status=HTTPStatus.REQUEST_URI_TOO_LONG,
        )
    parameters = decode(address, settings)
    if request.method == "POST":
        parameters += _body(request, settings)
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise ReadOnlyError(detail=NO_UPDATES)
    queries = values.get("query", [])
    if len(queries) > 1:
        raise MalformedError(detail="There is more than one query.")
    if request.method == "POST" and not queries:
        raise MalformedError(
            detail="There is no query; the parameter or body is missing."
        )
    return Asked(
        queries[0] if queries else None,
        _dataset(values, settings),
        negotiation.only(values.get("format", []) + values.get("output", [])),
        _explains(values.get(EXPLAIN, ["no"])),
    )


def _explains(values: list[str]) -> bool:
    """Read the parameter ``explain-empty``; without a value it means yes.

    Raises:
        MalformedError: If it says neither yes nor no.
    """
    said = {value.lower() for value in values}
    if not (said <= _YES or said <= _NO):
        detail = f"The parameter {EXPLAIN} is either true or false."
        raise MalformedError(detail=detail)
    return said <= _YES


def _body(request: Request, settings: Settings) -> list[tuple[str, str]]:
    """Read the body of a POST, as parameters.

    Raises:
        ReadOnlyError: If it is an update.
        UnsupportedError: If it is of another type.
    """
    refuse_coded(request, ACCEPTED)
    if request.mimetype == UPDATE:
        raise ReadOnlyError(detail=NO_UPDATES)
    if request.mimetype not in {FORM, DIRECT}:
        detail = f"A query is sent as {ACCEPTED}."
        raise UnsupportedError(detail=detail, accepted=ACCEPTED)
    body = content(request, settings)
    return (
        [("query", _text(body))]
        if request.mimetype == DIRECT
        else decode(body, settings)
    )


def refuse_coded(request: Request, accepted: str) -> None:
    """Refuse a body that is compressed or not in UTF-8.

    Args:
        request: The request.
        accepted: The media types that would do.

    Raises:
        UnsupportedError: If it is.
    """
    if request.content_encoding not in {None, "", "identity"}:
        detail = "A request body must not be compressed."
        raise UnsupportedError(detail=detail, accepted=accepted)
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8"}:
        detail = "A request body is sent in UTF-8."
        raise UnsupportedError(detail=detail, accepted=accepted)


def content(request: Request, settings: Settings) -> bytes:
    """Read the bytes of a body.

    Args:
        request: The request.
        settings: The limits.

    Returns:
        The bytes.

    Raises:
        LimitError: If they are too many.
    """
    announced = request.content_length or 0
    body = request.stream.read(settings.body + 1)
    if max(announced, len(body)) > settings.body:
        raise LimitError(
            limit="body",
            allowed=settings.body,
            measured=max(announced, len(body)),
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
    return body


def decode(encoded: bytes, settings: Settings) -> list[tuple[str, str]]:
    """Decode parameters.

    Args:
        encoded: As they stand in an address or a form.
        settings: The limits.

    Returns:
        Names and values.

    Raises:
        LimitError: If there are too many.
    """
    pairs = [pair for pair in encoded.split(b"&") if pair]
    if len(pairs) > settings.parameters:
        raise LimitError(
            limit="parameters",
            allowed=settings.parameters,
            measured=len(pairs),
            unit="parameters",
        )
    decoded = []
    for pair in pairs:
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        decoded.append((_text(unquote_to_bytes(name)), _text(unquote_to_bytes(value))))
    return decoded


def _text(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise MalformedError(detail=f"Byte {problem.start} is not UTF-8.") from problem


def _dataset(values: dict[str, list[str]], settings: Settings) -> DatasetSpec:
    default = [i for i in values.get("default-graph-uri", []) if i != UNNAMED]
    named = values.get("named-graph-uri", [])
    if not all(ABSOLUTE.fullmatch(iri) for iri in default + named):
        raise MalformedError(
            detail="A graph is named by an absolute IRI, without brackets."
        )
    guard.refuse_many(default + named, settings)
    return DatasetSpec(tuple(default), tuple(named))
