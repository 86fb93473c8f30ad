"""Which format an answer gets: one table, ``Accept`` with weights, ``format=``.

A row is one media type; rows of one syntax differ only in what they are called.
Among formats a client likes equally the first row wins, so curl gets JSON. Who
offers less than a family, or in another order, offers rows of this table.

Source: RFC 9110, section 12.5.1 (Accept); SPARQL 1.1 Protocol, section 2.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import QueryResultsFormat as Rows
from pyoxigraph import RdfFormat as Rdf

from server.accept import HTML, JSON, weigh
from server.refusals import MalformedError, UnacceptableError

Family = Literal["rows", "triples"]


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table.

    Attributes:
        media_type: As in ``Accept`` and ``Content-Type``.
        syntax: How the engine writes it; nothing for a page.
        family: Whether it carries rows (SELECT, ASK) or triples.
        suffix: What the address of such an answer, or a saved one, ends with.
        names: The words ``format=`` knows it by, besides media type and suffix.
    """

    media_type: str
    syntax: Rows | Rdf | None
    family: Family
    suffix: str
    names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return self.syntax.name if self.syntax else "HTML"


RESULTS: Final = "application/sparql-results+json"
"""Rows as every store writes them and every client reads them."""

FORMATS: Final = (
    Format(RESULTS, Rows.JSON, "rows", "json", ("json",)),
    Format("application/sparql-results+xml", Rows.XML, "rows", "xml", ("xml",)),
    Format("text/csv", Rows.CSV, "rows", "csv", ("csv",)),
    Format("text/tab-separated-values", Rows.TSV, "rows", "tsv", ("tsv",)),
    Format(JSON, Rows.JSON, "rows", "json"),
    Format("application/xml", Rows.XML, "rows", "xml"),
    Format(HTML, None, "rows", "html", ("html",)),
    Format("text/turtle", Rdf.TURTLE, "triples", "ttl", ("turtle", "ttl")),
    Format("application/n-triples", Rdf.N_TRIPLES, "triples", "nt", ("ntriples", "nt")),
    Format("application/rdf+xml", Rdf.RDF_XML, "triples", "rdf", ("rdfxml", "xml")),
    Format("application/ld+json", Rdf.JSON_LD, "triples", "jsonld", ("jsonld", "json")),
    Format("application/n-quads", Rdf.N_QUADS, "triples", "nq", ("nquads", "nq")),
    Format("application/trig", Rdf.TRIG, "triples", "trig", ("trig",)),
    Format("text/plain", Rdf.N_TRIPLES, "triples", "nt"),
    Format(HTML, None, "triples", "html", ("html",)),
)


def family(which: Family) -> tuple[Format, ...]:
    """List the formats of a family, the first for whoever has no wish."""
    return tuple(row for row in FORMATS if row.family == which)


def offer(which: Family, *media_types: str) -> tuple[Format, ...]:
    """List some formats of a family in an order of their own.

    Args:
        which: The family.
        media_types: The formats, the first for whoever has no wish.

    Returns:
        Their rows of the table.
    """
    rows = {row.media_type: row for row in family(which)}
    return tuple(rows[media_type] for media_type in media_types)


def liked(offered: Sequence[Format], accept: str, named: str = "") -> Format | None:
    """Choose the format a client likes best.

    Args:
        offered: The formats there are.
        accept: The ``Accept`` header; empty accepts anything.
        named: The ``format`` parameter; it overrides the header.

    Returns:
        The first of those it likes equally; nothing if it likes none.
    """
    if named:
        word = named.lower()
        fitting = (r for r in offered if word in {r.media_type, r.suffix, *r.names})
        return next(fitting, None)
    weights = weigh(accept, [row.media_type for row in offered])
    best = max(offered, key=lambda row: weights[row.media_type])
    return best if weights[best.media_type] else None


def best(offered: Family | Sequence[Format], accept: str, named: str = "") -> Format:
    """Choose the format of an answer, or refuse to answer.

    Args:
        offered: The formats there are, or their family.
        accept: The ``Accept`` header; empty accepts anything.
        named: The ``format`` parameter; it overrides the header.

    Returns:
        The format the client likes best.

    Raises:
        UnacceptableError: If none fits; it lists those there are.
    """
    rows = family(offered) if isinstance(offered, str) else offered
    chosen = liked(rows, accept, named)
    if chosen is None:
        raise UnacceptableError(
            detail="The answer comes in none of the formats asked for.",
            available=[row.media_type for row in rows],
        )
    return chosen


def only(values: Sequence[str]) -> str:
    """Return the one value of the ``format`` parameter, or nothing.

    Raises:
        MalformedError: If it is given twice with different values.
    """
    if len(set(values)) > 1:
        raise MalformedError(detail="The parameter format has more than one value.")
    return values[0] if values else ""
