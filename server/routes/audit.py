"""Blueprint: the list of all checks, by verdict, as a page or as RDF."""

from flask import Blueprint, Response, render_template, request

from ontology.terms import CHECKS
from server.headers import validated
from server.negotiation import Format
from server.pages import description, rdf
from server.pages.checks import VERDICTS, every, is_check, verdict
from server.pages.index import Statement, key
from server.pages.outline import Choice
from server.routes.article import refuse
from server.routes.resource import pages, wished

bp = Blueprint("audit", __name__)

PATH = "/checks"


@bp.get(PATH)
def checks() -> Response:
    """List the checks, in what the client likes best."""
    response = _answer(wished(rdf.FORMATS))
    response.vary.add("Accept")
    return response


@bp.get(f"{PATH}.<any({', '.join(rdf.BY_SUFFIX)}):suffix>")
def written(suffix: str) -> Response:
    """List the checks in the format that the address asks for."""
    return _answer(rdf.BY_SUFFIX[suffix])


def _answer(form: Format) -> Response:
    names = pages().names
    options = tuple((name, name) for name in VERDICTS)
    choice = Choice("verdict", options, request.args.get("verdict", ""))
    refuse(choice, "check")
    if form.syntax is None:
        body: str | bytes = _page(choice)
    else:
        described = description.describe(names.index, CHECKS)
        body = rdf.write((s for s in described if _chosen(s, choice.chosen)), form)
    response = Response(body, mimetype=form.media_type)
    return validated(response, pages().edition, f"checks.{form.suffix}")


def _page(choice: Choice) -> str:
    found = every(pages().names)
    groups = [(v, [one for one in found if one.verdict == v]) for v in VERDICTS]
    asked = f"?verdict={choice.chosen}" if choice.chosen else ""
    return render_template(
        "checks.html",
        chosen=choice.chosen,
        total=len(found),
        groups=groups,
        formats=rdf.written(PATH, asked),
    )


def _chosen(statement: Statement, chosen: str) -> bool:
    """Tell what is said of a check with another verdict from everything else."""
    names, subject = pages().names, key(statement.subject)
    checked = statement.graph == CHECKS and is_check(names, subject)
    return not chosen or not checked or verdict(names, subject) == chosen
