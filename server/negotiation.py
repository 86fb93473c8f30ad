"""Which format an answer gets: one table, ``Accept`` with weights, ``format=``.

A row is one media type; rows of one syntax differ only in what they are called.
Among formats a client likes equally the first row wins, so curl gets JSON.

Source: RFC 9110, section 12.5.1 (Accept); SPARQL 1.1 Protocol, section 2.1.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from server.refusals import MalformedError, UnacceptableError

Family = Literal["rows", "triples"]


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table.

    Attributes:
        media_type: As in ``Accept`` and ``Content-Type``.
        syntax: What the engine is asked for.
        family: Whether it carries rows (SELECT, ASK) or triples.
        names: The words ``format=`` knows it by, besides the media type.
        extension: What a saved answer is called.
    """

    media_type: str
    syntax: str
    family: Family
    names: tuple[str, ...] = ()
    extension: str = ""


HTML: Final = "text/html"
TABLE: Final = "table"
"""The syntax behind a page: rows as JSON, whatever the query's form."""

FORMATS: Final = (
    Format("application/sparql-results+json", "json", "rows", ("json",), "json"),
    Format("application/sparql-results+xml", "xml", "rows", ("xml",), "xml"),
    Format("text/csv", "csv", "rows", ("csv",), "csv"),
    Format("text/tab-separated-values", "tsv", "rows", ("tsv",), "tsv"),
    Format("application/json", "json", "rows", (), "json"),
    Format("application/xml", "xml", "rows", (), "xml"),
    Format(HTML, TABLE, "rows", ("html",)),
    Format("text/turtle", "turtle", "triples", ("turtle", "ttl"), "ttl"),
    Format("application/n-triples", "n-triples", "triples", ("ntriples", "nt"), "nt"),
    Format("application/rdf+xml", "rdf-xml", "triples", ("rdfxml", "xml"), "rdf"),
    Format("application/ld+json", "json-ld", "triples", ("jsonld", "json"), "jsonld"),
    Format("application/n-quads", "n-quads", "triples", ("nquads", "nq"), "nq"),
    Format("application/trig", "trig", "triples", ("trig",), "trig"),
    Format("text/plain", "n-triples", "triples", (), "nt"),
    Format(HTML, TABLE, "triples", ("html",)),
)

_RANGE: Final = re.compile(
    r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)/([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*((?:;[^;]*)*)"
)
_WEIGHT: Final = re.compile(r";\s*[qQ]\s*=\s*([01](?:\.[0-9]*)?)\s*(?:;|$)")
_ODD: Final = re.compile(r";\s*[qQ]\s*=")


def best(family: Family, accept: str, named: str = "", *, pages: bool = True) -> Format:
    """Choose the format of an answer.

    Args:
        family: What the query's form yields.
        accept: The ``Accept`` header; empty accepts anything.
        named: The ``format`` parameter; it overrides the header.
        pages: Whether HTML can be offered.

    Returns:
        The format the client likes best.

    Raises:
        UnacceptableError: If none fits; it lists those there are.
    """
    offered = [
        row
        for row in FORMATS
        if row.family == family and (pages or row.media_type != HTML)
    ]
    if named:
        wanted = named.lower()
        fitting = [r for r in offered if wanted == r.media_type or wanted in r.names]
    else:
        weights = weigh(accept, [row.media_type for row in offered])
        most = max(weights.values())
        fitting = [r for r in offered if most and weights[r.media_type] == most]
    if not fitting:
        raise UnacceptableError(
            detail="The answer comes in none of the formats asked for.",
            available=[row.media_type for row in offered],
        )
    return fitting[0]


def only(values: Sequence[str]) -> str:
    """Return the one value of the ``format`` parameter, or nothing.

    Raises:
        MalformedError: If it is given twice with different values.
    """
    if len(set(values)) > 1:
        raise MalformedError(detail="The parameter format has more than one value.")
    return values[0] if values else ""


def weigh(accept: str, offered: Sequence[str]) -> dict[str, float]:
    """Weigh media types by an ``Accept`` header.

    Args:
        accept: The header; empty accepts anything.
        offered: Media types.

    Returns:
        A weight from 0 (refused) to 1 for each; the most specific range decides.
        A range that is malformed says nothing.
    """
    ranges: dict[tuple[str, str], float] = {}
    for part in (accept or "*/*").split(","):
        if found := _RANGE.fullmatch(part):
            weight = _WEIGHT.search(found[3])
            if weight is None and _ODD.search(found[3]):
                continue
            value = min(float(weight[1]), 1.0) if weight else 1.0
            ranges.setdefault((found[1].lower(), found[2].lower()), value)
    weights = {}
    for media_type in offered:
        kind, _, name = media_type.partition("/")
        order = ((kind, name), (kind, "*"), ("*", "*"))
        weights[media_type] = next((ranges[r] for r in order if r in ranges), 0.0)
    return weights
