"""Read the JSON that clients send, and refuse in a sentence what is not as it must be.

Source: RFC 8259, section 4 (names should be unique); Reconciliation Service API 0.2,
reconciliation queries and data extension queries.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from server.reconcile import limits
from server.refusals import MalformedError

LONGEST: Final = 60
"""Characters of a client's word that a refusal repeats."""


def read(text: str, what: str) -> dict[str, Any]:
    """Read a JSON object.

    Args:
        text: What the client sent.
        what: The parameter it came in.

    Returns:
        The object.

    Raises:
        MalformedError: If it is not JSON, no object, or names a member twice.
    """
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as problem:
        raise MalformedError(detail=f"{what} nests too deeply.") from problem
    except json.JSONDecodeError as problem:
        place = f"line {problem.lineno}, column {problem.colno}"
        detail = f"{what} is not JSON: {problem.msg}, {place}."
        raise MalformedError(detail=detail) from problem
    except ValueError as problem:  # a number of thousands of digits
        raise MalformedError(detail=f"{what} is not JSON: {problem}.") from problem
    return mapping(found, what)


def mapping(value: object, what: str) -> dict[str, Any]:
    """Demand an object."""
    if not isinstance(value, dict):
        refuse(what, "a JSON object")
    return value


def listed(value: object, what: str) -> list[Any]:
    """Demand an array."""
    if not isinstance(value, list):
        refuse(what, "a JSON array")
    return value


def text(value: object, what: str) -> str:
    """Demand a string that is text, neither empty nor longer than a name may be."""
    if not isinstance(value, str) or not value.strip():
        refuse(what, "a string that is not empty")
    limits.NAME.check(value)
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        refuse(what, "text, without half of a surrogate pair")
    return value


def known(members: Mapping[str, object], names: set[str], what: str) -> None:
    """Refuse an object with members that nobody would look at.

    Raises:
        MalformedError: If there is one.
    """
    for name in sorted(set(members) - names):
        detail = f"{what} has a member {short(name)}; it may have "
        raise MalformedError(detail=f"{detail}{', '.join(sorted(names))}.")


def refuse(what: str, wanted: str) -> NoReturn:
    """Refuse a value that is of another kind.

    Raises:
        MalformedError: Always.
    """
    raise MalformedError(detail=f"{what} must be {wanted}.")


def short(word: str) -> str:
    """Quote a word of the client's, cut where it is long."""
    return json.dumps(word if len(word) <= LONGEST else f"{word[:LONGEST]}…")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise MalformedError(detail=f"The member {short(twice)} is there twice.")
    return found


def _no_number(word: str) -> NoReturn:
    raise MalformedError(detail=f"{word} is no number in JSON.")
