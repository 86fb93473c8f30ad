"""Blueprint: the snapshot of linked items and the credit of its sources."""

from typing import Final

from flask import Blueprint, Response, render_template

from server.headers import validated
from server.negotiation import Format
from server.pages import rdf
from server.pages.credits import snapshot, statements
from server.routes.resource import pages, wished

bp = Blueprint("snapshot", __name__)

PATH: Final = "/snapshot"
ASKED: Final = """\
PREFIX bk: <https://w3id.org/borderkg/ontology/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX wd: <http://www.wikidata.org/entity/>

SELECT ?name ?source ?licence ?found {
  ?statement a bk:SnapshotStatement ; rdf:subject wd:Q34800 ; rdf:object ?name ;
    dcterms:source ?source ; dcterms:bibliographicCitation ?found .
  OPTIONAL { ?source dcterms:license ?licence }
}
"""
"""Which source and licence everything on record of one item has."""


@bp.get(PATH)
def overview() -> Response:
    """Say what the snapshot holds and from whom, in what the client likes best."""
    response = _answer(wished(rdf.FORMATS))
    response.vary.add("Accept")
    return response


@bp.get(f"{PATH}.<any({', '.join(rdf.BY_SUFFIX)}):suffix>")
def written(suffix: str) -> Response:
    """Say it in the format that the address asks for."""
    return _answer(rdf.BY_SUFFIX[suffix])


def _answer(form: Format) -> Response:
    made = pages()
    if form.syntax is None:
        body: str | bytes = render_template(
            "snapshot.html",
            snapshot=snapshot(made.names),
            asked=ASKED,
            formats=rdf.written(PATH),
        )
    else:
        body = rdf.write(statements(made.names), form)
    response = Response(body, mimetype=form.media_type)
    return validated(response, made.edition, f"snapshot.{form.suffix}")
