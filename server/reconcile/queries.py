"""Read a batch of reconciliation queries.

Source: Reconciliation Service API 0.2, structure of a reconciliation query.
"""

from dataclasses import dataclass
from typing import Any, Final

from server.reconcile import limits
from server.reconcile.parsing import known, listed, mapping, read, refuse, short, text

STRICT: Final = ("any", "all", "should")
"""Whether a thing must have one of the types, all of them, or better should."""

_MEMBERS: Final = {"query", "type", "limit", "properties", "type_strict"}

Wanted = str | int | float | bool
"""A value as a client writes it; a thing is written by its identifier."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A property and the values of which a thing should have one."""

    property: str
    values: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One query.

    Attributes:
        name: What the thing is called; nothing if only properties are known.
        types: What it should be.
        strict: How strictly that is meant.
        limit: How many candidates are wanted.
        constraints: What else is known of it.
    """

    name: str
    types: tuple[str, ...]
    strict: str
    limit: int
    constraints: tuple[Constraint, ...]


def batch(sent: str) -> dict[str, Query]:
    """Read a batch.

    Args:
        sent: The parameter ``queries``.

    Returns:
        The queries, by the names the client gave them.
    """
    found = read(sent, "queries")
    limits.BATCH.check(found)
    queries = {key: _query(each, f"Query {short(key)}") for key, each in found.items()}
    said = (each for query in queries.values() for each in query.constraints)
    limits.KNOWN.check([value for each in said for value in each.values])
    return queries


def single(sent: str) -> dict[str, Query]:
    """Read the parameter ``query``: one query without a batch, as in older clients.

    Args:
        sent: A query, or only the name that is looked for.

    Returns:
        A batch of one.
    """
    whole = read(sent, "query") if sent.lstrip().startswith("{") else {"query": sent}
    return {"": _query(whole, "query")}


def _query(sent: object, what: str) -> Query:
    members = mapping(sent, what)
    known(members, _MEMBERS, what)
    name = text(members["query"], f"{what}: query") if "query" in members else ""
    constraints = _constraints(members.get("properties", []), what)
    if not name and not constraints:
        refuse(what, "a query or properties, or both")
    strict = members.get("type_strict", STRICT[0])
    if strict not in STRICT:
        refuse(f"{what}: type_strict", f"one of {', '.join(STRICT)}")
    types = _types(members.get("type", []), what)
    return Query(name, types, strict, _limit(members, what), constraints)


def _types(sent: object, what: str) -> tuple[str, ...]:
    types = listed([sent] if isinstance(sent, str) else sent, f"{what}: type")
    limits.TYPES.check(types)
    return tuple(text(each, f"{what}: type") for each in types if each != "")


def _limit(members: dict[str, Any], what: str) -> int:
    limit = members.get("limit", limits.CANDIDATES)
    number = isinstance(limit, int | float) and not isinstance(limit, bool)
    if not number or limit < 1 or limit != limit // 1:
        refuse(f"{what}: limit", "a whole number above zero")
    return int(min(limit, limits.MOST))


def _constraints(sent: object, what: str) -> tuple[Constraint, ...]:
    properties = listed(sent, f"{what}: properties")
    limits.CONSTRAINTS.check(properties)
    return tuple(_constraint(each, what) for each in properties)


def _constraint(sent: object, what: str) -> Constraint:
    members = mapping(sent, f"{what}: a property")
    known(members, {"pid", "v"}, f"{what}: a property")
    pid = text(members.get("pid"), f"{what}: pid")
    value = members.get("v")
    values = value if isinstance(value, list) else [value]
    limits.VALUES.check(values)
    return Constraint(pid, tuple(_value(each, f"{what}: v") for each in values))


def _value(sent: object, what: str) -> Wanted:
    if isinstance(sent, bool | int | float):
        return sent
    if isinstance(sent, dict):
        return text(sent.get("id"), f"{what}: id")
    return text(sent, what)
