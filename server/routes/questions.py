"""Blueprint: the scoreboard of competency questions, as a page or as RDF."""

from typing import Final

from flask import Blueprint, Response, render_template

from ontology.terms import QUESTIONS
from server.headers import validated
from server.negotiation import Format
from server.pages import rdf
from server.pages.questions import coverage, every
from server.routes.resource import pages, wished

bp = Blueprint("questions", __name__)

PATH: Final = "/questions"


@bp.get(PATH)
def questions() -> Response:
    """List the questions, in what the client likes best."""
    response = _answer(wished(rdf.FORMATS))
    response.vary.add("Accept")
    return response


@bp.get(f"{PATH}.<any({', '.join(rdf.BY_SUFFIX)}):suffix>")
def written(suffix: str) -> Response:
    """List the questions in the format that the address asks for."""
    return _answer(rdf.BY_SUFFIX[suffix])


def _answer(form: Format) -> Response:
    made = pages()
    if form.syntax is None:
        found = every(made.names)
        body: str | bytes = render_template(
            "questions.html",
            questions=found,
            passed=sum(one.passed for one in found),
            coverage=coverage(made.names, found),
            formats=rdf.written(PATH),
        )
    else:
        body = rdf.write(made.index.within.get(QUESTIONS, ()), form)
    response = Response(body, mimetype=form.media_type)
    return validated(response, made.edition, f"questions.{form.suffix}")
