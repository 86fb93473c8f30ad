"""Decode the parameters of a request: those of its address, and those of its body.

Bytes are decoded here, strictly: what is not UTF-8 is refused, never guessed.

Source: SPARQL 1.1 Protocol, section 2.1; RFC 3986, section 2.1 (percent encoding).
"""

from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Request

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

ACCEPTED: Final = f"{FORM}, {DIRECT}"
NO_UPDATES: Final = "There are no updates here."


def parameters(request: Request, settings: Settings) -> list[tuple[str, str]]:
    """Decode the parameters of a request, those of its body last.

    Args:
        request: GET, HEAD or POST.
        settings: The limits.

    Returns:
        Names and values.
    """
    found = address(request, settings)
    if request.method == "POST":
        found += _body(request, settings)
    return found


def address(request: Request, settings: Settings) -> list[tuple[str, str]]:
    """Decode the parameters of a request's address.

    Args:
        request: Any request.
        settings: The limits.

    Returns:
        Names and values.

    Raises:
        LimitError: If the address is too long.
    """
    written = request.environ.get("QUERY_STRING", "").encode("latin-1")
    if len(written) > settings.url:
        raise LimitError(
            limit="url",
            allowed=settings.url,
            measured=len(written),
            status=HTTPStatus.REQUEST_URI_TOO_LONG,
        )
    return decode(written, settings)


def _body(request: Request, settings: Settings) -> list[tuple[str, str]]:
    """Read the body of a POST, as parameters.

    Raises:
        ReadOnlyError: If it is an update.
        UnsupportedError: If it is of another type.
    """
    if request.mimetype == UPDATE:
        raise ReadOnlyError(detail=NO_UPDATES)
    if request.mimetype not in {FORM, DIRECT}:
        detail = f"A query is sent as {ACCEPTED}."
        raise UnsupportedError(detail=detail, accepted=ACCEPTED)
    body = content(request, settings)
    if request.mimetype == DIRECT:
        return [("query", _text(body))]
    return decode(body, settings)


def content(request: Request, settings: Settings, accepted: str = ACCEPTED) -> bytes:
    """Read the body of a POST.

    Args:
        request: A request with a body.
        settings: The limits.
        accepted: The media types that would do.

    Returns:
        Its bytes, which are UTF-8 if it says what they are.

    Raises:
        LimitError: If it is too long.
        UnsupportedError: If it is of another charset or encoding.
    """
    if request.content_encoding not in {None, "", "identity"}:
        detail = "A request body must not be compressed."
        raise UnsupportedError(detail=detail, accepted=accepted)
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8"}:
        detail = "A request body is sent in UTF-8."
        raise UnsupportedError(detail=detail, accepted=accepted)
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
