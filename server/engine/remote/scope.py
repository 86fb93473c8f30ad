"""What a portrait asks of a dataset, asked in queries: any store can tell it.

Blank nodes cannot be named in a query, and their labels hold within one answer only.
So where one turns up, everything about blank nodes comes in one answer together with
what points at them; the ontology and the shapes have some hundred, the data none.
A blank node that a query finds by a variable is not described for the same reason.

Source: SPARQL 1.1 Query Language, sections 4.1.4 and 10.2 (VALUES).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, cast

from pyoxigraph import BlankNode, NamedNode, QuerySolution, QuerySolutions, Triple

from ontology.terms import IS_GIVEN_BY, RDFS_LABEL
from server.engine.scope import CLAIM, Thing, hanging

Select = Callable[[str], QuerySolutions]

AT_ONCE: Final = 100
"""Names in one query."""

_CORE: Final = """{ VALUES ?s { NAMES } ?s ?p ?o }
UNION { VALUES ?o { NAMES } ?s ?p ?o }
UNION { GRAPH ?g { ?s ?p ?o } VALUES ?g { NAMES } }"""
_HANGING: Final = "UNION { ?s ?p ?o FILTER(isBlank(?s)) }"
_CLAIMS: Final = """SELECT DISTINCT ?c {
{ VALUES ?s { NAMES } ?s ?p ?o . GRAPH ?c { ?s ?p ?o } }
UNION { VALUES ?o { NAMES } ?s ?p ?o . GRAPH ?c { ?s ?p ?o } }
UNION { VALUES ?g { NAMES } GRAPH ?g { ?s ?p ?o } GRAPH ?c { ?s ?p ?o } }
FILTER(STRSTARTS(STR(?c), "CLAIM")) }""".replace("CLAIM", CLAIM)
_GIVEN: Final = f"SELECT ?c {{ VALUES ?s {{ NAMES }} ?s <{IS_GIVEN_BY}> ?c }}"
_ABOUT: Final = "SELECT ?s ?p ?o { VALUES ?s { NAMES } ?s ?p ?o }"
_LABELS: Final = f"""SELECT ?s ?p ?o {{ VALUES ?s {{ NAMES }}
VALUES ?p {{ <{RDFS_LABEL}> }} ?s ?p ?o }}"""


class Asked:
    """A dataset behind a query endpoint."""

    def __init__(self, select: Select) -> None:
        """Take the way to ask."""
        self._select = select
        self._blank: dict[BlankNode, list[Triple]] = {}

    def core(self, things: Sequence[Thing]) -> Iterator[Triple]:
        """Yield what is said about things, in graphs of their names, and of them."""
        names = [thing for thing in things if isinstance(thing, NamedNode)]
        for some in _parts(names):
            found = list(self._rows(f"SELECT ?s ?p ?o {{ {_CORE} }}", some))
            ends = (end for row in found for end in (row["s"], row["o"]))
            if any(isinstance(end, BlankNode) for end in ends):
                found = self._knit(some)
            yield from map(_triple, found)

    def claims(self, things: Sequence[Thing], core: Iterable[Triple]) -> set[NamedNode]:
        """Find the claims whose graphs hold the core, and those things are given by."""
        del core  # the store finds it again, which costs less than sending it
        names = [thing for thing in things if isinstance(thing, NamedNode)]
        rows = (
            row
            for some in _parts(names)
            for query in (_CLAIMS, _GIVEN)
            for row in self._rows(query, some)
        )
        return {row["c"] for row in rows if isinstance(row["c"], NamedNode)}

    def about(self, names: Iterable[NamedNode]) -> Iterator[Triple]:
        """Yield what is said about names."""
        for some in _parts(list(names)):
            yield from map(_triple, self._rows(_ABOUT, some))

    def labels(self, names: Iterable[NamedNode]) -> Iterator[Triple]:
        """Yield the labels of names."""
        for some in _parts(list(names)):
            yield from map(_triple, self._rows(_LABELS, some))

    def below(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Yield what hangs on the blank nodes of statements, to the end."""
        return hanging(triples, lambda node: self._blank.get(node, []))

    def _knit(self, names: Sequence[NamedNode]) -> list[QuerySolution]:
        """Ask for the core and for all blank nodes in one answer."""
        query = f"SELECT ?s ?p ?o ?g {{ {_CORE} {_HANGING} }}"
        core, wanted = [], set(names)
        for row in self._rows(query, names):
            if isinstance(row["s"], BlankNode):
                self._blank.setdefault(row["s"], []).append(_triple(row))
            if row["g"] or row["s"] in wanted or row["o"] in wanted:
                core.append(row)
        return core

    def _rows(self, query: str, names: Sequence[NamedNode]) -> Iterator[QuerySolution]:
        return iter(self._select(query.replace("NAMES", " ".join(map(str, names)))))


def _parts(names: Sequence[NamedNode]) -> Iterator[Sequence[NamedNode]]:
    for begin in range(0, len(names), AT_ONCE):
        yield names[begin : begin + AT_ONCE]


def _triple(row: QuerySolution) -> Triple:
    return Triple(
        cast("Thing", row["s"]), cast("NamedNode", row["p"]), cast("Thing", row["o"])
    )
