"""Find the solutions behind a row, and the triples that each is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from server.evidence.cells import Binding, Cell, Fact
from server.evidence.findings import Standing, Traced, Untraced, Witness
from server.evidence.plan import Edge, Gap, Inner, Place, Slot, Way
from server.evidence.questions import Question, Told, question, told
from server.evidence.ways import Ways
from server.help.probing import Prober, UnansweredError
from server.query.lexer import at
from server.query.tree.nodes import Query
from server.query.tree.span import Span

WITNESSES: Final = 10
"""Solutions shown of a row."""

BEHIND: Final = 100
"""Solutions shown of a row that stands for a group."""

NOTHING: Final = "no solution of the pattern stands behind this row"
WAYLESS: Final = "no way between its ends was found within the limits"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query whose rows are traced.

    Attributes:
        text: Its text.
        query: Its tree.
        volatile: Whether it may have another answer next time.
    """

    text: str
    query: Query
    volatile: bool = False


class Solver:
    """Finds the solutions behind rows of one query."""

    def __init__(self, asked: Asked, prober: Prober, fresh: Iterator[str]) -> None:
        """Begin.

        Args:
            asked: The query.
            prober: Who asks.
            fresh: Names of variables that the query does not use.
        """
        self._asked = asked
        self._prober = prober
        self._fresh = fresh
        self._ways = Ways(prober, fresh)

    def row(self, query: Query, row: Binding, graph: Cell | None = None) -> Traced:
        """Trace a row of SELECT.

        Args:
            query: The query that has the row, or one inside another.
            row: The row.
            graph: The graph it is asked in, where it stands inside GRAPH.

        Returns:
            The solutions behind it.
        """
        standing: Standing = "group" if query.aggregates else "solution"
        known = told(query, row, volatile=self._asked.volatile)
        return self.traced(query, Traced(row, standing), known, graph)

    def traced(
        self, query: Query, row: Traced, known: Told, graph: Cell | None = None
    ) -> Traced:
        """Add the solutions behind a row, and what is not known of them.

        Args:
            query: The query that has the row.
            row: The row so far.
            known: What it tells.
            graph: The graph it is asked in, where it stands inside GRAPH.

        Returns:
            The row.
        """
        where = query.where
        if where is None:
            row.untraced.append(self._untraced(query, "it has no pattern"))
            return row
        most = BEHIND if row.standing == "group" else WITNESSES
        written = question(
            self._asked.text,
            query,
            where,
            known,
            fresh=self._fresh,
            graph=graph,
            most=most,
        )
        try:
            found = self._prober.rows(written.text)
        except UnansweredError as problem:
            row.untraced.append(self._untraced(query, problem.reason))
            return row
        row.more = row.more or len(found) > most
        solutions = [
            {name: Cell.of(cell) for name, cell in solution.items()}
            for solution in found[:most]
        ]
        # The engine may find them in another order next time.
        for values in sorted(solutions, key=lambda one: sorted(one.items())):
            row.witnesses.append(self._witness(written, values, row))
        if not (row.witnesses or row.untraced):
            row.untraced.append(self._untraced(query, NOTHING))
        return row

    def _witness(self, asked: Question, values: Binding, row: Traced) -> Witness:
        shown = {name: values[name] for name in asked.names if name in values}
        witness = Witness(shown)
        plan = asked.plan

        def filled(slot: Slot) -> Cell:
            return slot if isinstance(slot, Cell) else values[slot]

        def graph(place: Place) -> Cell | None:
            return None if place.graph is None else filled(place.graph)

        def holds(each: Edge | Way | Inner | Gap) -> bool:
            return all(mark in values for mark in each.place.marks)

        for edge in filter(holds, plan.edges):
            within = graph(edge.place)
            fact = Fact(
                filled(edge.subject), filled(edge.predicate), filled(edge.object)
            )
            witness.facts.append(fact._replace(graph=within.value if within else ""))
        for gap in filter(holds, plan.gaps):
            self._note(row, gap.span, gap.reason)
        for way in filter(holds, plan.ways):
            ends = (filled(way.subject), filled(way.object))
            try:
                found = self._ways.way(way.path, way.sign, ends, graph(way.place))
                reason = WAYLESS
            except UnansweredError as problem:
                found, reason = None, problem.reason
            if found is None:
                self._note(row, way.span, reason)
            witness.facts += found or ()
        for inner in filter(holds, plan.inner):
            own = {
                name: values[outer]
                for name, outer in inner.renamed.items()
                if outer in values
            }
            witness.inner.append(self.row(inner.query, own, graph(inner.place)))
        witness.facts = list(dict.fromkeys(witness.facts))
        return witness

    def _note(self, row: Traced, span: Span, reason: str) -> None:
        """Say once that a part of the query has no triples to show."""
        said = self._untraced(span, reason)
        if said not in row.untraced:
            row.untraced.append(said)

    def _untraced(self, span: Span, reason: str) -> Untraced:
        text = self._asked.text
        line, column = at(text, span.start)
        return Untraced(span.line(text), line, column, reason)
