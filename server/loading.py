"""Load a release into a store, graph by graph, so that the server can ask that.

A mark in the store says which release it holds and whether all of it. A load that was
interrupted goes on: a graph that has as many triples as the release gives it is
whole, since what an earlier release left was removed before the mark was set.

The mark stands in a graph outside our namespace, which the server never shows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from graph.checksums import sha256
from graph.release import DATASET, Release
from ontology.prefixes import BASE, PREFIXES
from ontology.terms import ASSERTED, DEFAULT, HIDDEN, VIEWS
from server.filling import LoadError, Target

MARK: Final = "urn:x-borderkg:release"
"""The mark: a graph with one statement about itself."""

LOADING: Final = "urn:x-borderkg:isLoading"
HOLDS: Final = "urn:x-borderkg:holds"
"""What the mark says, with the release's checksum."""

EVERY: Final = 100
"""Claims between two lines of progress."""

_COUNTS: Final = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_COUNT: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_MARK: Final = f"SELECT ?p ?o {{ GRAPH <{MARK}> {{ <{MARK}> ?p ?o }} }}"


class Layout(Enum):
    """What a dataset holds besides layers and claims."""

    DEFAULT = "default"
    """The default view, as its unnamed graph."""
    ASSERTED = "asserted"
    """The asserted view, as its unnamed graph."""
    GRAPHS = "graphs"
    """Both views, as named graphs."""


@dataclass(frozen=True, slots=True)
class Part:
    """One graph to load; without a name the unnamed one."""

    graph: str | None
    lines: list[bytes]


def load(
    release: Release, target: Target, layout: Layout, say: Callable[[str], None]
) -> None:
    """Make a dataset hold a release and nothing else of ours.

    Args:
        release: The release.
        target: The dataset.
        layout: What its views are.
        say: Where lines of progress go.

    Raises:
        LoadError: If the store holds less than it was given.
    """
    edition = sha256(release.folder / DATASET)
    parts = list(_parts(release, layout))
    wanted = {part.graph: len(part.lines) for part in parts}
    mark = {(row["p"], row["o"]) for row in target.rows(_MARK)}
    held = _held(target, layout)
    if mark == _said(HOLDS, edition) and held == wanted:
        say(f"load      nothing to do: the store holds release {edition[:12]}")
        return
    if mark != _said(LOADING, edition):
        for graph in held:
            target.remove(graph)
        held = {}
        _set(target, LOADING, edition)
        say(f"load      cleared for release {edition[:12]}")
    elif held:
        say(f"load      goes on with release {edition[:12]}")
    for number, part in enumerate(parts, 1):
        if held.get(part.graph) != len(part.lines):
            target.put(part.graph, part.lines)
        if number % EVERY == 0 or number == len(parts) or not _is_claim(part):
            size = f"{len(part.lines):,} triples"
            say(f"load      {number} of {len(parts)}  {_short(part)}  {size}")
    held = _held(target, layout)
    if held != wanted:
        wrong = next(g for g in {**wanted, **held} if held.get(g) != wanted.get(g))
        name = wrong or "the unnamed graph"
        message = f"the store holds {held.get(wrong, 0)} triples of {name}, "
        message += f"and the release {wanted.get(wrong, 0)}"
        raise LoadError(message)
    _set(target, HOLDS, edition)
    say(f"load      the store holds release {edition[:12]}, {len(parts)} graphs")


def _parts(release: Release, layout: Layout) -> Iterator[Part]:
    """Yield layers, claims and views, each with its triples once."""
    graphs: dict[str, dict[Triple, None]] = {}
    views: dict[str, dict[Triple, None]] = {view: {} for view in VIEWS}
    for quad in release.quads():
        if not isinstance(quad.graph_name, NamedNode):
            continue
        name = quad.graph_name.value
        graphs.setdefault(name, {})[quad.triple] = None
        for view, triples in views.items():
            if name not in HIDDEN[view]:
                triples[quad.triple] = None
    for name, triples in graphs.items():
        yield Part(name, _lines(triples))
    if layout is Layout.GRAPHS:
        for view, triples in views.items():
            yield Part(view, _lines(triples))
    else:
        view = DEFAULT if layout is Layout.DEFAULT else ASSERTED
        yield Part(None, _lines(views[view]))


def _lines(triples: dict[Triple, None]) -> list[bytes]:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines()


def _held(target: Target, layout: Layout) -> dict[str | None, int]:
    """Count what the dataset holds of ours."""
    rows = ((row["g"], row["n"]) for row in target.rows(_COUNTS))
    held: dict[str | None, int] = {
        graph.value: int(size.value)
        for graph, size in rows
        if isinstance(graph, NamedNode)
        and isinstance(size, Literal)
        and graph.value.startswith(BASE)
    }
    if layout is not Layout.GRAPHS:
        (row,) = target.rows(_COUNT)
        size = row["n"]
        if isinstance(size, Literal) and (count := int(size.value)):
            held[None] = count
    return held


def _said(what: str, edition: str) -> set[tuple[NamedNode, Literal]]:
    return {(NamedNode(what), Literal(edition))}


def _set(target: Target, what: str, edition: str) -> None:
    target.put(MARK, [f'<{MARK}> <{what}> "{edition}" .'.encode()])


def _is_claim(part: Part) -> bool:
    return (part.graph or "").startswith(PREFIXES["claim"])


def _short(part: Part) -> str:
    return (part.graph or "the unnamed graph").removeprefix(BASE)
