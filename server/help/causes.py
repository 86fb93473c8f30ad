"""Find what leaves a query without rows, and put it into words.

Source: SPARQL 1.1 Query Language, sections 5 and 15.
"""

from dataclasses import dataclass, field

from server.help import wording
from server.help.culprit import Conflict, conflict
from server.help.findings import (
    Culprit,
    Explanation,
    Match,
    Place,
    Unexamined,
)
from server.help.parts import CONSTRAINTS, Part, Writer, group, parts
from server.help.probing import Prober, UnansweredError
from server.help.roles import Placed, placed
from server.query.lexer import at
from server.query.spot import shortened
from server.query.tree.nodes import Filter, Group, Query, Term
from server.query.tree.span import Span

DEPTH = 3
"""Groups in one another that are looked into."""

_SHOWN = 300


@dataclass(slots=True)
class Causes:
    """The search in one query.

    Attributes:
        text: The query.
        tree: Its tree.
        prober: Who asks the engine.
        writer: Who writes parts of it.
        found: What is found.
        counts: How often patterns match alone, by where they begin.
        reasons: Why others were not counted, by where they begin.
        matches: The patterns with their roles.
        conflict: The parts that have no solution together.
    """

    text: str
    tree: Query
    prober: Prober
    writer: Writer
    found: Explanation
    counts: dict[int, int] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    matches: list[Placed] = field(default_factory=list)
    conflict: Conflict | None = None

    def find(self, where: Group) -> None:
        """Look for the cause, and note what was found.

        Args:
            where: The pattern of the query.
        """
        self._count_solutions(where)
        if self.found.solutions:
            self._modifiers(self.found.solutions)
            return
        self._count_patterns(where)
        try:
            self.found.culprit = self._culprit(where, None, DEPTH)
        except UnansweredError as problem:
            self.note("what leaves the query without rows", problem)
        self.found.patterns = [self._match(each) for each in self.matches]
        if self.found.culprit:
            self.found.sentence = self.found.culprit.sentence
        elif not self.found.sentence:
            self.found.sentence = "What leaves the query without rows was not found."

    def note(self, what: str, problem: UnansweredError) -> None:
        """Say what was not examined, once."""
        missing = Unexamined(what, problem.reason)
        if missing not in self.found.unexamined:
            self.found.unexamined.append(missing)

    def place(self, part: Part) -> Place:
        """Say where a part stands."""
        graph = part.graph.of(self.text) if part.graph else ""
        return self._place(part.kind, part.shown, part, graph)

    def _place(self, kind: str, shown: str, span: Span, graph: str = "") -> Place:
        line, column = at(self.text, span.start)
        return Place(kind, shortened(shown, _SHOWN), line, column, graph)

    def _count_solutions(self, where: Group) -> None:
        """Count the solutions of the pattern, where the rows do not say it."""
        tree = self.tree
        plain = not (tree.having or tree.values or tree.aggregates or tree.offset)
        if plain and tree.limit != 0:
            self.found.solutions = self.found.rows
            return
        try:
            self.found.solutions = self.prober.count(where.of(self.text))
        except UnansweredError as problem:
            self.note("how many solutions the pattern has", problem)

    def _modifiers(self, solutions: int) -> None:
        """Say that the pattern is not at fault."""
        tree, causes = self.tree, list[Place]()
        if tree.limit == 0:
            causes.append(Place("LIMIT", "LIMIT 0", *at(self.text, tree.end - 1)))
        elif tree.having:
            shown = " ".join(each.line(self.text) for each in tree.having)
            causes.append(self._place("HAVING", f"HAVING {shown}", tree.having[0]))
        elif tree.values:
            shown = tree.values.line(self.text)
            causes.append(self._place("VALUES", shown, tree.values))
        elif tree.offset:
            shown = f"OFFSET {tree.offset}"
            causes.append(Place("OFFSET", shown, *at(self.text, tree.end - 1)))
        said = wording.modified(solutions, [each.text for each in causes])
        self.found.sentence = said
        self.found.culprit = Culprit(said, tuple(causes), without=solutions)

    def _count_patterns(self, where: Group) -> None:
        """Count each triple pattern alone, those first that must match."""
        self.matches = list(placed(where, self.writer))
        for each in sorted(self.matches, key=lambda each: each.role != "required"):
            reason = wording.unfit(each.part)
            try:
                if not reason:
                    number = self.prober.count(group([each.part]))
                    self.counts[each.part.start] = number
            except UnansweredError as problem:
                reason = problem.reason
            self.reasons[each.part.start] = reason

    def _match(self, each: Placed) -> Match:
        """Say how often a pattern matches alone, or why that is not known."""
        number = self.counts.get(each.part.start)
        reason = self.reasons[each.part.start] if number is None else ""
        return Match(self.place(each.part), each.role, number, reason)

    def _culprit(self, held: Group, graph: Term | None, depth: int) -> Culprit | None:
        if graph and any(
            isinstance(e, Filter) and e.expression.exists for e in held.elements
        ):
            reason = "EXISTS inside GRAPH cannot be asked apart"
            raise UnansweredError(reason)
        found = conflict(parts(held, self.writer, graph), self.counts, self.prober)
        if found is None:
            return None
        self.conflict = self.conflict or found
        inside: tuple[Culprit, ...] = ()
        (first, *others) = found.parts
        if first.pattern and not others:
            self.counts[first.start] = 0
        if not others and first.kind not in CONSTRAINTS and depth:
            inside = self._inside(first, depth - 1)
        return Culprit(
            wording.sentence(found),
            tuple(self.place(part) for part in found.parts),
            wording.shared(found.parts),
            found.without,
            found.minimal,
            inside,
        )

    def _inside(self, part: Part, depth: int) -> tuple[Culprit, ...]:
        """Look into the groups of a part that is empty by itself."""
        found = []
        for inner in part.groups:
            graph = part.name if part.kind == "GRAPH" else part.graph
            try:
                culprit = self._culprit(inner, graph, depth)
            except UnansweredError as problem:
                self.note(f"the inside of {part.kind}", problem)
                continue
            found += [culprit] if culprit else []
        return tuple(found)
