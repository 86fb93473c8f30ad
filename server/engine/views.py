"""The release as two stores, one a view; and the dataset a query asks for.

A store's unnamed graph is its view, deduplicated once; its named graphs are the
layers and claims, the same in both. A view replaces the default graph only, so
``GRAPH ?g`` works under either (a stated deviation from SPARQL 1.1 Protocol 2.1.4).
Any other list of graphs is the protocol's dataset, merged without duplicates.

Source: SPARQL 1.1 Query Language, section 13.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from graph.release import Release
from ontology.terms import DEFAULT, HIDDEN


@dataclass(frozen=True, slots=True)
class Views:
    """The stores by the IRI of their view."""

    stores: dict[str, Store]

    def dataset(
        self, default: Sequence[str], named: Sequence[str]
    ) -> tuple[Store, dict[str, Any]]:
        """Choose what a query is evaluated over.

        Args:
            default: The graphs that make up the default graph.
            named: The graphs that can be named.

        Returns:
            A store, and the arguments of its ``query`` that choose its graphs.
        """
        if not named and len(default) <= 1:
            view = self.stores.get(default[0] if default else DEFAULT)
            if view is not None:
                return view, {}
        if len(default) <= 1 and self.stores.keys().isdisjoint([*default, *named]):
            return self.stores[DEFAULT], {
                "default_graph": [NamedNode(iri) for iri in default],
                "named_graphs": [NamedNode(iri) for iri in named],
            }
        merged = Store()
        # A graph named twice is no more work than one named once.
        for iri in dict.fromkeys(default):
            merged.bulk_extend(_in_graph(self._graph(iri), DefaultGraph()))
        for iri in dict.fromkeys(named):
            merged.bulk_extend(_in_graph(self._graph(iri), NamedNode(iri)))
        return merged, {}

    def _graph(self, iri: str) -> Iterator[Quad]:
        store, graph = self.stores[DEFAULT], NamedNode(iri)
        if iri in self.stores:
            return self.stores[iri].quads_for_pattern(None, None, None, DefaultGraph())
        return store.quads_for_pattern(None, None, None, graph)


def load(release: Release) -> Views:
    """Load a release into memory.

    Args:
        release: A release that was checked.

    Returns:
        Its views.
    """
    quads = list(release.quads())  # parsing costs as much as filling a store
    return Views({view: _store(quads, hidden) for view, hidden in HIDDEN.items()})


def _store(quads: Iterable[Quad], hidden: frozenset[str]) -> Store:
    out = {NamedNode(iri) for iri in hidden}
    shown = (quad for quad in quads if quad.graph_name not in out)
    store = Store()
    store.bulk_extend(quads)
    store.bulk_extend(_in_graph(shown, DefaultGraph()))
    return store


def _in_graph(quads: Iterable[Quad], graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    for quad in quads:
        yield Quad(quad.subject, quad.predicate, quad.object, graph)
