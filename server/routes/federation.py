"""Blueprint: queries that join ours with Wikidata, for a reader's own engine.

This server asks nobody, so it only shows them: as a page, as RDF, and each as a file
that a command can name.

Source: SPARQL 1.1 Federated Query, section 2; SPARQL 1.1 Query, section 21.
"""

from typing import Final

from flask import Blueprint, Response, current_app, render_template

from server.headers import validated
from server.missing import MissingError
from server.negotiation import Format
from server.operation.common import common
from server.pages import rdf
from server.pages.federation import federated, statements
from server.routes.resource import pages, wished

bp = Blueprint("federation", __name__)

PATH: Final = "/federation"
QUERY: Final = "application/sparql-query"


@bp.get(PATH)
def overview() -> Response:
    """Show the queries and how each is run, in what the client likes best."""
    response = _answer(wished(rdf.FORMATS))
    response.vary.add("Accept")
    return response


@bp.get(f"{PATH}.<any({', '.join(rdf.BY_SUFFIX)}):suffix>")
def written(suffix: str) -> Response:
    """Show them in the format that the address asks for."""
    return _answer(rdf.BY_SUFFIX[suffix])


@bp.get(f"{PATH}/<name>.rq")
def query(name: str) -> Response:
    """Hand out one query as a file.

    Args:
        name: Its name, as the page gives it.

    Raises:
        MissingError: If there is none of that name.
    """
    found = {one.name: one.query for one in federated(pages().index)}
    if name not in found:
        raise MissingError(
            detail=f"There is no federated query of that name; {PATH} lists them."
        )
    response = Response(found[name], mimetype=QUERY)
    return validated(response, pages().edition, f"federation.{name}")


def _answer(form: Format) -> Response:
    made = pages()
    if form.syntax is None:
        body: str | bytes = render_template(
            "federation.html",
            queries=federated(made.index),
            endpoint=common(current_app).address,
            formats=rdf.written(PATH),
        )
    else:
        body = rdf.write(statements(made.index), form)
    response = Response(body, mimetype=form.media_type)
    return validated(response, made.edition, f"federation.{form.suffix}")
