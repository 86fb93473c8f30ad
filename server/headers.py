"""The headers every answer carries, and the one that lets a client ask again cheaply.

A release never changes, so a page of it is the same until the release or the code
that draws it is another; both go into the ETag. Every answer names its release, so
whoever asks more than once sees whether all answers are of one. No header repeats what
the client sent: links are paths, never host names.

Source: RFC 9110, section 8.8.3 (ETag); Content Security Policy Level 3.
"""

from functools import partial
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from flask import Flask, Response, request

from graph.release import Release

SECURE: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Pages hold no script, frame nothing and are framed by nobody."""

FRAMED: Final = (
    SECURE["Content-Security-Policy"]
    .replace("form-action 'self'", "form-action 'none'")
    .replace("frame-ancestors 'none'", "frame-ancestors *")
)
"""The policy of a preview, the one page that is made to be framed, by anybody: it has
neither forms nor anything that a click could be stolen for."""

ASKED: Final = "Accept, Content-Type, If-None-Match, Range"
"""What a page of another origin may send."""

RELEASE: Final = "BorderKG-Release"
"""Says of which release an answer is, by its identifier."""

TOLD: Final = (
    f"{RELEASE}, Cache-Status, Content-Disposition, Content-Location, ETag, Link, "
    "Retry-After"
)
"""What it may read of an answer, besides what it always may."""

HASHED: Final = (".py", ".html", ".css", ".rq", ".txt")
"""The files that decide how a page looks."""


def register(app: Flask, release: str) -> None:
    """Send the secure headers with every answer of the app, errors included.

    Args:
        app: The app.
        release: The identifier of what it serves.
    """
    app.after_request(partial(_named, release))
    app.after_request(_conditional)  # called last: compression changes the ETag
    app.after_request(_secured)


def edition(release: Release) -> str:
    """Name what a page is made of: this release, drawn by this code.

    Args:
        release: The release served.

    Returns:
        Two short hashes, stable as long as neither changes.
    """
    data = release.manifest.files["dataset.nq"].sha256
    return f"{data[:16]}-{code()[:8]}"


def code() -> str:
    """Hash every file that has a part in what an answer looks like."""
    digest = sha256()
    folders = [files("server")]
    while folders:
        for file in sorted(folders.pop(0).iterdir(), key=lambda entry: entry.name):
            if file.is_dir():
                folders.append(file)
            elif file.name.endswith(HASHED):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def validated(response: Response, edition: str, variant: str) -> Response:
    """Give a page its ETag, and answer 304 where the client has it already.

    Args:
        response: The page.
        edition: What pages are made of.
        variant: Which of the page's formats this is.

    Returns:
        The page, or 304 without it.
    """
    # Weak: the engine orders namespaces as it likes in RDF/XML and JSON-LD.
    response.set_etag(f"{edition}.{variant}", weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def lasting(response: Response, *, volatile: bool = False) -> Response:
    """Give an answer an ETag made of its bytes and of what they are.

    The ETag is strong and names no release: an answer that is the same in the next one
    need not be sent again. ``no-cache`` means keep it but ask again: the address does
    not name the release, so another one may answer there tomorrow, and a 304 costs next
    to nothing.

    Args:
        response: The answer.
        volatile: Whether the next answer may be another; then nobody keeps it.

    Returns:
        The answer.
    """
    if volatile:
        response.headers["Cache-Control"] = "no-store"
    else:
        made = sha256(f"{response.content_type}\n".encode())
        made.update(response.get_data())
        response.set_etag(made.hexdigest()[:32])
        response.headers["Cache-Control"] = "no-cache"
    return response


def private(response: Response) -> Response:
    """Keep a page that shows the operator's copy of the article out of every cache.

    Args:
        response: The page.

    Returns:
        The page, without an ETag; no other site's page may fetch it either.
    """
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _named(release: str, response: Response) -> Response:
    response.headers[RELEASE] = release
    return response


def _conditional(response: Response) -> Response:
    """Answer 304 where the client has these very bytes already."""
    if response.status_code == HTTPStatus.OK and response.get_etag()[0]:
        response.make_conditional(request)
    return response


def _secured(response: Response) -> Response:
    for name, value in SECURE.items():
        response.headers.setdefault(name, value)
    # Read-only public data: any page may fetch it, unless it shows somebody's copy.
    if not response.cache_control.private:
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
        response.headers.setdefault("Access-Control-Expose-Headers", TOLD)
    if request.method == "OPTIONS":
        allowed = ", ".join(sorted(response.allow.as_set()))
        response.headers["Allow"] = allowed.upper()
        response.headers["Access-Control-Allow-Methods"] = allowed.upper()
        response.headers.setdefault("Access-Control-Allow-Headers", ASKED)
        response.headers.setdefault("Access-Control-Max-Age", "86400")
    return response
