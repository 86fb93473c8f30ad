"""Blueprint: what the rows of an answer rest on, at ``/evidence``.

Query and dataset are given as to ``/sparql``, in the address, a form or a JSON object.
Besides them: ``row``, a number from 0 in the order of the answer; or ``binding``, a row
with all its values as the JSON results have it; or ``rows=all``. A query whose order
says nothing (no ORDER BY) has the order in which the engine finds its rows, which is
the same for the same release; one with RAND() and the like has none, so send values.
"""

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, current_app, g, render_template, request
from werkzeug.datastructures import MultiDict

from ontology.terms import ENTAILED
from server import problems, turns
from server.accept import HTML, JSON
from server.evidence import cells
from server.evidence.document import document, explanation
from server.evidence.tracing import Wanted, trace
from server.headers import lasting
from server.problems import Problem
from server.query import guard
from server.refusals import MalformedError
from server.routes import decoding, protocol
from server.routes.explaining import likes_page
from server.routes.sparql import gone, inert, opened
from server.settings import Settings

if TYPE_CHECKING:
    from server.engine.interface import Engine

bp = Blueprint("evidence", __name__)

PAGE: Final = "evidence.html"
_DIGITS: Final = 9
_NAMES: Final = ("row", "binding", "rows")
_LISTS: Final = ("default-graph-uri", "named-graph-uri")
_ONE: Final = f"Give one of {', '.join(_NAMES)} besides the query."

Pairs = list[tuple[str, str]]


@bp.route("/evidence", methods=protocol.METHODS)
def answer() -> Response:
    """Trace rows of an answer.

    Returns:
        Their evidence, as JSON or as a page.

    Raises:
        MalformedError: If it names no query or no row.
        Problem: If the request is refused, the query fails, or has no such row.
    """  # noqa: DOC502 - raised by what it calls
    if request.method == "OPTIONS":
        return opened(Response(status=HTTPStatus.NO_CONTENT))
    settings: Settings = current_app.extensions["borderkg.settings"]
    engine: Engine = current_app.extensions["borderkg.engine"]
    taken: turns.Turns = current_app.extensions["borderkg.turns"]
    pairs = _pairs(settings)
    asked = protocol.named(pairs, settings)
    if asked.query is None:
        raise MalformedError(detail="There is no query whose rows could be traced.")
    g.query = problems.notes().query = asked.query
    wanted = _wanted(pairs)
    query = guard.check(asked.query, settings)
    left = gone()
    spent = request.environ.get(turns.SPENT, 0.0)
    with taken.turn(request.remote_addr or "", left, spent):
        found = trace(
            query,
            asked.dataset,
            wanted,
            engine=engine,
            settings=settings,
            gone=left,
        )
    if likes_page(asked.format):
        page = render_template(
            PAGE,
            found=found,
            query=inert(asked.query),
            asked=MultiDict(pairs),
            explanation=explanation,
            entailed=ENTAILED,
        )
        return opened(lasting(Response(page, mimetype=HTML), volatile=query.volatile))
    text = json.dumps(document(found, settings), ensure_ascii=False, indent=1) + "\n"
    return opened(lasting(Response(text, mimetype=JSON), volatile=query.volatile))


@bp.errorhandler(Problem)
def refused(problem: Problem) -> Response:
    """Say why there is no evidence."""
    return opened(problems.respond(problem))


def _pairs(settings: Settings) -> Pairs:
    """Read the parameters; a JSON object has the same names.

    Raises:
        MalformedError: If the body is none.
    """
    if request.method != "POST" or request.mimetype != JSON:
        return decoding.parameters(request, settings)
    body = decoding.content(request, settings)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise MalformedError(detail="The body is no JSON.") from problem
    if not isinstance(told, dict):
        raise MalformedError(detail="The body is no JSON object.")
    members = [pair for name, value in told.items() for pair in _told(name, value)]
    return decoding.address(request, settings) + members


def _told(name: str, value: Any) -> Pairs:  # noqa: ANN401 - whatever JSON may be
    """Write a member of the JSON object as parameters.

    Raises:
        MalformedError: If its value is of another type.
    """
    if name == "binding":
        return [(name, json.dumps(value))]
    if name == "row" and isinstance(value, int) and not isinstance(value, bool):
        return [(name, str(value))]
    values = value if name in _LISTS and isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in values):
        detail = f"The member {name} is of the wrong type."
        raise MalformedError(detail=detail)
    return [(name, each) for each in values]


def _wanted(pairs: Pairs) -> Wanted:
    """Say which rows are asked for.

    Raises:
        MalformedError: If that is said in no way, in two, or wrongly.
    """
    told = [(name, value) for name, value in pairs if name in _NAMES]
    if len(told) != 1:
        raise MalformedError(detail=_ONE)
    name, value = told[0]
    if name == "rows":
        if value != "all":
            raise MalformedError(detail="The parameter rows is all, or not given.")
        return Wanted()
    if name == "row":
        if not (value.isascii() and value.isdecimal() and len(value) <= _DIGITS):
            raise MalformedError(detail="The parameter row is a number from 0.")
        return Wanted(index=int(value))
    try:
        return Wanted(binding=cells.binding(json.loads(value)))
    except (ValueError, RecursionError) as problem:
        raise MalformedError(detail="The parameter binding is no JSON.") from problem
