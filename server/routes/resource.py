"""Blueprint: every IRI of ours answers at its path, as a page or as RDF.

The address itself is negotiated: HTML for whoever asks for it or for nothing in
particular (browsers, curl), RDF for whoever asks for that; a client whose wishes
cannot be met gets HTML rather than a refusal. A suffix (``.ttl``, ``.trig`` …)
overrides the header. Segments have dots in their names, so the whole path is tried
as a name first.

Source: RFC 9110, section 12.5.1 (Accept).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from flask import Blueprint, Response, current_app, render_template, request

from ontology.prefixes import BASE, PREFIXES, curie
from ontology.terms import DESCRIBES, IS_DRAWN_FROM
from server.accept import HTML
from server.copy.alignment import Alignment
from server.headers import private, validated
from server.missing import MissingError
from server.negotiation import Format, liked
from server.pages import description, mappings, rdf
from server.pages.anchors import SEGMENT
from server.pages.checks import check, concerning
from server.pages.claims import claim
from server.pages.graphs import graph, is_graph
from server.pages.index import Index
from server.pages.names import Names, address
from server.pages.near import nearest
from server.pages.questions import question
from server.pages.segments import segment
from server.pages.shapes import shape
from server.pages.terms import meaning
from server.pages.thing import card
from server.routes import citation, vocabulary
from server.signposting import landing, link
from server.why.entries import proved
from server.why.explaining import Why

bp = Blueprint("resource", __name__)


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages of one release are made from."""

    index: Index
    names: Names
    edition: str
    copy: Alignment | None = None


def pages() -> Pages:
    """Give the pages of the app that answers this request."""
    made: Pages = current_app.extensions["borderkg.pages"]
    return made


def explanations() -> Why:
    """Give what explanations of this app are made from."""
    made: Why = current_app.extensions["borderkg.why"]
    return made


@bp.get("/<path:name>")
def thing(name: str) -> Response:
    """Answer for one IRI of ours.

    Args:
        name: What follows the base IRI, with or without a suffix.

    Returns:
        Its page, or its description in the format asked for; a problem with the
        nearest names where the release does not know it.
    """
    index = pages().index
    iri, form = _read(index, name.rstrip("/"))
    if not _known(index, iri):
        _refuse(index, iri)
    if cited := citation.wanted():
        return citation.file(citation.works().thing(iri), cited)
    if form is None:
        return _varied(_answer(iri, wished(rdf.FORMATS)), iri)
    return _answer(iri, form)


def data(iri: str) -> Response:
    """Answer with the RDF of an IRI, at an address that is not its own.

    Args:
        iri: What to describe.

    Returns:
        Turtle, unless the client likes another RDF format better.
    """
    return _varied(_answer(iri, wished(rdf.FORMATS[1:])), iri)


def _read(index: Index, name: str) -> tuple[str, Format | None]:
    """Split a path into the IRI it names and the format its suffix asks for."""
    if _known(index, BASE + name):
        return BASE + name, None
    stem, dot, suffix = name.rpartition(".")
    asked = rdf.BY_SUFFIX.get(suffix) if dot else None
    return (BASE + stem, asked) if asked else (BASE + name, None)


def _known(index: Index, iri: str) -> bool:
    return iri in index.names or iri in index.members or is_graph(iri)


def wished(offered: Sequence[Format]) -> Format:
    """Choose what the client likes best; the first of what it likes equally."""
    return liked(offered, request.headers.get("Accept", "")) or offered[0]


def _answer(iri: str, form: Format) -> Response:
    made = pages()
    if form.syntax is None:
        page = _page(made, iri)
        response = Response(page, mimetype=form.media_type)
    else:
        body = rdf.write(description.describe(made.index, iri), form)
        response = Response(body, mimetype=form.media_type)
    _sign(response, iri, form)
    if form.syntax is None and made.copy and iri.startswith(SEGMENT):
        return private(response)
    return validated(response, made.edition, form.suffix)


def _page(made: Pages, iri: str) -> str:
    formats = rdf.written(address(iri))
    held = made.index.subjects(DESCRIBES, iri)
    formats += [("nanopublication", address(name)) for name in held]
    if iri in vocabulary.DOCUMENTS:
        return vocabulary.DOCUMENTS[iri](made.names, formats)
    return render_template(
        "thing.html",
        card=card(made.names, iri),
        claim=claim(made.names, iri),
        check=check(made.names, iri),
        checks=concerning(made.names, iri),
        graph=graph(made.names, iri),
        mapped=mappings.of(made.names, iri),
        segment=segment(made.names, iri, made.copy),
        copied=made.copy is not None,
        term=meaning(made.names, iri),
        proved=proved(explanations(), iri),
        rest=len(made.index.subjects(IS_DRAWN_FROM, iri)),
        shape=shape(made.names, iri),
        question=question(made.names, iri),
        cited=citation.box("page", citation.works().thing(iri), address(iri)),
        formats=formats,
    )


def _sign(response: Response, iri: str, form: Format) -> None:
    """Give an answer its typed links: to the page, to the data, to other formats."""
    links = []
    for other in rdf.FORMATS:
        path, kind = f"{address(iri)}.{other.suffix}", other.media_type
        if other.suffix != form.suffix:
            links.append(link(path, "alternate", kind))
        if form.syntax is None and other.syntax is not None:
            links.append(link(path, "describedby", kind))
    if form.syntax is not None:
        links.append(link(f"{address(iri)}.html", "describes", HTML))
    else:
        is_claim = iri.startswith(PREFIXES["claim"])
        landing(response, iri, "Claim" if is_claim else "Thing")
    for each in links:
        response.headers.add("Link", each)


def _varied(response: Response, iri: str) -> Response:
    response.vary.add("Accept")
    suffix = next(
        form.suffix for form in rdf.FORMATS if form.media_type == response.mimetype
    )
    response.headers["Content-Location"] = f"{address(iri)}.{suffix}"
    return response


def _refuse(index: Index, iri: str) -> NoReturn:
    """Say that the release does not know a name, and which are like it.

    Raises:
        MissingError: Always.
    """
    names = nearest(index, iri)
    hint = f" Near it: {', '.join(map(curie, names))}." if names else ""
    raise MissingError(
        detail=f"This release names nothing {curie(iri)}.{hint}",
        extras={"nearest": names},
    )
