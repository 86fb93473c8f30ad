"""Blueprint: from an identifier of somebody else's to our name.

One thing that is the same or nearly so is redirected to; where there are several, or
only something wider or narrower, they are offered with 300 and the reader chooses. The
status says what was found, whether a page or JSON tells it.

Source: RFC 9110, sections 15.4.1 (Multiple Choices) and 15.4.4 (See Other).
"""

import json
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template, request

from server import accept
from server.accept import HTML
from server.headers import validated
from server.kinds import generic
from server.lookup.identifiers import Identifier, read
from server.lookup.linked import REDIRECTING, Linked, Match
from server.lookup.near import Near, called, near
from server.lookup.schemes import SCHEMES
from server.missing import MissingError
from server.negotiation import Format, best, liked, offer, only
from server.pages.names import address
from server.problems import Problem, respond
from server.refusals import MalformedError
from server.routes import decoding
from server.routes.resource import pages

bp = Blueprint("lookup", __name__)

PATH: Final = "/lookup"
PAGE: Final = "lookup.html"

OFFERED: Final = offer("rows", HTML, accept.JSON)


@bp.get(PATH)
def lookup() -> Response:
    """Look an identifier up; without one, show where to write it.

    Returns:
        The way to the one thing it leads to, several to choose from, or a problem.

    Raises:
        MalformedError: If there is more than one identifier.
    """
    settings = current_app.extensions["borderkg.settings"]
    asked: dict[str, list[str]] = {}
    for name, value in decoding.address(request, settings):
        asked.setdefault(name, []).append(value)
    form = _form(only(asked.get("format", [])))
    if "id" not in asked:
        return _told(form, HTTPStatus.OK, _forms())
    if len(set(asked["id"])) > 1:
        raise MalformedError(detail="The parameter id has more than one value.")
    text = asked["id"][0]
    linked: Linked = current_app.extensions["borderkg.linked"]
    identifier = read(text)
    if identifier is None:
        return respond(_unread(called(linked, text)), PAGE, text)
    found = linked.find(identifier)
    if not found:
        return respond(_unlinked(linked, identifier), PAGE, text)
    return _found(found, form, text)


@bp.context_processor
def schemes() -> dict[str, Any]:
    """Give the page the schemes it explains."""
    return {"schemes": SCHEMES}


def _found(found: list[Match], form: Format, text: str) -> Response:
    strong = [m for m in found if m.predicate is None or m.predicate in REDIRECTING]
    if len(strong) != 1:
        members = [match.members() for match in found]
        return _told(form, HTTPStatus.MULTIPLE_CHOICES, members, found, text)
    if form.media_type != HTML:
        return _told(form, HTTPStatus.OK, [match.members() for match in found])
    response = Response(status=HTTPStatus.SEE_OTHER)
    response.headers["Location"] = address(strong[0].iri)
    return _varied(response)


def _told(
    form: Format,
    status: HTTPStatus,
    members: list[dict[str, Any]],
    found: list[Match] | None = None,
    text: str = "",
) -> Response:
    if form.media_type == HTML:
        body = render_template(PAGE, found=found, query=text)
    else:
        body = json.dumps(members, indent=1, ensure_ascii=False) + "\n"
    response = Response(body, status, mimetype=form.media_type)
    if status == HTTPStatus.OK:
        validated(response, pages().edition, f"lookup.{form.suffix}")
    return _varied(response)


def _varied(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response


def _form(named: str) -> Format:
    """Choose a format; who likes neither is led on all the same."""
    wish = request.headers.get("Accept", "")
    return best(OFFERED, wish, named) if named else liked(OFFERED, wish) or OFFERED[0]


def _forms() -> list[dict[str, Any]]:
    return [{"scheme": s.name, "examples": list(s.examples)} for s in SCHEMES]


def _unread(meant: list[Near]) -> Problem:
    """Say which identifiers are understood."""
    kinds = "; ".join(f"{scheme.name} ({scheme.examples[0]})" for scheme in SCHEMES)
    kind = generic(HTTPStatus.BAD_REQUEST)
    return Problem(
        status=HTTPStatus.BAD_REQUEST,
        type=kind.name,
        title=kind.title,
        detail="This is no identifier that is understood here. Understood are names "
        f"of ours (place:xinjiang, or the whole IRI), any other IRI, and {kinds}.",
        extras={"forms": _forms(), "meant": [each.members() for each in meant]},
    )


def _unlinked(linked: Linked, identifier: Identifier) -> Problem:
    """Say that nothing is linked to an identifier, what it is not, and what is near."""
    meant = near(linked, identifier)
    rejected = linked.rejected(identifier)
    detail = [f"This release links nothing to {identifier.text}."]
    if rejected:
        label = linked.names.label
        names = ", ".join(dict.fromkeys(label(one.subject) for one in rejected))
        detail.append(f"It is published as not the same as {names}.")
    if meant:
        hint = "; ".join(f"{each.id} ({each.label})" for each in meant)
        detail.append(f"Did you mean {hint}?")
    return MissingError(
        detail=" ".join(detail),
        extras={
            "meant": [each.members() for each in meant],
            "rejected": [
                {
                    "iri": one.subject,
                    "sentence": one.label,
                    "mapping": one.record,
                    "ground": one.comment,
                }
                for one in rejected
            ],
        },
    )
