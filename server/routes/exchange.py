"""What goes into the routes of reconciliation and what comes out: forms, JSON, JSONP.

Source: Reconciliation Service API 0.2, HTTP(S) access and cross-origin access.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from flask import Response, current_app, request

from server.accept import JSON
from server.headers import lasting
from server.reconcile import limits
from server.refusals import MalformedError, UnsupportedError
from server.routes import decoding
from server.routes.decoding import FORM
from server.settings import Settings

SCRIPT: Final = "text/javascript"
_CALL: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.]{0,99}")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def settings() -> Settings:
    """Give the settings of the app that answers this request."""
    found: Settings = current_app.extensions["borderkg.settings"]
    return found


def asked() -> dict[str, str]:
    """Read the parameters of a request, each once.

    Raises:
        MalformedError: If one is given twice.
        UnsupportedError: If a body is no form.
    """
    pairs = decoding.address(request, settings())
    if request.method == "POST":
        if request.mimetype != FORM:
            detail = f"Queries are sent as {FORM}."
            raise UnsupportedError(detail=detail, accepted=FORM)
        body = decoding.content(request, settings(), FORM)
        pairs += decoding.decode(body, settings())
    found: dict[str, str] = {}
    for name, value in pairs:
        if found.setdefault(name, value) != value:
            raise MalformedError(detail="A parameter has more than one value.")
    return found


def answer(members: Mapping[str, Any], parameters: Mapping[str, str]) -> Response:
    """Write an answer, as a call of a function if one is named.

    Raises:
        MalformedError: If that is no name of a function.
    """
    text, kind = json.dumps(members) + "\n", JSON
    if "callback" in parameters:
        if not _CALL.fullmatch(parameters["callback"]):
            raise MalformedError(detail="callback must be the name of a function.")
        text, kind = f"/**/{parameters['callback']}({text.strip()});\n", SCRIPT
    response = Response(text, mimetype=kind)
    return lasting(response, volatile=request.method == "POST")


def named(parameters: Mapping[str, str], name: str) -> str:
    """Give a parameter that must be there.

    Raises:
        MalformedError: If it is not.
    """
    if not parameters.get(name, "").strip():
        raise MalformedError(detail=f"The parameter {name} is missing.")
    limits.NAME.check(parameters[name])
    return parameters[name]


def number(parameters: Mapping[str, str], name: str, default: int) -> int:
    """Give a parameter that is a number.

    Raises:
        MalformedError: If it is none.
    """
    written = parameters.get(name) or str(default)
    if not _NUMBER.fullmatch(written):
        raise MalformedError(detail=f"{name} must be a whole number, 0 or more.")
    return int(written)
