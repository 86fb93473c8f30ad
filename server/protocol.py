"""Read a SPARQL 1.1 Protocol query request: GET, form POST or direct POST.

Bytes are decoded here, strictly: what is not UTF-8 is refused, never guessed.
Nothing is looked at that the protocol does not name, except ``format``.

Source: SPARQL 1.1 Protocol, section 2.1; RFC 3986, section 2.1 (percent encoding).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Request

from server import negotiation
from server.engine import DatasetSpec
from server.guard import ABSOLUTE, too_much
from server.problems import Problem, malformed
from server.settings import Settings

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")

FIELDS: Final = 200
"""Parameters a request may have; a query and its graphs need 41."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        query: The query; None if the request has none.
        dataset: The graphs it names.
        format: The format it names, or nothing.
    """

    query: str | None
    dataset: DatasetSpec
    format: str


def read(request: Request, settings: Settings) -> Asked:
    """Read one request.

    Args:
        request: GET, HEAD or POST.
        settings: The limits.

    Returns:
        What it asks.

    Raises:
        Problem: If it breaks the protocol, is an update, or exceeds a limit.
    """
    address = request.environ.get("QUERY_STRING", "").encode("latin-1")
    if len(address) > settings.url:
        status = HTTPStatus.REQUEST_URI_TOO_LONG
        raise too_much("url", "bytes", settings.url, len(address), status)
    parameters = _decode(address)
    if request.method == "POST":
        parameters += _body(request, settings)
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise _read_only()
    queries = values.get("query", [])
    if len(queries) > 1:
        raise malformed("There is more than one query.")
    if request.method == "POST" and not queries:
        raise malformed("There is no query; the parameter or body is missing.")
    return Asked(
        queries[0] if queries else None,
        _dataset(values, settings),
        negotiation.only(values.get("format", []) + values.get("output", [])),
    )


def _body(request: Request, settings: Settings) -> list[tuple[str, str]]:
    """Read the body of a POST, as parameters."""
    if request.content_encoding not in {None, "", "identity"}:
        raise _unsupported("A request body must not be compressed.")
    if request.mimetype == UPDATE:
        raise _read_only()
    if request.mimetype not in {FORM, DIRECT}:
        raise _unsupported(f"A query is sent as {FORM} or {DIRECT}.")
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8"}:
        raise _unsupported("A query is sent in UTF-8.")
    announced = request.content_length or 0
    body = request.stream.read(settings.body + 1)
    if max(announced, len(body)) > settings.body:
        measured = max(announced, len(body))
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        raise too_much("body", "bytes", settings.body, measured, status)
    return [("query", _text(body))] if request.mimetype == DIRECT else _decode(body)


def _decode(encoded: bytes) -> list[tuple[str, str]]:
    """Decode parameters.

    Raises:
        Problem: If there are too many or one is not UTF-8.
    """
    pairs = [pair for pair in encoded.split(b"&") if pair]
    if len(pairs) > FIELDS:
        raise too_much("parameters", "parameters", FIELDS, len(pairs))
    decoded = []
    for pair in pairs:
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        decoded.append((_text(unquote_to_bytes(name)), _text(unquote_to_bytes(value))))
    return decoded


def _text(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise malformed(f"Byte {problem.start} is not UTF-8.") from problem


def _dataset(values: dict[str, list[str]], settings: Settings) -> DatasetSpec:
    default = values.get("default-graph-uri", [])
    named = values.get("named-graph-uri", [])
    if not all(ABSOLUTE.fullmatch(iri) for iri in default + named):
        raise malformed("A graph is named by an absolute IRI, without brackets.")
    check_graphs(default + named, settings)
    return DatasetSpec(tuple(default), tuple(named))


def check_graphs(graphs: Sequence[str], settings: Settings) -> None:
    """Refuse a dataset of too many graphs.

    Raises:
        Problem: If there are more than the limit.
    """
    if len(graphs) > settings.graphs:
        raise too_much("graphs", "graphs", settings.graphs, len(graphs))


def _read_only() -> Problem:
    return Problem(
        status=HTTPStatus.FORBIDDEN,
        type="read-only",
        title="This endpoint only answers queries over its own data",
        detail="There are no updates here.",
    )


def _unsupported(detail: str) -> Problem:
    return Problem(
        status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        type="unsupported-media-type",
        title="The request's body is of a kind that is not read here",
        detail=detail,
        headers={"Accept-Post": f"{FORM}, {DIRECT}"},
    )
