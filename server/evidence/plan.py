"""What the solutions of a rewritten query say: which triples, under which condition."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.evidence.cells import Cell
from server.evidence.paths import Path
from server.query.tree.nodes import Query
from server.query.tree.span import Span

Slot = Cell | str
"""A term, or the name of the variable that has it in a solution."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, and when it has a part in a solution.

    Attributes:
        graph: The graph it is asked in; nothing for the default graph.
        marks: Variables; all are bound where the OPTIONAL or the branch of UNION
            that holds it has matched.
    """

    graph: Slot | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A triple pattern without path."""

    subject: Slot
    predicate: Slot
    object: Slot
    place: Place


@dataclass(frozen=True, slots=True)
class Way:
    """A path of any length, whose steps are asked for once its ends are known.

    Attributes:
        path: What is repeated.
        sign: How often: ``*``, ``+`` or ``?``.
        subject: Where it begins.
        object: Where it ends.
        place: Where it stands.
        span: The pattern that has the path.
    """

    path: Path
    sign: str
    subject: Slot
    object: Slot
    place: Place
    span: Span


@dataclass(frozen=True, slots=True)
class Inner:
    """A query inside a query, asked for its own evidence once its row is known."""

    query: Query
    names: tuple[str, ...]
    renamed: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the query that has no triple to show, and why."""

    span: Span
    reason: str
    place: Place


@dataclass(slots=True)
class Plan:
    """Everything that a rewritten pattern says.

    Attributes:
        text: The pattern, rewritten, without its braces.
        edges: Its triple patterns.
        ways: Its paths of any length.
        inner: The queries in it.
        gaps: What has no triples to show.
    """

    text: str = ""
    edges: list[Edge] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def names(self) -> tuple[str, ...]:
        """Name the variables that a solution must tell."""
        slots: list[Slot | None] = []
        for edge in self.edges:
            slots += [edge.subject, edge.predicate, edge.object]
        for way in self.ways:
            slots += [way.subject, way.object]
        for inner in self.inner:
            slots += inner.renamed.values()
        held = (self.edges, self.ways, self.inner, self.gaps)
        for place in (each.place for some in held for each in some):
            slots += [place.graph, *place.marks]
        return tuple(dict.fromkeys(slot for slot in slots if isinstance(slot, str)))
