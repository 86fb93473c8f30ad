"""Blueprint: every limit a client can meet, as a page and as JSON.

The figures are those of the server's own settings, so the page cannot be out of date.

Source: RFC 9457 (problem types).
"""

import json
from dataclasses import dataclass, fields
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, current_app, render_template, request

from server.accept import HTML, JSON
from server.kinds import TYPES
from server.negotiation import best, offer, only
from server.settings import PREFIX, Settings

bp = Blueprint("limits", __name__)

OFFERED: Final = offer("rows", HTML, JSON)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit.

    Attributes:
        name: What a refusal's member ``limit`` calls it.
        value: The figure.
        unit: What it counts, ``s`` for seconds.
        meaning: What is limited.
        status: The status of a refusal.
        problem: The IRI of its problem type.
        setting: The operator's name for it.
    """

    name: str
    value: float
    unit: str
    meaning: str
    status: int
    problem: str
    setting: str


def limits(settings: Settings) -> tuple[Limit, ...]:
    """List the limits of a server.

    Args:
        settings: Its settings.

    Returns:
        Those that a request can exceed, in the order of the settings.
    """
    return tuple(
        Limit(
            name=each.name,
            value=getattr(settings, each.name),
            unit=each.metadata["unit"],
            meaning=each.metadata["meaning"],
            status=each.metadata["status"],
            problem=TYPES + each.metadata["problem"],
            setting=PREFIX + each.name.upper(),
        )
        for each in fields(settings)
        if each.metadata["status"]
    )


@bp.get("/limits")
def page() -> Response:
    """Say what is limited.

    Returns:
        A page, or JSON for whoever asks for that.
    """
    found = limits(current_app.extensions["borderkg.settings"])
    named = only(request.args.getlist("format"))
    chosen = best(OFFERED, request.headers.get("Accept", ""), named)
    if chosen.syntax is None:
        text = render_template("limits.html", limits=found, phrase=_phrase)
    else:
        rows = [{n: getattr(each, n) for n in Limit.__slots__} for each in found]
        text = json.dumps({"limits": rows}, indent=1) + "\n"
    response = Response(text, mimetype=chosen.media_type)
    response.vary.add("Accept")
    response.add_etag()
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase
