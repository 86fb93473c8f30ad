"""Blueprint: how the server is, for those who look after it.

``/health`` says whether queries are answered; where it says no for long, start the
server again. One that has too many of them answers some, so it is well: to start it
again would lose those. ``/ready`` says whether to send new work: not while the server
stops, nor while a query waits for more than a second; a balancer leaves it alone until
it says yes again. ``/metrics`` has figures for Prometheus, where they are switched on.
"""

from collections.abc import Callable
from http import HTTPStatus
from time import monotonic
from typing import Final

from flask import Blueprint, Response, current_app, request

from server.engine.interface import DatasetSpec, Engine, stays
from server.missing import MissingError
from server.operation.common import common
from server.operation.metrics import metrics as figures
from server.operation.stopping import stopping
from server.problems import Problem

bp = Blueprint("status", __name__)

PROBE: Final = "ASK { ?s ?p ?o }"
"""The least query that looks into the release."""

PROMPT: Final = 1.0
"""Seconds within which a ready server answers it."""


@bp.before_app_request
def refuse() -> None:
    """Take nothing new once the server stops, except questions about itself."""
    if request.blueprint != bp.name:
        stopping(current_app).refuse()


@bp.get("/health")
def health() -> Response:
    """Say whether queries are answered: 200 if one just was, else 503.

    A newer release that is refused harms nobody, but somebody should know.
    """
    refused = common(current_app).refused
    word = f"well: The release {refused} was refused; the log says why"
    return _probed(word if refused else "well", stays, enough=frozenset({"busy"}))


@bp.get("/ready")
def ready() -> Response:
    """Say whether to send new work: 200 if so, else 503."""
    latest = monotonic() + PROMPT
    if stopping(current_app).begun:
        return _said("not ready: This server is about to stop", well=False)
    return _probed("ready", lambda: monotonic() > latest)


@bp.get("/metrics")
def metrics() -> Response:
    """Give the figures, where the operator wants them given.

    Raises:
        MissingError: Where not.
    """
    kept = figures(current_app)
    if kept is None:
        raise MissingError(
            detail="This server gives no figures; its operator can switch them on."
        )
    text, media_type = kept.page(request.headers.get("Accept", ""))
    response = Response(text, content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _probed(
    word: str, gone: Callable[[], bool], enough: frozenset[str] = frozenset()
) -> Response:
    """Ask the least query; some problems may be answer enough."""
    engine: Engine = current_app.extensions["borderkg.engine"]
    try:
        engine.run(PROBE, DatasetSpec.default(), "text/csv", gone)
    except Problem as problem:
        if problem.type in enough:
            return _said(f"{word}: {problem.title}", well=True)
        return _said(f"not {word}: {problem.title}", well=False)
    return _said(word, well=True)


def _said(line: str, *, well: bool) -> Response:
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    response = Response(f"{line}\n", status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
