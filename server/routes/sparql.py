"""Blueprint: SPARQL 1.1 Protocol for queries at ``/sparql``; updates do not exist.

Every answer is complete when its status is 200, allows any origin, and varies with
``Accept``. A browser gets a table or, without a query, the form to write one.

Source: SPARQL 1.1 Protocol, section 2.1; SPARQL 1.1 Service Description, section 2.
"""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, render_template, request
from markupsafe import Markup, escape

from server import negotiation, problems, turns
from server.accept import HTML
from server.engine.interface import Answer, Engine, stays
from server.headers import lasting
from server.negotiation import Format, best
from server.problems import Problem
from server.query import guard
from server.query.forms import carried
from server.routes import citation, description, explaining, protocol
from server.routes.protocol import Asked
from server.settings import Settings

bp = Blueprint("sparql", __name__)

RESULTS_PAGE: Final = "results.html"
FORM_PAGE: Final = "query.html"


@bp.route("/sparql", methods=protocol.METHODS)
def answer() -> Response:
    """Answer one query.

    Returns:
        Rows for SELECT and ASK, triples for CONSTRUCT and DESCRIBE, in the format
        the client likes best; without a query, what this endpoint is.

    Raises:
        Problem: If the request is refused or the query fails.

    Source: SPARQL 1.1 Protocol, section 2.1.
    """  # noqa: DOC502 - raised by what it calls
    if request.method == "OPTIONS":
        return opened(Response(status=HTTPStatus.NO_CONTENT))
    settings: Settings = current_app.extensions["borderkg.settings"]
    engine: Engine = current_app.extensions["borderkg.engine"]
    asked = protocol.read(request, settings)
    if asked.query is None:
        return opened(_introduce(asked.format, settings))
    g.query = problems.notes().query = asked.query
    query = guard.check(asked.query, settings)
    left = gone()
    if asked.explains:
        return opened(explaining.answer(query, asked, inert(asked.query), left))
    chosen = best(carried(query.form), request.headers.get("Accept", ""), asked.format)
    taken: turns.Turns = current_app.extensions["borderkg.turns"]
    spent = request.environ.get(turns.SPENT, 0.0)
    with taken.turn(request.remote_addr or "", left, spent):
        found = engine.run(query, asked.dataset, chosen.media_type, left)
    html = chosen.media_type == HTML
    answered = _page(found, asked, query) if html else _file(found, chosen)
    return opened(lasting(answered, volatile=query.volatile))


@bp.errorhandler(Problem)
def refused(problem: Problem) -> Response:
    """Say why there is no answer; a browser gets its query back to mend it."""
    page = FORM_PAGE if "query" in g else problems.PAGE
    return opened(problems.respond(problem, page, inert(g.get("query", ""))))


def _introduce(named: str, settings: Settings) -> Response:
    """Say what this endpoint is, to whoever asks without a query."""
    chosen = best("triples", request.headers.get("Accept", ""), named)
    if chosen.media_type == HTML:
        page = render_template(FORM_PAGE, query="", problem=None)
        return Response(page, mimetype=HTML)
    manifest = current_app.extensions["borderkg.release"].manifest
    text = description.describe(settings.endpoint, chosen, manifest)
    answered = _file(Answer(text, chosen.media_type, "DESCRIBE"), chosen)
    return lasting(answered)


def _page(found: Answer, asked: Asked, query: guard.Checked) -> Response:
    """Show rows as a table, with links to the same answer in other formats."""
    results: dict[str, Any] = json.loads(found.body)
    head = results["head"].get("vars", [])
    rows = results.get("results", {}).get("bindings", [])
    settings: Settings = current_app.extensions["borderkg.settings"]
    page = render_template(
        RESULTS_PAGE,
        head=head,
        rows=[[row.get(name) for name in head] for row in rows],
        total=results.get("total", len(rows)),
        boolean=results.get("boolean"),
        query=inert(asked.query or ""),
        cited=citation.page(asked, query, results),
        files=[
            {"name": row.names[0], "href": _address(asked, row.names[0])}
            for row in negotiation.family(carried(found.form))
            if row.names and row.syntax
        ],
        explanation=_address(asked, "html") + f"&{protocol.EXPLAIN}=true",
        # Hidden fields of the form by which a row asks for its evidence.
        asked=[("query", inert(asked.query or "")), *_graphs(asked)],
        way="get" if len(_address(asked, "html")) < settings.url else "post",
        problem=None,
    )
    return Response(page, mimetype=HTML)


def inert(query: str) -> Markup:
    """Escape a query for a page, equals signs too: no attribute comes of it.

    Args:
        query: What a client sent.

    Returns:
        What a template may print as it is.
    """
    return Markup(escape(query).replace("=", Markup("&#61;")))  # noqa: S704 - escaped


def _address(asked: Asked, name: str) -> str:
    parameters = [("query", asked.query or ""), ("format", name), *_graphs(asked)]
    return "/sparql?" + urlencode(parameters)


def _graphs(asked: Asked) -> list[tuple[str, str]]:
    graphs = asked.dataset
    return [
        *(("default-graph-uri", iri) for iri in graphs.default_graphs),
        *(("named-graph-uri", iri) for iri in graphs.named_graphs),
    ]


def _file(found: Answer, chosen: Format) -> Response:
    answered = Response(found.body, mimetype=chosen.media_type)
    if chosen.media_type.startswith("text/"):
        answered.content_type = f"{chosen.media_type}; charset=utf-8"
    if chosen.suffix in {"csv", "tsv"}:
        # A spreadsheet may run what a cell says; a browser shall not open one.
        name = f"results.{chosen.suffix}"
        answered.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answered


def opened(answered: Response) -> Response:
    """Let pages of any origin ask, without credentials."""
    answered.vary.add("Accept")
    answered.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        answered.headers["Allow"] = ", ".join(protocol.METHODS)
    return answered


def gone() -> Callable[[], bool]:
    """How to see that the client has hung up, where the server tells."""
    told: Callable[[], bool] | None = request.environ.get(turns.GONE)
    return told or stays
