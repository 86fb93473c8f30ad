"""Blueprint: a page and RDF for every kind of problem, at the address of its IRI.

Source: RFC 9457, section 3.1.1.
"""

from hashlib import sha256
from typing import Final

from flask import Blueprint, Response, current_app, render_template
from pyoxigraph import Literal, NamedNode

from ontology.prefixes import PREFIXES
from server.headers import validated
from server.kinds import KINDS, TYPES, Kind
from server.missing import MissingError
from server.negotiation import Format
from server.pages import rdf
from server.pages.index import Statement, Term
from server.pages.names import LABEL, TYPE
from server.routes.limits import limits
from server.routes.resource import wished

bp = Blueprint("problem", __name__)

PATH: Final = "/problem"
SCHEME: Final = TYPES.rstrip("/")

_SKOS: Final = PREFIXES["skos"]


@bp.get(PATH)
def every() -> Response:
    """List the kinds of problems."""
    return _varied(_answer(tuple(KINDS.values()), wished(rdf.FORMATS), PATH), PATH)


@bp.get(f"{PATH}/<name>")
def one(name: str) -> Response:
    """Say what a kind of problem means, in what the client likes best."""
    path = f"{PATH}/{name}"
    return _varied(_answer((_kind(name),), wished(rdf.FORMATS), path), path)


@bp.get(f"{PATH}/<name>.<any({', '.join(rdf.BY_SUFFIX)}):suffix>")
def written(name: str, suffix: str) -> Response:
    """Say it in the format that the address asks for."""
    return _answer((_kind(name),), rdf.BY_SUFFIX[suffix], f"{PATH}/{name}")


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise MissingError(
            detail="There is no such kind of problem; /problem lists those there are."
        )
    return KINDS[name]


def _answer(kinds: tuple[Kind, ...], form: Format, path: str) -> Response:
    if form.syntax is None:
        body: str | bytes = _page(kinds, path)
    else:
        body = rdf.write((s for kind in kinds for s in _statements(kind)), form)
    response = Response(body, mimetype=form.media_type)
    # The limits on a page are those of this server, not of the release.
    digest = sha256(response.get_data()).hexdigest()
    return validated(response, digest[:16], form.suffix)


def _page(kinds: tuple[Kind, ...], path: str) -> str:
    exceeded = limits(current_app.extensions["borderkg.settings"])
    single = path != PATH
    return render_template(
        "kinds.html",
        title=kinds[0].title if single else "Problems",
        kinds=[
            (kind, [each for each in exceeded if each.problem == TYPES + kind.name])
            for kind in kinds
        ],
        single=single,
        types=TYPES,
        formats=rdf.written(path) if single else [],
    )


def _statements(kind: Kind) -> list[Statement]:
    """Say of a kind what a page says, limits apart, which are a server's own."""
    said: list[tuple[str, Term]] = [
        (TYPE, NamedNode(f"{_SKOS}Concept")),
        (LABEL, Literal(kind.title, language="en")),
        (f"{_SKOS}prefLabel", Literal(kind.title, language="en")),
        (f"{_SKOS}definition", Literal(kind.meaning, language="en")),
        (f"{_SKOS}scopeNote", Literal(kind.remedy, language="en")),
        (f"{_SKOS}inScheme", NamedNode(SCHEME)),
        *((f"{_SKOS}notation", Literal(str(status))) for status in kind.statuses),
    ]
    subject = NamedNode(TYPES + kind.name)
    return [Statement(subject, predicate, term, "") for predicate, term in said]


def _varied(response: Response, path: str) -> Response:
    response.vary.add("Accept")
    if path != PATH:
        forms = {form.media_type: form.suffix for form in rdf.FORMATS}
        suffix = forms[response.mimetype or ""]
        response.headers["Content-Location"] = f"{path}.{suffix}"
    return response
