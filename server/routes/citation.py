"""Cite what a page shows: the box on the page, and the same as files.

The address of a page with ``cite=bibtex``, ``cite=csl`` or ``cite=text`` is the file.
The answer of a query has an address that holds all it takes to ask again: the query,
the graphs asked, the release that gave the answer and the answer's hash.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, current_app, request

from ontology.prefixes import BASE
from server.citing import asking
from server.citing.formats import FORMATS, Format
from server.citing.results import IncomparableError
from server.citing.work import Work
from server.citing.works import Works
from server.headers import edition, validated
from server.query.guard import Checked
from server.refusals import MalformedError
from server.routes.protocol import Asked

PATH: Final = "/cite"
KEY: Final = "cite"
"""The parameter that names a format."""

Cited = tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A citation in one format: what that is called, the text, where its file is."""

    name: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Box:
    """What a page says of how it is cited.

    Attributes:
        what: What is cited, as one word.
        forms: The citation in each format.
        href: Where the answer of a query is asked for again, or nothing.
        reason: Why there is no such address, or nothing.
    """

    what: str
    forms: tuple[Written, ...] = ()
    href: str = ""
    reason: str = ""


def works() -> Works:
    """Give what the app that answers this request can cite."""
    made: Works = current_app.extensions["borderkg.works"]
    return made


def wanted() -> Format | None:
    """Say in which format this request wants the citation instead of the page.

    Raises:
        MalformedError: If there is no such format.
    """
    named = set(request.args.getlist(KEY))
    if not named:
        return None
    if len(named) > 1 or not named <= FORMATS.keys():
        detail = f"The parameter {KEY} is one of {', '.join(FORMATS)}."
        raise MalformedError(detail=detail)
    return FORMATS[named.pop()]


def box(what: str, cited: Cited, path: str) -> Box:
    """Prepare the box of a page.

    Args:
        what: What is cited, as one word.
        cited: The works to cite.
        path: Where the page is, with its query string if it has one.

    Returns:
        The box.
    """
    mark = "&" if "?" in path else "?"
    forms = (
        Written(form.name, form.write(cited), f"{path}{mark}{KEY}={name}")
        for name, form in FORMATS.items()
    )
    return Box(what, tuple(forms), path if mark == "&" else "")


def file(cited: Cited, form: Format) -> Response:
    """Answer with a citation as a file.

    Args:
        cited: The works to cite.
        form: The format.

    Returns:
        The file, named by what is cited.
    """
    response = Response(form.write(cited))
    response.content_type = f"{form.media_type}; charset=utf-8"
    name = f"{cited[0].key}.{form.suffix}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    tag = f"{cited[0].key}.{form.suffix}"
    made = edition(current_app.extensions["borderkg.release"])
    return validated(response, made, tag)


def again(asked: Asked, release: str, result: str) -> str:
    """Write the address at which an answer is asked for again, as a path.

    Args:
        asked: The query and its graphs.
        release: The release that gave the answer.
        result: The hash of the answer.

    Returns:
        The path with its query string, which may be too long to be asked.
    """
    told = [*_told(asked), ("release", release), ("result", result)]
    return f"{PATH}?{urlencode(told)}"


def answer(asked: Asked, release: str, result: str) -> Box:
    """Prepare the box of a query's answer.

    Args:
        asked: The query and its graphs.
        release: The release that gave the answer.
        result: The hash of the answer.

    Returns:
        The box; where the address would be too long, one that says so.
    """
    path = again(asked, release, result)
    limit = current_app.extensions["borderkg.settings"].url
    # The file's address is the longest of them.
    length = len(path) - len(f"{PATH}?") + len(f"&{KEY}=bibtex")
    if length > limit:
        reason = (
            f"its address would have {length} bytes after the question mark, and "
            f"{limit} are allowed; cite the release, and give the query beside it"
        )
        return Box("answer", reason=reason)
    return box("answer", cited(path, release, result), path)


def cited(path: str, release: str, result: str) -> Cited:
    """Say what the answer at a path is cited as."""
    title = f"Answer to a SPARQL query, {result[:19]}"
    return works().answer(title, f"{BASE}{path[1:]}", release, result)


def page(asked: Asked, query: Checked, told: Mapping[str, Any]) -> Box:
    """Prepare the box of a page of results.

    Args:
        asked: The query and its graphs.
        query: The query, checked.
        told: Its answer as the page has it: perhaps not all its rows.

    Returns:
        The box. An answer that the page does not hold whole is cited at ``/cite``.
    """
    rows = told.get("results", {}).get("bindings", [])
    if told.get("total", len(rows)) > len(rows):
        return Box("answer", href=f"{PATH}?{urlencode(_told(asked))}")
    try:
        result = asking.shown(query, told)
    except IncomparableError as problem:
        return Box("answer", reason=str(problem))
    return answer(asked, works().release, result)


def _told(asked: Asked) -> list[tuple[str, str]]:
    graphs = asked.dataset
    return [
        ("query", asked.query or ""),
        *(("default-graph-uri", iri) for iri in graphs.default_graphs),
        *(("named-graph-uri", iri) for iri in graphs.named_graphs),
    ]
