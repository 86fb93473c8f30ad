"""From the table of mappings to the layer of links: the one way in for the build."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph.links import consistency, faults, reading, table, writing
from graph.links.linkable import linkable
from ontology import terms


def mapped(
    path: Path, known: tuple[Quad, ...], origins: Mapping[str, Path]
) -> Iterator[Quad]:
    """Read a table, judge it, and yield what becomes of it.

    Args:
        path: The file of the table.
        known: Everything the other sources say.
        origins: The file in which a thing is described.

    Yields:
        The statements of ``g:links``.

    The errors are ``SourceError``: a row is wrong, two do not go together, or a thing
    that others may name has no row.
    """
    things = linkable(known)
    written = table.read(path)
    found = reading.rows(written, _labels(known, things))
    consistency.look(path, found)
    consistency.everything(things, found, {**dict.fromkeys(things, path), **origins})
    yield from writing.quads(written, found)


def _labels(known: tuple[Quad, ...], things: Mapping[str, str]) -> faults.Labels:
    """Return what can be mapped: each entity, and what is linkable besides."""
    graph = NamedNode(terms.ENTITIES)
    labels: dict[str, set[str]] = {thing: set() for thing in things}
    for quad in known:
        if quad.graph_name != graph or not isinstance(quad.subject, NamedNode):
            continue
        names = labels.setdefault(quad.subject.value, set())
        value = quad.object
        if (
            quad.predicate.value == terms.RDFS_LABEL
            and isinstance(value, Literal)
            and value.language == "en"
        ):
            names.add(value.value)
    return {thing: frozenset(names) for thing, names in labels.items()}
