"""Blueprint: the reconciliation service, for spreadsheets and whoever has names only.

Everything is looked up in this process, in indexes made when the release was opened and
within limits that bound its time; no query is evaluated. Any page may ask (CORS), and
an old client may have its answer wrapped in a call (JSONP).

Source: Reconciliation Service API 0.2.
"""

import re
from http import HTTPStatus
from typing import Any, Final, NoReturn

from flask import Blueprint, Response, current_app, render_template, request

from ontology.prefixes import BASE
from server.accept import HTML, JSON
from server.headers import FRAMED, lasting, validated
from server.missing import MissingError
from server.negotiation import liked, offer, only
from server.pages.names import address
from server.reconcile import limits, queries
from server.reconcile.extending import extend
from server.reconcile.manifest import PATH, PREVIEW, manifest
from server.reconcile.preview import preview
from server.reconcile.service import Service
from server.reconcile.spaces import thing
from server.reconcile.suggesting import WAYS, flyout, suggest
from server.refusals import MalformedError
from server.routes import exchange
from server.routes.resource import pages

bp = Blueprint("reconcile", __name__)

FORMATS: Final = offer("rows", JSON, HTML)
WAY: Final = f"<any({', '.join(WAYS)}):way>"

PUBLISHED: Final = f"{BASE}sparql"
"""The endpoint as long as the operator does not say where it is."""

_HERE: Final = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?")


@bp.route(PATH, methods=["GET", "POST"])
def answered() -> Response:
    """Answer a batch, an extension, or what the service is.

    Raises:
        MalformedError: If it is not plain which of them is wanted.
    """
    asked = exchange.asked()
    ways = [way for way in ("queries", "query", "extend") if way in asked]
    if len(ways) > 1:
        detail = f"A request has one of {', '.join(ways)}, not several."
        raise MalformedError(detail=detail)
    if ways:
        with current_app.extensions["borderkg.turns"].place(request.remote_addr or ""):
            return exchange.answer(_answer(ways[0], asked[ways[0]]), asked)
    if request.method == "POST":
        raise MalformedError(detail="There is neither queries nor extend in the form.")
    named = only([asked["format"]] if "format" in asked else [])
    form = liked(FORMATS, request.headers.get("Accept", ""), named) or FORMATS[0]
    if form.media_type == HTML and "callback" not in asked:
        return _page()
    answer = exchange.answer(manifest(service(), root()), asked)
    answer.vary.update(["Accept", "Host"])
    return answer


@bp.get(f"{PATH}/suggest/{WAY}")
def suggested(way: str) -> Response:
    """Suggest things, properties or types."""
    asked = exchange.asked()
    prefix, cursor = (
        exchange.named(asked, "prefix"),
        exchange.number(asked, "cursor", 0),
    )
    return exchange.answer(suggest(service(), way, prefix, cursor), asked)


@bp.get(f"{PATH}/flyout/{WAY}")
def told(way: str) -> Response:
    """Say in a line of HTML what an identifier stands for."""
    asked = exchange.asked()
    found = flyout(service(), way, exchange.named(asked, "id"))
    return exchange.answer(found if found is not None else _missing(), asked)


@bp.get(f"{PATH}/properties")
def proposed() -> Response:
    """Propose properties that the things of a type have."""
    asked = exchange.asked()
    kind = service().types.find(exchange.named(asked, "type"))
    limit = exchange.number(asked, "limit", 0)
    found = service().properties.proposed(kind.members)
    shown = found[:limit] if limit else found
    answer = {"type": kind.id, "properties": [each.brief() for each in shown]}
    return exchange.answer(answer | ({"limit": limit} if limit else {}), asked)


@bp.get(f"{PATH}/preview")
def previewed() -> Response:
    """Show a thing in a frame; the one page that others may frame."""
    iri = _thing()
    text = render_template("preview.html", thing=preview(service(), iri), **PREVIEW)
    response = Response(text, mimetype=HTML)
    response.headers["Content-Security-Policy"] = FRAMED
    return validated(response, pages().edition, "preview")


@bp.get(f"{PATH}/view")
def viewed() -> Response:
    """Lead from an identifier, whose slash many clients escape, to the thing's page."""
    where = {"Location": address(_thing()), "Cache-Control": "no-cache"}
    return Response(status=HTTPStatus.SEE_OTHER, headers=where)


def service() -> Service:
    """Give the service of the app that answers this request."""
    made: Service = current_app.extensions["borderkg.reconcile"]
    return made


def root() -> str:
    """Say where this server is, for addresses that must be whole.

    Where the operator published it. As long as that was not said, who asks on the same
    machine is told the address there; no other host is ever repeated.
    """
    endpoint = exchange.settings().endpoint
    published = endpoint.removesuffix("/sparql").rstrip("/")
    host = request.headers.get("Host", "")
    if endpoint == PUBLISHED and _HERE.fullmatch(host):
        return f"{request.scheme}://{host}"
    return published


def _answer(way: str, sent: str) -> dict[str, Any]:
    made = service()
    if way == "extend":
        return extend(made, sent)
    if way == "query":
        answer: dict[str, Any] = made.answer(queries.single(sent))[""]
        return answer
    return made.answer(queries.batch(sent))


def _thing() -> str:
    iri = thing(exchange.named(exchange.asked(), "id"))
    return iri if iri in service().matching.mentions else _missing()


def _missing() -> NoReturn:
    """Say that an identifier is none of ours.

    Raises:
        MissingError: Always.
    """
    raise MissingError(detail="Nothing that can be reconciled has this identifier.")


def _page() -> Response:
    made = service()
    text = render_template(
        "reconcile.html",
        root=root(),
        limits=limits.EVERY,
        types=sorted(made.types.every.values(), key=lambda each: each.name),
        properties=made.properties.every.values(),
        things=len(made.things),
        names=len(made.catalogue.names),
    )
    response = Response(text, mimetype=HTML)
    response.vary.update(["Accept", "Host"])
    return lasting(response)
