"""Take a group apart into what can be left out, and write each part for a new query.

Triple patterns are written term by term as they stand in the text, everything else is
cut out whole. A blank node becomes a variable, which it is to a pattern: so patterns
that share one can be asked apart and together.

Source: SPARQL 1.1 Query Language, sections 4.1.4 and 18.2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeGuard

from server.query.tree.nodes import (
    Alternatives,
    Block,
    Element,
    Filter,
    Group,
    Nested,
    Pattern,
    Query,
    Term,
)
from server.query.tree.span import Span
from server.query.tree.terms import FIRST, NIL, REST
from server.query.tree.walking import groups

UNWRITTEN: Final = frozenset({FIRST, REST, NIL})
"""What a collection is made of and its text does not name."""

CONSTRAINTS: Final = frozenset({"FILTER", "MINUS"})
"""Parts that only take solutions away."""


@dataclass(frozen=True, slots=True)
class Part(Span):
    """Something in a group that can be left out.

    Attributes:
        kind: ``pattern``, or the keyword of what it is.
        written: How it stands in a new query.
        shown: How it is shown to people.
        pattern: The triple pattern, if it is one.
        graph: The graph it is asked in, if it is not the default graph.
        groups: The groups in it.
        name: The graph behind its GRAPH.
    """

    kind: str
    written: str
    shown: str
    pattern: Pattern | None = None
    graph: Term | None = None
    groups: tuple[Group, ...] = ()
    name: Term | None = None


class Writer:
    """Writes parts of one query."""

    def __init__(self, text: str, variables: Iterable[str]) -> None:
        """Choose names for blank nodes that the query does not use."""
        self.text = text
        used = set(variables)
        self._free = (f"b{n}" for n in count() if f"b{n}" not in used)
        self._names: dict[str, str] = {}

    def term(self, term: Term) -> str:
        """Write a term so that it may stand anywhere in a pattern."""
        if term.kind == "blank":
            if term.value not in self._names:
                self._names[term.value] = next(self._free)
            return f"?{self._names[term.value]}"
        if term.kind == "iri" and term.value in UNWRITTEN:
            return f"<{term.value}>"
        return term.of(self.text)

    def part(self, pattern: Pattern, graph: Term | None) -> Part:
        """Write a triple pattern."""
        written = " ".join(self.term(term) for term in pattern.terms) + " ."
        shown = " ".join(self._shown(term) for term in pattern.terms)
        return Part(
            pattern.start,
            pattern.end,
            "pattern",
            self.within(graph, written),
            shown,
            pattern,
            graph,
        )

    def within(self, graph: Term | None, written: str) -> str:
        """Ask something in a graph."""
        return f"GRAPH {graph.of(self.text)} {{ {written} }}" if graph else written

    def _shown(self, term: Term) -> str:
        if term.value in UNWRITTEN:
            return self.term(term)
        written = term.line(self.text)
        if term.kind == "blank" and written[0] in "[(":
            return "[…]" if written[0] == "[" else "(…)"
        return written


def group(parts: Iterable[Part]) -> str:
    """Write parts as one group, in the order of the query."""
    ordered = sorted(parts, key=lambda part: part.start)
    return "{ " + " ".join(part.written for part in ordered) + " }"


def parts(held: Group, writer: Writer, graph: Term | None = None) -> list[Part]:
    """Take a group apart.

    Args:
        held: The group.
        writer: Who writes the parts.
        graph: The graph in which it is asked.

    Returns:
        Its parts. Groups of nothing but triple patterns are opened, since no variable
        changes its scope by that.
    """
    found: list[Part] = []
    for element in held.elements:
        if isinstance(element, Block):
            found += (writer.part(pattern, graph) for pattern in element.patterns)
        elif isinstance(element, Nested) and element.kind == "GRAPH" and not graph:
            if _plain(element.group):
                found += parts(element.group, writer, element.name)
            else:
                found.append(_closed(element, writer, graph))
        elif _is_single(element) and _plain(_opened(element)):
            found += parts(_opened(element), writer, graph)
        else:
            found.append(_closed(element, writer, graph))
    return found


def _plain(held: Group) -> bool:
    return all(isinstance(element, Block) for element in held.elements)


def _is_single(element: Element) -> TypeGuard[Alternatives]:
    return isinstance(element, Alternatives) and len(element.branches) == 1


def _opened(element: Alternatives) -> Group:
    """Give the group behind braces that hold nothing but it."""
    opened = element.branches[0]
    while len(opened.elements) == 1 and _is_single(inner := opened.elements[0]):
        opened = inner.branches[0]
    return opened


def _closed(element: Element, writer: Writer, graph: Term | None) -> Part:
    cut = element.of(writer.text)
    written = cut if isinstance(element, Filter) else writer.within(graph, cut)
    return Part(
        element.start,
        element.end,
        _kind(element),
        written,
        element.line(writer.text),
        graph=graph,
        groups=groups(element),
        name=element.name if isinstance(element, Nested) else None,
    )


def _kind(element: Element) -> str:
    match element:
        case Nested(kind=kind):
            return kind
        case Alternatives(branches=branches):
            return "UNION" if len(branches) > 1 else "group"
        case Query():
            return "subquery"
    return type(element).__name__.upper()
