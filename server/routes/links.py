"""Blueprint: all mappings to other systems, as a page or as RDF."""

from typing import Final

from flask import Blueprint, Response, current_app, render_template

from ontology.terms import LINKS
from server.headers import validated
from server.negotiation import Format
from server.pages import rdf
from server.pages.linking import linking
from server.routes.resource import pages, wished

bp = Blueprint("links", __name__)

PATH: Final = "/links"
TABLE: Final = ("SSSOM/TSV", "/dumps/mappings.sssom.tsv")
"""The source of it all, which has the candidates too."""


@bp.get(PATH)
def links() -> Response:
    """List the mappings, in what the client likes best."""
    response = _answer(wished(rdf.FORMATS))
    response.vary.add("Accept")
    return response


@bp.get(f"{PATH}.<any({', '.join(rdf.BY_SUFFIX)}):suffix>")
def written(suffix: str) -> Response:
    """List the mappings in the format that the address asks for."""
    return _answer(rdf.BY_SUFFIX[suffix])


def _answer(form: Format) -> Response:
    made = pages()
    if form.syntax is None:
        body: str | bytes = render_template(
            "links.html",
            set=linking(made.names, current_app.extensions["borderkg.candidates"]),
            counts=current_app.extensions["borderkg.release"].manifest.counts,
            formats=[*rdf.written(PATH), TABLE],
        )
    else:
        body = rdf.write(made.index.within.get(LINKS, ()), form)
    response = Response(body, mimetype=form.media_type)
    return validated(response, made.edition, f"links.{form.suffix}")
