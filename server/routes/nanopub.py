"""Blueprint: a nanopublication at its IRI, as a page or as RDF, and the list of all.

The formats that keep the four graphs come first: without them it is not one any more,
and its hash cannot be worked out again. Who reads nothing but triples gets those.

Source: Nanopublication Guidelines, working draft; RFC 9110, section 12.5.1 (Accept).
"""

from typing import Final

from flask import Blueprint, Response, current_app, render_template
from pyoxigraph import NamedNode

from server.accept import HTML
from server.headers import validated
from server.missing import MissingError, ReplacedError
from server.negotiation import Format, offer
from server.pages import rdf
from server.pages.index import Statements, Term, key
from server.pages.names import LABEL, Names, Shown, address
from server.pages.nanopubs import GRAPHS, NAMESPACE, Nanopubs, Row
from server.routes.resource import pages, wished

bp = Blueprint("nanopub", __name__)

WHOLE: Final = offer(
    "triples", HTML, "application/trig", "application/n-quads", "application/ld+json"
)
"""The page, and what keeps the graphs."""

FORMATS: Final = (*WHOLE, *(form for form in rdf.FORMATS if form not in WHOLE))

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
        MissingError: If this release has none of that name.
        ReplacedError: If its files are there no more.
    """
    made = _nanopubs()
    code, dot, suffix = name.partition(".")
    form = _SUFFIXES.get(suffix)
    if code not in made.places or (dot and form is None):
        raise MissingError(
            detail="This release has no nanopublication of that name; /np/ lists them."
        )
    try:
        statements = made.read(code)
    except OSError as problem:
        raise ReplacedError from problem
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
    elif form in WHOLE:
        body = rdf.dataset(statements, form, own)
    else:
        body = rdf.write(statements, form)
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
        (
            part,
            [
                [
                    _shown(names, row, term)
                    for term in (s.subject, s.predicate, s.object)
                ]
                for s in statements
                if s.graph == f"{row.nanopub}#{part}"
            ],
        )
        for part in (*GRAPHS[1:], GRAPHS[0])
    ]
    own = (s for s in statements if key(s.subject) == row.nanopub)
    titles = (names.shown(s.object).text for s in own if s.predicate == LABEL)
    described = names.link(row.about)
    return render_template(
        "nanopub.html",
        row=row,
        title=next(titles, described.text),
        about=described,
        graphs=graphs,
        trig=trig.decode().replace("\t", "    "),
        formats=[
            (form.name, f"{address(row.nanopub)}.{form.suffix}") for form in WHOLE[1:]
        ],
    )


def _shown(names: Names, row: Row, term: Term | str) -> Shown:
    """Prepare a term for the page, where the own name needs no repeating."""
    iri = term if isinstance(term, str) else key(term)
    if isinstance(term, str | NamedNode):
        own = iri.startswith(row.nanopub)
        return names.link(iri, f"this{iri.removeprefix(row.nanopub)}" if own else "")
    return names.shown(term)


def _nanopubs() -> Nanopubs:
    made: Nanopubs = current_app.extensions["borderkg.nanopubs"]
    return made
