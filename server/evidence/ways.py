"""Find the triples of a path of any length between two known ends.

One question gives every step that lies between them; the shortest way through these is
looked for here. What holds between two neighbours may be a path again.

Source: SPARQL 1.1 Query Language, sections 9.3 and 18.4.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from server.evidence.cells import Cell, Fact
from server.evidence.paths import Path
from server.evidence.plan import Place, Plan, Slot
from server.evidence.stepping import Stepper
from server.help.probing import Prober
from server.query.tree.span import Span

STEPS: Final = 1_000
"""Steps that may lie between two ends."""

Pair = tuple[Cell, Cell]


class Ways:
    """Finds ways; one that was found is not asked for again."""

    def __init__(self, prober: Prober, fresh: Iterator[str]) -> None:
        """Begin with none.

        Args:
            prober: Who asks.
            fresh: Names of variables that the query does not use.
        """
        self._prober = prober
        self._fresh = fresh
        self._found: dict[tuple[str, str, Pair, Cell | None], list[Fact] | None] = {}

    def way(
        self, path: Path, sign: str, ends: Pair, graph: Cell | None
    ) -> list[Fact] | None:
        """Find the triples of a way.

        Args:
            path: What is repeated.
            sign: How often: ``*``, ``+`` or ``?``.
            ends: Where the way begins and ends.
            graph: The graph it lies in; nothing for the default graph.

        Returns:
            The triples of a shortest way, none where it has no steps; nothing if no
            way was found.
        """
        key = (str(path), sign, ends, graph)
        if key not in self._found:
            self._found[key] = self._way(path, sign, ends, graph)
        return self._found[key]

    def _way(
        self, path: Path, sign: str, ends: Pair, graph: Cell | None
    ) -> list[Fact] | None:
        begin, end = ends
        if begin == end and sign != "+":
            return []
        if not (begin.named and end.named):
            return None
        chain = [ends] if sign == "?" else self._chain(path, ends, graph)
        found: list[Fact] = []
        for pair in chain or ():
            step = self._step(path, pair, graph)
            if step is None:
                return None
            found += step
        return found if chain else None

    def _chain(self, path: Path, ends: Pair, graph: Cell | None) -> list[Pair] | None:
        """Find a shortest chain of neighbours from end to end."""
        begin, end, one, two = (next(self._fresh) for _ in range(4))
        given = _given((begin, end), ends)
        steps = (
            f"?{begin} ({path})* ?{one} . ?{one} ({path}) ?{two} . "
            f"?{two} ({path})* ?{end} ."
        )
        rows = self._prober.rows(
            f"SELECT DISTINCT ?{one} ?{two} {{ {_within(graph, given + steps)} }} "
            f"LIMIT {STEPS}"
        )
        pairs = [(Cell.of(row[one]), Cell.of(row[two])) for row in rows]
        return shortest(pairs, ends)

    def _step(self, path: Path, ends: Pair, graph: Cell | None) -> list[Fact] | None:
        """Find the triples of a path between neighbours."""
        begin, end = next(self._fresh), next(self._fresh)
        names = (begin, end)
        plan = Plan()
        written = Stepper(plan, self._fresh).write(
            path, (begin, f"?{begin}"), (end, f"?{end}"), Place(graph), Span(0, 0)
        )
        text = _within(graph, f"{_given(names, ends)} {written}")
        rows = self._prober.rows(f"SELECT * {{ {text} }} LIMIT 1")
        if not rows:
            return None
        values = {name: Cell.of(cell) for name, cell in rows[0].items()}

        def filled(slot: Slot) -> Cell:
            return slot if isinstance(slot, Cell) else values[slot]

        label = graph.value if graph else ""
        found = [
            Fact(filled(e.subject), filled(e.predicate), filled(e.object), label)
            for e in plan.edges
            if all(mark in values for mark in e.place.marks)
        ]
        for way in plan.ways:
            if all(mark in values for mark in way.place.marks):
                pair = (filled(way.subject), filled(way.object))
                more = self.way(way.path, way.sign, pair, graph)
                if more is None:
                    return None
                found += more
        return found


def shortest(pairs: Iterable[Pair], ends: Pair) -> list[Pair] | None:
    """Find a shortest chain of at least one pair from end to end.

    Args:
        pairs: Neighbours; their order decides between chains of one length.
        ends: Where the chain begins and ends, which may be the same place.

    Returns:
        The chain, or nothing if there is none.
    """
    after: dict[Cell, list[Cell]] = {}
    for one, two in sorted(set(pairs)):
        after.setdefault(one, []).append(two)
    begin, end = ends
    came: dict[Cell, Cell] = {}
    waiting = deque([begin])
    while waiting:
        here = waiting.popleft()
        for there in after.get(here, ()):
            if there in came:
                continue
            came[there] = here
            waiting.append(there)
            if there == end:
                return _back(came, ends)
    return None


def _back(came: dict[Cell, Cell], ends: Pair) -> list[Pair]:
    """Go back from the end to the beginning."""
    begin, here = ends
    chain: list[Pair] = []
    while not chain or here != begin:
        chain.append((came[here], here))
        here = came[here]
    return chain[::-1]


def _given(names: tuple[str, str], ends: Pair) -> str:
    one, two = names
    return f"VALUES (?{one} ?{two}) {{ ({ends[0].written} {ends[1].written}) }} "


def _within(graph: Cell | None, pattern: str) -> str:
    return f"GRAPH {graph.written} {{ {pattern} }}" if graph else pattern
