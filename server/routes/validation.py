"""Blueprint: the report of this release, and judging a stranger's data by its shapes.

``GET`` tells how the release was judged. ``POST`` takes RDF, as a body or from the box
of the page, and answers with a validation report: 200 where nothing is violated, 422
where something is, both complete. The data are read and judged in a process of their
own, are never stored, and fetch nothing.

Source: SHACL, section 3; RFC 9110, section 15.5.21 (422).
"""

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, g, render_template, request
from pyoxigraph import Triple, serialize

from ontology.prefixes import PREFIXES
from server import problems, turns
from server.engine.interface import stays
from server.headers import validated
from server.negotiation import Format, family, liked
from server.pages import description, rdf
from server.pages.validation import REPORT, Told, of_data, of_release
from server.problems import Problem
from server.refusals import MalformedError, UnsupportedError
from server.routes import decoding
from server.routes.resource import pages, wished

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.judge.judging import Judging

bp = Blueprint("validation", __name__)

PATH: Final = "/validation"
PAGE: Final = "validation.html"
TURTLE: Final = "text/turtle"

READ: Final = tuple(
    row for row in family("triples") if row.syntax and row.media_type != "text/plain"
)
"""The formats of data that are read."""

ACCEPTED: Final = ", ".join((decoding.FORM, *(row.media_type for row in READ)))


@bp.get(PATH)
def report() -> Response:
    """Tell how the release was judged, in what the client likes best."""
    response = _answer(wished(rdf.FORMATS))
    response.vary.add("Accept")
    return response


@bp.get(f"{PATH}.<any({', '.join(rdf.BY_SUFFIX)}):suffix>")
def written(suffix: str) -> Response:
    """Tell it in the format that the address asks for."""
    return _answer(rdf.BY_SUFFIX[suffix])


def _answer(form: Format) -> Response:
    made = pages()
    if form.syntax is None:
        body: str | bytes = _page(of_release(made.names))
    else:
        body = rdf.write(description.document(made.index, REPORT), form)
    response = Response(body, mimetype=form.media_type)
    return validated(response, made.edition, f"validation.{form.suffix}")


@bp.post(PATH)
def judge() -> Response:
    """Judge some data.

    Returns:
        The report: 200 if there is no violation, else 422.

    Raises:
        Problem: If the data cannot be read or judged.
    """  # noqa: DOC502 - raised by what it calls
    data, media_type, offered = _read()
    judging: Judging = current_app.extensions["borderkg.judge"]
    taken: turns.Turns = current_app.extensions["borderkg.turns"]
    gone: Callable[[], bool] = request.environ.get(turns.GONE) or stays
    with taken.turn(request.remote_addr or "", gone):
        triples = judging.report(data, media_type, gone)
    told = of_data(pages().names, triples)
    chosen = liked(offered, request.headers.get("Accept", "")) or offered[0]
    body = _page(told) if chosen.syntax is None else _file(triples, chosen)
    fails = told is not None and told.violations > 0
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fails else HTTPStatus.OK
    response = Response(body, status, mimetype=chosen.media_type)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


@bp.errorhandler(Problem)
def refused(problem: Problem) -> Response:
    """Say why there is no report; a browser gets its data back to mend them."""
    return problems.respond(problem, PAGE if "data" in g else problems.PAGE)


def _read() -> tuple[bytes, str, tuple[Format, ...]]:
    """Read the request: the data, their format, and the formats of the report.

    Raises:
        MalformedError: If the form lacks what it must have.
        UnsupportedError: If the body is of a kind that is not read here.
    """
    settings = current_app.extensions["borderkg.settings"]
    known = {row.media_type for row in READ}
    if request.mimetype not in {decoding.FORM, *known}:
        detail = f"Data are sent as {ACCEPTED}."
        raise UnsupportedError(detail=detail, accepted=ACCEPTED)
    body = decoding.content(request, settings, ACCEPTED)
    if request.mimetype != decoding.FORM:
        # A program that has no wish gets Turtle, not a page.
        return body, request.mimetype, (*rdf.FORMATS[1:], rdf.FORMATS[0])
    fields = dict(decoding.decode(body, settings))
    if "data" not in fields:
        raise MalformedError(detail="The form has no field data.")
    g.data, g.media_type = fields["data"], fields.get("syntax", TURTLE)
    if g.media_type not in known:
        raise MalformedError(detail="The field syntax names no format read here.")
    return g.data.encode(), g.media_type, rdf.FORMATS


def _page(told: Told | None) -> str:
    return render_template(PAGE, told=told, problem=None)


@bp.context_processor
def _form() -> dict[str, object]:
    """Give the page what its box shows, whichever way it came about."""
    return {
        "syntaxes": [(row.media_type, row.name) for row in READ],
        "data": g.get("data", ""),
        "asked": g.get("media_type", TURTLE),
        "theirs": request.method == "POST",
        "most": current_app.extensions["borderkg.settings"].body,
        "formats": rdf.written(PATH),
    }


def _file(triples: tuple[Triple, ...], form: Format) -> bytes:
    prefixes = {name: PREFIXES[name] for name in ("bk", "bks", "dqv", "sh", "xsd")}
    text = serialize(triples, format=form.syntax, prefixes=prefixes)  # type: ignore[arg-type]
    return text or b""
