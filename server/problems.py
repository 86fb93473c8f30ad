"""Errors as values: RFC 9457 problem details for programs, a page for browsers.

A problem never shows a trace, a path of this machine or anything a client sent
unescaped: JSON and the template escape, and unexpected errors say only that.

Source: RFC 9457 (Problem Details for HTTP APIs).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from server.accept import HTML, JSON, weigh
from server.kinds import TYPES, generic

MEDIA_TYPE: Final = "application/problem+json"
PAGE: Final = "problem.html"

NOTES: Final = "borderkg.notes"
"""Where the environment of a request has notes, if somebody records it."""

_DETAILS: Final = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not answer that method.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The server failed, not the request; "
    "the operator finds the reason in the log.",
}


class Problem(Exception):  # noqa: N818 - the name of RFC 9457
    """One refusal or failure, as RFC 9457 describes it.

    Attributes:
        status: The HTTP status.
        type: The last segment of the type's IRI.
        title: The kind of problem, the same for every occurrence.
        detail: What happened this time and what to do.
        extras: Further members: line, column, limit, allowed, measured and the like.
        headers: HTTP headers that go with it, such as ``Retry-After``.
    """

    def __init__(  # noqa: PLR0913 - the members of RFC 9457, all by name
        self,
        *,
        status: int,
        type: str,  # noqa: A002 - its name in RFC 9457
        title: str,
        detail: str,
        extras: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep the members."""
        super().__init__(detail)
        self.status = status
        self.type = type
        self.title = title
        self.detail = detail
        self.extras = dict(extras or {})
        self.headers = dict(headers or {})

    def members(self) -> dict[str, Any]:
        """Return the members in the order people read them."""
        return {
            "type": TYPES + self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extras,
        }


@dataclass(slots=True)
class Notes:
    """What is noted of a request while it is answered, for a record of it.

    Attributes:
        problem: The last segment of its problem's type; nothing if there was none.
        limit: The limit it exceeds, if it does.
        query: The query it asks; None if it asks none.
    """

    problem: str = ""
    limit: str = ""
    query: str | None = None


def notes() -> Notes:
    """Return where to note something of this request; perhaps nobody reads it."""
    found: Notes = request.environ.get(NOTES) or Notes()
    return found


def register(app: Flask) -> None:
    """Answer every error of the app as a problem."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(HTTPException, _translate)
    app.register_error_handler(Exception, _unexpected)


def respond(problem: Problem, page: str = PAGE, query: str = "") -> Response:
    """Turn a problem into an answer.

    Args:
        problem: What happened.
        page: The template for clients that prefer HTML.
        query: The query it happened to, shown again on such a page.

    Returns:
        The answer, as JSON unless the client prefers HTML.
    """
    noted = notes()
    noted.problem, noted.limit = problem.type, problem.extras.get("limit", "")
    answer = Response(status=problem.status)
    wanted = weigh(request.headers.get("Accept", ""), [HTML, MEDIA_TYPE, JSON])
    text = json.dumps(problem.members()) + "\n"
    answer.content_type = MEDIA_TYPE
    if wanted[HTML] > max(wanted[MEDIA_TYPE], wanted[JSON]):
        text = render_template(page, problem=problem, query=query)
        answer.content_type = f"{HTML}; charset=utf-8"
    answer.set_data(text)
    answer.headers.update(problem.headers)
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("Accept")
    return answer


def bare(status: HTTPStatus) -> Response:
    """Make an answer for a request that never reached the app.

    Args:
        status: What went wrong.

    Returns:
        The answer, as JSON.
    """
    answer = Response(json.dumps(_general(status).members()) + "\n", status)
    answer.content_type = MEDIA_TYPE
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _translate(error: HTTPException) -> Response:
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if code < HTTPStatus.BAD_REQUEST:  # a redirect is an answer
        return Response(error.get_body(), code, headers=error.get_headers())
    problem = _general(HTTPStatus(code))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        problem.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return respond(problem)


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("unexpected error", exc_info=error)
    return respond(_general(HTTPStatus.INTERNAL_SERVER_ERROR))


def _general(status: HTTPStatus) -> Problem:
    """Make the problem of which only the status is known."""
    kind = generic(status)
    return Problem(
        status=status,
        type=kind.name,
        title=kind.title,
        detail=_DETAILS.get(status, status.description or status.phrase),
    )
