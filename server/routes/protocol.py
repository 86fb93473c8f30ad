"""Read a SPARQL 1.1 Protocol query request: GET, form POST or direct POST.

Nothing is looked at that the protocol does not name, except ``format`` and
``explain-empty``, which asks why a query has no rows instead of for its rows.

Source: SPARQL 1.1 Protocol, section 2.1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import Request

from server import negotiation
from server.engine.interface import DatasetSpec
from server.query import guard
from server.query.prologue import ABSOLUTE
from server.refusals import MalformedError, ReadOnlyError
from server.routes.decoding import NO_UPDATES, parameters
from server.settings import Settings

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")

UNNAMED: Final = "urn:x-rdflib:default"
"""What rdflib calls the default graph of a Dataset, and sends as if it were a name."""
EXPLAIN: Final = "explain-empty"
_YES: Final = frozenset({"", "1", "true", "yes"})
_NO: Final = frozenset({"0", "false", "no"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        query: The query; None if the request has none.
        dataset: The graphs it names.
        format: The format it names, or nothing.
        explains: Whether it asks why the query has no rows.
    """

    query: str | None
    dataset: DatasetSpec
    format: str
    explains: bool = False


def read(request: Request, settings: Settings) -> Asked:
    """Read one request.

    Args:
        request: GET, HEAD or POST.
        settings: The limits.

    Returns:
        What it asks.

    Raises:
        MalformedError: If there is no query where one must be, or more than one.
    """
    asked = named(parameters(request, settings), settings)
    if request.method == "POST" and asked.query is None:
        raise MalformedError(
            detail="There is no query; the parameter or body is missing."
        )
    return asked


def named(pairs: Iterable[tuple[str, str]], settings: Settings) -> Asked:
    """Say what the parameters of a request ask.

    Args:
        pairs: Names and values.
        settings: The limits.

    Returns:
        What they ask.

    Raises:
        MalformedError: If there is more than one query.
        ReadOnlyError: If it is an update.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise ReadOnlyError(detail=NO_UPDATES)
    queries = values.get("query", [])
    if len(queries) > 1:
        raise MalformedError(detail="There is more than one query.")
    return Asked(
        queries[0] if queries else None,
        _dataset(values, settings),
        negotiation.only(values.get("format", []) + values.get("output", [])),
        _explains(values.get(EXPLAIN, ["no"])),
    )


def _explains(values: list[str]) -> bool:
    """Read the parameter ``explain-empty``; without a value it means yes.

    Raises:
        MalformedError: If it says neither yes nor no.
    """
    said = {value.lower() for value in values}
    if not (said <= _YES or said <= _NO):
        detail = f"The parameter {EXPLAIN} is either true or false."
        raise MalformedError(detail=detail)
    return said <= _YES


def _dataset(values: dict[str, list[str]], settings: Settings) -> DatasetSpec:
    default = [i for i in values.get("default-graph-uri", []) if i != UNNAMED]
    named = values.get("named-graph-uri", [])
    if not all(ABSOLUTE.fullmatch(iri) for iri in default + named):
        raise MalformedError(
            detail="A graph is named by an absolute IRI, without brackets."
        )
    guard.refuse_many(default + named, settings)
    return DatasetSpec(tuple(default), tuple(named))
