"""Name the slow shapes: what each shape, and each rule over graphs, costs.

Each shape that can be broken is given alone to pyshacl, with the whole real graph as it
is judged in a build, and its cost is its CPU time less that of a shape that looks at
nothing. Printed with the slowest first.

Run: ``.venv/bin/python bench/slow_shapes.py [HOW_MANY]``.
"""

import sys
import time
from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, SH
from rdflib.collection import Collection

from graph.build import build
from graph.check import check
from graph.inventory import Sources
from graph.reason import reason
from graph.stages import in_graph
from graph.terms import to_graph
from ontology import terms
from ontology.prefixes import PREFIXES

YES = rdflib.Literal(lexical_or_value=True)
TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def ask(store: ox.Store, query: str) -> float:
    """Return the CPU seconds of a query with all its rows."""

    def rows() -> None:
        found = store.query(query)
        if isinstance(found, ox.QuerySolutions):
            for _ in found:
                pass

    return seconds(rows)


def alone(shapes: rdflib.Graph, node: rdflib.term.Node) -> Iterator[rdflib.Graph]:
    """Yield the shapes cut down to one part of a node shape, for each of its parts."""
    rest = rdflib.Graph()
    rest += shapes
    for owner in set(shapes.subjects(RDF.type, SH.NodeShape)):
        for part in (*TARGETS, SH.property, SH.closed, SH.ignoredProperties):
            rest.remove((owner, part, None))
    for target in TARGETS:
        for what in shapes.objects(node, target):
            rest.add((node, target, what))
    properties = list(shapes.objects(node, SH.property))
    for shape in properties:
        yield rest + one((node, SH.property, shape))
    if first := shapes.value(node, SH.ignoredProperties):
        # Closed, with what its property shapes allow written out instead.
        allowed = [shapes.value(shape, SH.path) for shape in properties]
        only = rest + one((node, SH.closed, YES))
        paths = [*Collection(shapes, first), *filter(None, allowed)]
        listed = Collection(only, rdflib.BNode(), paths)
        only.add((node, SH.ignoredProperties, listed.uri))
        yield only


def one(
    triple: tuple[rdflib.term.Node, rdflib.URIRef, rdflib.term.Node],
) -> rdflib.Graph:
    """Return a graph of one triple."""
    return rdflib.Graph().add(triple)


def named(shapes: rdflib.Graph, node: rdflib.term.Node) -> str:
    """Return the local name of the one shape that a graph of shapes judges by."""
    part = shapes.value(node, SH.property) or node
    return str(part).removeprefix(PREFIXES["bks"])


def main() -> None:
    """Time every shape and every rule, and print them."""
    entailed = reason(check(build(Sources.installed())))
    quads = entailed.asserted.quads
    shapes = to_graph(in_graph(quads, terms.SHAPES))
    data = to_graph(
        q for q in entailed.quads() if q.graph_name != ox.NamedNode(terms.SHAPES)
    )
    store = ox.Store()
    store.bulk_extend(entailed.quads())

    def judge(some: rdflib.Graph) -> float:
        return seconds(lambda: pyshacl.validate(data, shacl_graph=some, inplace=True))

    idle = judge(rdflib.Graph())
    found = [
        (judge(only) - idle, f"shape {named(only, node)}")
        for node in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str)
        for only in alone(shapes, node)
    ]
    rules = entailed.asserted.rules
    found.extend((ask(store, rule.query), f"rule {rule.name}") for rule in rules)
    many = int(sys.argv[1]) if len(sys.argv) > 1 else len(found)
    print(f"{sum(cost for cost, _ in found):7.2f} s  all {len(found)}")
    for cost, name in sorted(found, reverse=True)[:many]:
        print(f"{cost:7.2f} s  {name}")


if __name__ == "__main__":
    main()
