"""What a portrait asks of a dataset, and how a store in memory tells it.

Source: SPARQL 1.1 Query Language, section 13.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store, Triple

from ontology.prefixes import PREFIXES
from ontology.terms import IS_GIVEN_BY, RDFS_LABEL

Thing = NamedNode | BlankNode

CLAIM: Final = PREFIXES["claim"]
"""The namespace of claims, whose names are those of their graphs."""


class Scope(Protocol):
    """The dataset of a query, as far as a portrait needs it."""

    def core(self, things: Sequence[Thing]) -> Iterable[Triple]:
        """Yield what is said about things, in graphs of their names, and of them."""

    def claims(self, things: Sequence[Thing], core: Iterable[Triple]) -> set[NamedNode]:
        """Find the claims whose graphs hold the core, and those things are given by."""

    def about(self, names: Iterable[NamedNode]) -> Iterable[Triple]:
        """Yield what is said about names."""

    def labels(self, names: Iterable[NamedNode]) -> Iterable[Triple]:
        """Yield the labels of names."""

    def below(self, triples: Iterable[Triple]) -> Iterable[Triple]:
        """Yield what hangs on the blank nodes of statements, to the end."""


@dataclass(frozen=True, slots=True)
class Held:
    """A dataset in memory.

    Attributes:
        store: What holds it.
        default: The graphs that make up its default graph.
        named: The graphs that GRAPH sees; None for all.
    """

    store: Store
    default: Sequence[NamedNode | DefaultGraph]
    named: frozenset[NamedNode] | None

    @classmethod
    def of(cls, store: Store, chosen: dict[str, Any]) -> "Held":
        """Take a store and the arguments of its ``query`` that choose its graphs."""
        named = chosen.get("named_graphs")
        return cls(
            store,
            chosen.get("default_graph", [DefaultGraph()]),
            None if named is None else frozenset(named),
        )

    def core(self, things: Sequence[Thing]) -> Iterator[Triple]:
        """Yield what is said about things, in graphs of their names, and of them."""
        for thing in things:
            yield from self._match(thing)
            if isinstance(thing, NamedNode):
                yield from self._within(thing)
            yield from self._match(value=thing)

    def claims(self, things: Sequence[Thing], core: Iterable[Triple]) -> set[NamedNode]:
        """Find the claims whose graphs hold the core, and those things are given by."""
        found = {claim for triple in core for claim in self._holding(triple)}
        for thing in things:
            given = self._match(thing, NamedNode(IS_GIVEN_BY))
            found |= {t.object for t in given if isinstance(t.object, NamedNode)}
        return found

    def about(self, names: Iterable[NamedNode]) -> Iterator[Triple]:
        """Yield what is said about names."""
        for name in names:
            yield from self._match(name)

    def labels(self, names: Iterable[NamedNode]) -> Iterator[Triple]:
        """Yield the labels of names."""
        for name in names:
            yield from self._match(name, NamedNode(RDFS_LABEL))

    def below(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Yield what hangs on the blank nodes of statements, to the end."""
        return hanging(triples, lambda node: list(self._match(node)))

    def _match(
        self,
        subject: Thing | None = None,
        predicate: NamedNode | None = None,
        value: Thing | None = None,
    ) -> Iterator[Triple]:
        for graph in self.default:
            found = self.store.quads_for_pattern(subject, predicate, value, graph)
            yield from (quad.triple for quad in found)

    def _within(self, graph: NamedNode) -> Iterator[Triple]:
        """Yield the statements of a named graph, if GRAPH sees it."""
        seen = self.named is None or graph in self.named
        found = self.store.quads_for_pattern(None, None, None, graph) if seen else ()
        yield from (quad.triple for quad in found)

    def _holding(self, triple: Triple) -> Iterator[NamedNode]:
        """Yield the claims that GRAPH sees and whose graph holds a statement."""
        subject, predicate, value = triple
        for quad in self.store.quads_for_pattern(subject, predicate, value, None):
            graph = quad.graph_name
            if (
                isinstance(graph, NamedNode)
                and graph.value.startswith(CLAIM)
                and (self.named is None or graph in self.named)
            ):
                yield graph


def hanging(
    triples: Iterable[Triple], about: Callable[[BlankNode], Sequence[Triple]]
) -> Iterator[Triple]:
    """Follow blank nodes until none is new.

    Args:
        triples: Where to begin.
        about: What is said about a blank node.

    Yields:
        What hangs on the blank nodes, each node once.
    """
    waiting = [end for triple in triples for end in (triple.subject, triple.object)]
    seen: set[BlankNode] = set()
    while waiting:
        term = waiting.pop()
        if not isinstance(term, BlankNode) or term in seen:
            continue
        seen.add(term)
        below = about(term)
        waiting += [triple.object for triple in below]
        yield from below
