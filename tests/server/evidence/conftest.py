"""Engines for evidence: over a few triples, and over the real release."""

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.release import open_release
from ontology.terms import HIDDEN
from server.engine.views import Views, load
from tests.server.evidence.engines import Direct

SMALL = Path(__file__).with_name("small.trig")


def views(quads: list[Quad]) -> Views:
    """Put quads into a store for each view, as the server does."""
    stores = {}
    for view, hidden in HIDDEN.items():
        store = stores[view] = Store()
        for quad in quads:
            store.add(quad)
            graph = quad.graph_name
            if isinstance(graph, NamedNode) and graph.value not in hidden:
                triple = (quad.subject, quad.predicate, quad.object)
                store.add(Quad(*triple, DefaultGraph()))
    return Views(stores)


@pytest.fixture(scope="session")
def few() -> Direct:
    """Ten triples in four claims, with a little provenance, and one proof."""
    return Direct(views(list(parse(path=SMALL, format=RdfFormat.TRIG))))


@pytest.fixture(scope="session")
def real(built: Path) -> Direct:
    """The real release."""
    return Direct(load(open_release(built)))
