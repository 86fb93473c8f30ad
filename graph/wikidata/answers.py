"""Tell what an answer of the API is: data, a refusal, or a reason to ask later.

A busy MediaWiki says so with status 200 and an ``error`` object; a proxy on the way
may answer HTML to everything. Only a JSON object without ``error`` is an answer.

Source: mediawiki.org, API:Errors and warnings, Manual:Maxlag parameter; RFC 9110,
sections 10.2.3 (Retry-After) and 15.
"""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from graph.wikidata.exchange import Reply
from graph.wikidata.failures import LaterError, RefusedError
from graph.wikidata.text import clean

BUSY: Final = frozenset({"maxlag", "ratelimited", "readonly", "timeout"})
"""Codes of the API that pass by themselves; so do its ``internal_api_error_…``."""

SHOWN: Final = 120
"""Characters of a stranger's own words that are passed on."""


def read(reply: Reply, now: datetime) -> dict[str, object]:
    """Return the data of an answer.

    Args:
        reply: The whole answer.
        now: When it came; a ``Retry-After`` may be a date.

    Returns:
        The JSON object it holds.

    Raises:
        LaterError: If it is busy, broken or no JSON object.
        RefusedError: If the API declined.
    """
    wait = _wait(reply.headers.get("Retry-After", ""), now)
    status = reply.status
    if (
        status == HTTPStatus.TOO_MANY_REQUESTS
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    ):
        message = f"it answers with status {status}"
        raise LaterError(message, wait)
    if status != HTTPStatus.OK:
        words = clean(reply.body[: 4 * SHOWN].decode("utf-8", "replace"))[:SHOWN]
        message = f"it answers with status {status}: {words or 'no words'}"
        raise RefusedError(message, final=True)
    found = _object(reply)
    error = found.get("error")
    if error is None:
        return found
    told = error if isinstance(error, dict) else {}
    code, info = (clean(str(told.get(name, "")))[:SHOWN] for name in ("code", "info"))
    message = f"it says {code or 'nothing'}: {info or 'no more'}"
    if code in BUSY or code.startswith("internal_api_error"):
        raise LaterError(message, wait)
    raise RefusedError(message, clean(str(told.get("id", ""))))


def _object(reply: Reply) -> dict[str, object]:
    """Return the JSON object of a body.

    Raises:
        LaterError: If there is none.
    """
    media_type = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        told = clean(media_type)[:SHOWN] or "nothing"
        message = f"it answers {told} where JSON was asked for"
        raise LaterError(message)
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError) as problem:
        message = "its answer is not whole JSON"
        raise LaterError(message) from problem
    if not isinstance(found, dict):
        message = "its answer is JSON, but no object"
        raise LaterError(message)
    return found


def _wait(told: str, now: datetime) -> float | None:
    """Return the seconds of a ``Retry-After``, which is a number or a date."""
    told = told.strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        return max(0.0, (parsedate_to_datetime(told) - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
