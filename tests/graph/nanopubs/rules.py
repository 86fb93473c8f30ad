"""The criteria for well-formed nanopublications, by their numbers.

Source: Nanopublication Guidelines, working draft, "Well-formed Nanopublications". The
two without a number there are what the library nanopub-java demands besides.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

SCHEMA = "http://www.nanopub.org/nschema#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PARTS = {4: "hasAssertion", 5: "hasProvenance", 6: "hasPublicationInfo"}


def broken(content: Iterable[ox.Quad]) -> set[int | str]:
    """Return the numbers of the criteria that some quads do not meet."""
    quads = set(content)
    if not all(isinstance(quad.graph_name, ox.NamedNode) for quad in quads):
        return {2}
    kind = ox.NamedNode(f"{SCHEMA}Nanopublication")
    heads = [q for q in quads if q.predicate == TYPE and q.object == kind]
    if len(heads) != 1:
        return {3}
    name, head = str(heads[0].subject), str(heads[0].graph_name)
    parts: dict[int, str] = {}
    for number, part in PARTS.items():
        there = [
            str(quad.object)
            for quad in quads
            if quad.predicate == ox.NamedNode(SCHEMA + part)
            and (str(quad.subject), str(quad.graph_name)) == (name, head)
        ]
        if len(there) != 1:
            return {number}
        parts[number] = there[0]
    return set(_within(quads, name, [head, *parts.values()]))


def _within(quads: set[ox.Quad], name: str, graphs: list[str]) -> Iterator[int | str]:
    """Yield the criteria that the four graphs do not meet."""
    _, assertion, provenance, pubinfo = graphs
    filled = {str(quad.graph_name) for quad in quads}
    if len({name, *graphs}) != 5:
        yield 7
    if filled - set(graphs):
        yield 8
    for number, part, about in ((9, provenance, assertion), (10, pubinfo, name)):
        inside = [q for q in quads if str(q.graph_name) == part]
        if not any(about in {str(q.subject), str(q.object)} for q in inside):
            yield number
    if set(graphs) - filled:
        yield "a graph is empty"
    if not all(graph.startswith(name[:-1]) for graph in graphs):
        yield "a graph has another name"
