"""Blueprint: why a triple holds, and what falls with a claim.

What does not hold is answered with 404 and the ways to it that lack one statement: the
address names an explanation, and there is none. A request that names no triple is a
400. All of it is looked up in this process, within bounds; no query is evaluated.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from server import accept, negotiation
from server.accept import HTML
from server.headers import validated
from server.negotiation import Format
from server.pages import rdf
from server.pages.proofs import EXPLAIN
from server.problems import Problem, respond
from server.routes.resource import explanations, pages
from server.why import entries, falling
from server.why.asking import PARTS, asked, claimed
from server.why.explaining import Explanation, explain
from server.why.nested import missing, nested
from server.why.quads import statements

bp = Blueprint("why", __name__)

WITHOUT: Final = f"{EXPLAIN}/without"

JSON: Final = Format(accept.JSON, None, "triples", "json", ("json",))

FORMATS: Final = (rdf.FORMATS[0], JSON, *rdf.FORMATS[1:])
"""A page for whoever has no wish, then JSON, then RDF."""


@bp.get(EXPLAIN)
def explained() -> Response:
    """Explain the triple that is asked about."""
    form = _wished(FORMATS)
    why = explanations()
    found = explain(
        why, asked(why.names.index, {p: request.args.getlist(p) for p in PARTS})
    )
    if found.status == "not entailed":
        return _missing(found, form)
    if form == JSON:
        body: str | bytes = _json(nested(found))
    elif form.syntax is None:
        rules = entries.applied(why, found)
        formats = _formats(FORMATS)
        page = {"found": found, "rules": rules, "formats": formats}
        body = render_template("explain.html", **page)
    else:
        body = rdf.write(statements(why.names.index, found), form)
    return _answer(body, form)


@bp.get(WITHOUT)
def without() -> Response:
    """Say what falls with a claim, or without one what rests on which."""
    offered = FORMATS[:2]
    form = _wished(offered)
    why = explanations()
    if "claim" in request.args:
        claim = claimed(why.names.index, request.args.getlist("claim"))
        fall = falling.fall(why, claim)
        members, page = falling.members(fall), dict[str, Any](fall=fall)
    else:
        overview = falling.overview(why)
        members, page = falling.summary(overview), dict[str, Any](overview=overview)
    if form == JSON:
        return _answer(_json(members), form)
    formats = _formats(offered)
    return _answer(render_template("without.html", formats=formats, **page), form)


def _wished(offered: tuple[Format, ...]) -> Format:
    named = negotiation.only(request.args.getlist("format"))
    return negotiation.best(offered, request.headers.get("Accept", ""), named)


def _formats(offered: tuple[Format, ...]) -> list[tuple[str, str]]:
    """List the other formats of this page, each with its address."""
    asked_for = {k: v for k, v in request.args.items() if k != "format"}
    names = ["JSON", *(form.name for form in offered[2:])]
    return [
        (name, f"{request.path}?{urlencode(asked_for | {'format': form.suffix})}")
        for name, form in zip(names, offered[1:], strict=True)
    ]


def _missing(found: Explanation, form: Format) -> Response:
    problem = Problem(
        status=HTTPStatus.NOT_FOUND,
        type="not-entailed",
        title="The triple does not hold",
        detail=f"“{found.sentence}”: nobody asserts this, and it does not follow.",
        extras={"missing": missing(found)},
    )
    answer = respond(problem)
    if form.media_type == HTML:
        answer.set_data(render_template("explain.html", found=found, formats=()))
        answer.content_type = f"{HTML}; charset=utf-8"
    return answer


def _json(members: Mapping[str, Any]) -> str:
    return json.dumps(members, indent=1, ensure_ascii=False) + "\n"


def _answer(body: str | bytes, form: Format) -> Response:
    response = Response(body, mimetype=form.media_type)
    response.vary.add("Accept")
    return validated(response, pages().edition, f"why.{form.suffix}")
