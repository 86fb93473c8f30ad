"""Answer ``explain-empty``: why a query has no rows, as JSON or as a page.

The questions go to the engine within one turn of the client and one deadline; this
process evaluates nothing. JSON is ``application/json``; who likes HTML better, or asks
for ``format=html``, gets the page.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Final

from flask import Response, current_app, render_template, request

from server.accept import HTML, JSON
from server.help.explaining import explain
from server.negotiation import liked, offer
from server.query.guard import Checked
from server.routes.protocol import Asked

PAGE: Final = "explanation.html"
OFFERED: Final = offer("rows", JSON, HTML)


def answer(
    query: Checked, asked: Asked, shown: str, gone: Callable[[], bool]
) -> Response:
    """Explain a query.

    Args:
        query: A query that ``guard`` let through.
        asked: The request.
        shown: The query as a page may show it.
        gone: Whether the client has left.

    Returns:
        The explanation.
    """
    held = current_app.extensions
    with held["borderkg.turns"].turn(request.remote_addr or "", gone):
        found = explain(
            query,
            asked.dataset,
            engine=held["borderkg.engine"],
            settings=held["borderkg.settings"],
            vocabulary=held["borderkg.vocabulary"],
            gone=gone,
        )
    if likes_page(asked.format):
        return Response(render_template(PAGE, found=found, query=shown), mimetype=HTML)
    return Response(json.dumps(asdict(found), indent=1) + "\n", mimetype=JSON)


def likes_page(named: str) -> bool:
    """Say whether the client wants a page rather than JSON.

    Args:
        named: The format that it names, or nothing.

    Returns:
        Whether it names HTML or, without a name, accepts it more gladly.
    """
    form = liked(OFFERED, request.headers.get("Accept", ""), named) or OFFERED[0]
    return form.media_type == HTML
