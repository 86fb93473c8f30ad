"""Blueprint: SPARQL 1.1 Graph Store HTTP Protocol for reading layers and claims.

A graph is written as the sources have it, so its lexical forms survive. The default
graph is the default view; both views can be named too. Nothing can be written.

Source: SPARQL 1.1 Graph Store HTTP Protocol, sections 4 (indirect identification)
and 5 (GET).
"""

from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, request
from pyoxigraph import RdfFormat

from graph.release import Release
from ontology.terms import DEFAULT, LAYERS, VIEWS
from server.headers import validated
from server.missing import MissingError
from server.negotiation import Format, best, only
from server.pages import rdf
from server.pages.graphs import contents
from server.query.prologue import ABSOLUTE
from server.refusals import MalformedError
from server.routes.description import FILES
from server.routes.resource import pages

if TYPE_CHECKING:
    from server.turns import Turns

bp = Blueprint("graphstore", __name__)

OFFERED: Final = tuple(
    form for form in rdf.FORMATS if form.syntax and form.suffix not in rdf.GRAPHS_KEPT
)
"""The formats that hold one graph."""


@bp.get("/graph-store")
def graph() -> Response:
    """Give one graph.

    Returns:
        All its triples, in the format the client likes best; Turtle if it has no
        wish.

    Raises:
        MissingError: If the release has no such graph.
    """
    iri = _named()
    named = only(request.args.getlist("format"))
    form = best(OFFERED, request.headers.get("Accept", ""), named)
    release: Release = current_app.extensions["borderkg.release"]
    if iri not in release.manifest.graphs and iri not in VIEWS:
        raise MissingError(
            detail="This release has no graph of that name; the service description "
            "at /sparql lists the layers, and each claim is the graph of its own name."
        )
    response = Response(mimetype=form.media_type)
    response.vary.add("Accept")
    validated(response, pages().edition, form.suffix)
    if response.status_code == HTTPStatus.OK:
        response.set_data(_written(release, iri, form))
    return response


def _written(release: Release, iri: str, form: Format) -> bytes:
    """Write a graph; the release has most of them in Turtle already."""
    layer = f"layers/{iri.rpartition('/')[2]}.ttl" if iri in LAYERS else ""
    name = FILES.get(iri, layer)
    listed = release.manifest.files.get(name)
    if form.syntax == RdfFormat.TURTLE and listed:
        with suppress(OSError):
            text = (release.folder / name).read_bytes()
            if sha256(text).hexdigest() == listed.sha256:
                return text
        # Another release, or none, lies in the folder; memory has this one.
    taken: Turns = current_app.extensions["borderkg.turns"]
    # The whole graph is as much work as a query.
    with taken.turn(request.remote_addr or "", lambda: False):
        return rdf.write(contents(pages().index, iri), form)


def _named() -> str:
    """Read which graph is asked for.

    Raises:
        MalformedError: If it is none, or more than one, or not named by an IRI.
    """
    graphs = request.args.getlist("graph")
    default = request.args.getlist("default")
    if len(graphs) + len(default) != 1 or any(default):
        raise MalformedError(
            detail="One graph is asked for, as ?graph= and its IRI, or as ?default."
        )
    if default:
        return DEFAULT
    if not ABSOLUTE.fullmatch(graphs[0]):
        raise MalformedError(
            detail="A graph is named by an absolute IRI, without brackets."
        )
    return graphs[0]
