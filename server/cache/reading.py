"""Read a request without Flask: which one it is, and which query it asks.

What is not understood at sight is left to the app, which is the judge of every request.
A body is read only where its announced length is within the limit, and handed on whole.

Source: SPARQL 1.1 Protocol, section 2.1; PEP 3333.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final

from flask import Request
from werkzeug.exceptions import HTTPException

from server import compression, negotiation
from server.accept import HTML
from server.problems import Problem
from server.query.forms import FORMS, carried
from server.query.lexer import tokens
from server.query.prologue import declared
from server.query.sameness import canonical
from server.query.volatile import volatile
from server.routes import protocol
from server.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PATH: Final = "/sparql"
STRANGE: Final = frozenset(
    {"HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING", "HTTP_RANGE", "HTTP_IF_RANGE"}
    | {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_MODIFIED_SINCE"}
)
"""A request with one of these headers is the app's business."""

_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request wants.

    Attributes:
        key: A digest, the same for all requests that get the same answer.
        media_type: The format the answer will have.
        coding: How it will be compressed, where that is worth it.
    """

    key: bytes
    media_type: str
    coding: str


def exact(environ: "WSGIEnvironment", limit: int) -> bytes | None:
    """Tell a request from every other that could be answered otherwise.

    Args:
        environ: The request; its body is replaced by an equal one.
        limit: The bytes a body may have.

    Returns:
        A digest of all that an answer depends on, or nothing if this is not a request
        that can be understood at sight.
    """
    method = environ["REQUEST_METHOD"]
    if environ.get("PATH_INFO") != PATH or not STRANGE.isdisjoint(environ):
        return None
    kind, body = "", b""
    if method == "POST":
        kind = environ.get("CONTENT_TYPE", "")
        found = _body(environ, limit)
        if found is None:
            return None
        body = found
    elif method not in {"GET", "HEAD"}:
        return None
    told = (
        "POST" if method == "POST" else "GET",
        kind,
        *(environ.get(name, "") for name in ("SCRIPT_NAME", "QUERY_STRING")),
        *(environ.get(f"HTTP_{name}", "") for name in ("ACCEPT", "ACCEPT_ENCODING")),
    )
    return digest(*(part.encode("utf-8", "surrogatepass") for part in told), body)


def wanted(
    environ: "WSGIEnvironment", request: bytes, edition: str, settings: Settings
) -> Wanted | None:
    """Read the query of a request, as the app does.

    Args:
        environ: The request, as ``exact`` left it.
        request: Its digest.
        edition: The release that answers it.
        settings: The limits.

    Returns:
        What it wants, or nothing if it will be refused or its answer does not last.
    """
    asking = Request(environ, populate_request=False)
    try:
        return _wanted(asking, request, edition, settings)
    except (Problem, HTTPException):
        return None  # the app will say why
    finally:
        if asking.method == "POST":  # the body that ``exact`` put there was read
            environ["wsgi.input"].seek(0)


def digest(*parts: bytes) -> bytes:
    """Digest some parts, each with its length, so that none runs into the next."""
    made = sha256()
    for part in parts:
        made.update(b"%d " % len(part))
        made.update(part)
    return made.digest()


def _wanted(
    asking: Request, request: bytes, edition: str, settings: Settings
) -> Wanted | None:
    asked = protocol.read(asking, settings)
    if asked.explains:  # it asks why there are no rows, not for rows
        return None
    query = asked.query or ""
    found = list(tokens(query))
    end = declared(found).end
    form = FORMS.get(found[end].text.upper()) if end < len(found) else None
    if form is None or volatile(query, found):
        return None
    accept = asking.headers.get("Accept", "")
    media_type = negotiation.best(carried(form), accept, asked.format).media_type
    coding = compression.coding(asking.headers.get("Accept-Encoding", ""))
    if media_type == HTML:  # a page shows the request itself
        return Wanted(request, media_type, coding)
    graphs = asked.dataset
    key = digest(
        canonical(query, found),
        *(part.encode() for part in (edition, media_type, coding)),
        digest(*(iri.encode() for iri in graphs.default_graphs)),
        digest(*(iri.encode() for iri in graphs.named_graphs)),
    )
    return Wanted(key, media_type, coding)


def _body(environ: "WSGIEnvironment", limit: int) -> bytes | None:
    """Read a body of a known length, and put an equal one in its place."""
    length = environ.get("CONTENT_LENGTH", "")
    if not (length.isascii() and length.isdigit() and len(length) <= _DIGITS):
        return None
    missing = int(length)
    if missing > limit:
        return None
    chunks = []
    while missing and (chunk := environ["wsgi.input"].read(missing)):
        chunks.append(chunk)
        missing -= len(chunk)
    body = b"".join(chunks)
    environ["wsgi.input"] = BytesIO(body)
    return None if missing else body
