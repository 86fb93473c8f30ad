"""Blueprint: how the release is cited, and whether a cited answer is still the same.

``/cite?query=…&release=…&result=sha256-…`` runs the query as ``/sparql`` does and says
whether today's answer is the one of that hash. Without release and result it gives the
answer its address; without a query it cites the release.
"""

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, current_app, g, render_template, request

from server import problems, turns
from server.accept import HTML, JSON
from server.citing import asking
from server.citing.asking import Verdict
from server.headers import validated
from server.query import guard
from server.refusals import MalformedError
from server.routes import citation, decoding, protocol
from server.routes.citation import Box
from server.routes.explaining import likes_page
from server.routes.protocol import Asked
from server.routes.sparql import gone, inert, opened

if TYPE_CHECKING:
    from server.engine.interface import Engine
    from server.settings import Settings

bp = Blueprint("cite", __name__)

PAGE: Final = "cite.html"
_RELEASE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,63}-[0-9a-f]{12}")
_RESULT: Final = re.compile(r"sha256-[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The answer that was cited: its release and its hash."""

    release: str
    result: str


@bp.get(citation.PATH)
def cite() -> Response:
    """Compare today's answer with the one that was cited, or say how to cite.

    Returns:
        The verdict as JSON or as a page, or a citation as a file.

    Raises:
        MalformedError: If the address is not whole.
        Problem: If the query is refused.
    """  # noqa: DOC502 - raised by what it calls
    settings: Settings = current_app.extensions["borderkg.settings"]
    pairs = decoding.address(request, settings)
    asked, earlier = protocol.named(pairs, settings), _earlier(pairs)
    form = citation.wanted()
    if asked.query is None:
        if earlier:
            detail = "There is no query; an address of an answer holds one."
            raise MalformedError(detail=detail)
        whole = citation.works().whole()
        return citation.file(whole, form) if form else _release()
    g.query = problems.notes().query = asked.query
    query = guard.check(asked.query, settings)
    if form:
        if earlier is None or query.volatile:
            detail = "Only an answer with release and result in its address is cited."
            raise MalformedError(detail=detail)
        path = citation.again(asked, earlier.release, earlier.result)
        return citation.file(
            citation.cited(path, earlier.release, earlier.result), form
        )
    return opened(_verdict(asked, query, earlier))


def _release() -> Response:
    works = citation.works()
    box = citation.box("release", works.whole(), citation.PATH)
    page = render_template(PAGE, box=box, asked=None, release=works.release)
    made = current_app.extensions["borderkg.pages"].edition
    return validated(Response(page, mimetype=HTML), made, "cite")


def _verdict(asked: Asked, query: guard.Checked, earlier: Earlier | None) -> Response:
    """Ask again and say what has come of it; a failure keeps its own status."""
    held, left = current_app.extensions, gone()
    engine: Engine = held["borderkg.engine"]
    spent = request.environ.get(turns.SPENT, 0.0)
    with held["borderkg.turns"].turn(request.remote_addr or "", left, spent):
        found = asking.compare(
            query, asked.dataset, earlier.result if earlier else "", engine, left
        )
    release = citation.works().release
    box = _box(asked, found, release)
    if likes_page(asked.format):
        page = render_template(
            PAGE,
            asked=inert(asked.query or ""),
            box=box,
            earlier=earlier,
            found=found,
            release=release,
        )
        response = Response(page, mimetype=HTML)
    else:
        told = _told(asked, found, earlier, box)
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        response = Response(text, mimetype=JSON)
    if found.problem:
        response.status_code = found.problem.status
        response.headers.update(found.problem.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def _box(asked: Asked, found: Verdict, release: str) -> Box:
    """Offer today's answer for citing, where it has a hash."""
    if not found.today:
        return Box("answer", reason=found.reason)
    return citation.answer(asked, release, found.today)


def _told(
    asked: Asked, found: Verdict, earlier: Earlier | None, box: Box
) -> dict[str, Any]:
    return {
        "verdict": found.says,
        "reason": found.reason or box.reason,
        "query": asked.query,
        "cited": {"release": earlier.release, "result": earlier.result}
        if earlier
        else None,
        "today": {"release": citation.works().release, "result": found.today or None},
        "address": box.href or None,
    }


def _earlier(pairs: list[tuple[str, str]]) -> Earlier | None:
    """Read which answer was cited.

    Raises:
        MalformedError: If that is said by half, twice, or not in its form.
    """
    releases = [value for name, value in pairs if name == "release"]
    found = [value for name, value in pairs if name == "result"]
    if not releases and not found:
        return None
    if len(releases) != 1 or len(found) != 1:
        detail = "An address of an answer has one release and one result, or neither."
        raise MalformedError(detail=detail)
    if not _RELEASE.fullmatch(releases[0]):
        detail = "The parameter release is no identifier of a release."
        raise MalformedError(detail=detail)
    if not _RESULT.fullmatch(found[0]):
        detail = "The parameter result is sha256- and 64 hexadecimal digits."
        raise MalformedError(detail=detail)
    return Earlier(releases[0], found[0])
