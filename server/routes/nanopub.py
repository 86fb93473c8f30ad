"""Blueprint: a nanopublication at its IRI, as a page or as RDF, and the list of all.

Only formats that keep the four graphs are offered: without them it would not be one,
and its hash could not be worked out again.

Source: Nanopublication Guidelines, working draft; RFC 9110, section 12.5.1 (Accept).
"""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, current_app, render_template

from server.accept import HTML
from server.headers import validated
from server.negotiation import Format, offer
from server.pages import rdf
from server.pages.index import Statement, Statements
from server.pages.names import Names, Shown, address
from server.pages.nanopubs import GRAPHS, NAMESPACE, Nanopubs, Row
from server.problems import Problem
from server.routes.resource import pages, wished

bp = Blueprint("nanopub", __name__)

FORMATS: Final = offer(
    "triples", HTML, "application/trig", "application/n-quads", "application/ld+json"
)

_SUFFIXES: Final = {form.suffix: form for form in FORMATS}


@bp.get("/np/")
def table() -> Response:
    """List the nanopublications, and say how one is checked and signed."""
    rows = _nanopubs().rows
    page = render_template(
        "nanopubs.html",
        rows=[(row.nanopub, pages().names.link(row.about)) for row in rows[:-1]],
        index=rows[-1] if rows else None,
    )
    return validated(Response(page, mimetype=HTML), pages().edition, "nanopubs")


@bp.get("/np/<name>")
def nanopub(name: str) -> Response:
    """Answer with one nanopublication.

    Args:
        name: Its artifact code, with or without the suffix of a format.

    Returns:
        Its page, or its quads.

    Raises:
        Problem: 404, if this release has none of that name; 503, if its files are
            there no more.
    """
    made = _nanopubs()
    code, dot, suffix = name.partition(".")
    form = _SUFFIXES.get(suffix)
    if code not in made.places or (dot and form is None):
        raise Problem(
            status=HTTPStatus.NOT_FOUND,
            type="not-found",
            title="Not found",
            detail="This release has no nanopublication of that name; /np/ lists them.",
        )
    try:
        statements = made.read(code)
    except OSError as problem:
        raise Problem(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            type="release-replaced",
            title="The files of this release are not there any more",
            detail="The server goes on without them until it is restarted.",
        ) from problem
    row = next(row for row in made.rows if row.nanopub == NAMESPACE + code)
    response = _answer(row, statements, form or wished(FORMATS))
    if form is None:
        response.vary.add("Accept")
    return response


def _answer(row: Row, statements: Statements, form: Format) -> Response:
    path = address(row.nanopub)
    own = {"this": row.nanopub, "sub": f"{row.nanopub}#"}
    body: str | bytes
    if form.syntax is None:
        body = _page(row, statements, rdf.dataset(statements, _SUFFIXES["trig"], own))
    else:
        body = rdf.dataset(statements, form, own)
    response = Response(body, mimetype=form.media_type)
    for other in FORMATS:
        link = f'<{path}.{other.suffix}>; rel="%s"; type="{other.media_type}"'
        if other is not form:
            response.headers.add("Link", link % "alternate")
    response.headers["Content-Location"] = f"{path}.{form.suffix}"
    return validated(response, pages().edition, f"{path}.{form.suffix}")


def _page(row: Row, statements: Statements, trig: bytes) -> str:
    names = pages().names
    graphs = [
        (part, [_shown(names, s) for s in statements if s.graph.endswith(f"#{part}")])
        for part in (*GRAPHS[1:], GRAPHS[0])
    ]
    described = names.link(row.about)
    return render_template(
        "nanopub.html",
        row=row,
        about=described,
        graphs=graphs,
        trig=trig.decode().replace("\t", "    "),
        formats=[
            (form.name, f"{address(row.nanopub)}.{form.suffix}") for form in FORMATS[1:]
        ],
    )


def _shown(names: Names, said: Statement) -> tuple[Shown, Shown, Shown]:
    return (
        names.shown(said.subject),
        names.link(said.predicate),
        names.shown(said.object),
    )


def _nanopubs() -> Nanopubs:
    made: Nanopubs = current_app.extensions["borderkg.nanopubs"]
    return made
