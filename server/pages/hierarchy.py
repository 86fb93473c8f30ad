"""The class diagram: every class of ours below the one it is a kind of, in columns.

Only places are computed here; the template draws them as SVG, so that the style sheet
colours them and each class is a link. The numbers are units of the drawing.

Source: SVG 2, section 8.2 (viewBox).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from ontology.terms import ENTAILED
from server.pages.index import Index, key
from server.pages.names import TYPE, Names, Shown

CLASS: Final = f"{PREFIXES['owl']}Class"
BELOW: Final = f"{PREFIXES['rdfs']}subClassOf"
DEFINITION: Final = f"{PREFIXES['skos']}definition"

COLUMNS: Final = 3
WIDTH: Final = 350
ROW: Final = 24
STEP: Final = 22
"""How far a class is drawn to the right of the one above it."""

GAP: Final = 10
"""Room between two trees of a column."""


@dataclass(frozen=True, slots=True)
class Box:
    """One class in the drawing, and the line that leads to it.

    Attributes:
        link: The class.
        definition: What it means, for who points at it.
        things: How many things are written down as one.
        x: Where its name begins.
        y: The middle of its row.
        path: The line from the class above it; nothing for one at the top.
    """

    link: Shown
    definition: str
    things: int
    x: int
    y: int
    path: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing."""

    boxes: tuple[Box, ...]
    width: int
    height: int


def diagram(names: Names, space: str) -> Diagram:
    """Draw the classes of a namespace.

    Args:
        names: The names of the release.
        space: The namespace.

    Returns:
        The drawing; a class with several above it stands below the first.
    """
    below = _below(names.index, space)
    trees = [list(_tree(below, root, 0)) for root in below.pop("", [])]
    boxes: list[Box] = []
    height = 0
    for number, column in enumerate(_columns(trees)):
        top = ROW // 2
        for tree in column:
            boxes += _drawn(names, tree, number * WIDTH + GAP, top)
            top += len(tree) * ROW + GAP
        height = max(height, top)
    return Diagram(tuple(boxes), COLUMNS * WIDTH, height)


def _below(index: Index, space: str) -> dict[str, list[str]]:
    """Sort classes by the one they stand below; under nothing those at the top."""
    classes = [
        iri for iri in index.subjects(TYPE, CLASS) if iri.startswith(space)
    ]  # sorted by name
    found: defaultdict[str, list[str]] = defaultdict(list)
    for iri in classes:
        above = sorted(
            key(s.object)
            for s in index.about[iri]
            if s.predicate == BELOW and s.graph != ENTAILED
        )
        known = (name for name in above if name in classes and name != iri)
        found[next(known, "")].append(iri)
    return dict(found)


def _tree(
    below: dict[str, list[str]], root: str, depth: int
) -> Iterator[tuple[str, int]]:
    """Yield a class and all below it, each with its depth, depth first."""
    yield root, depth
    for child in below.get(root, ()):
        yield from _tree(below, child, depth + 1)


def _columns(
    trees: list[list[tuple[str, int]]],
) -> list[list[list[tuple[str, int]]]]:
    """Fill columns of like length: the tallest trees first, each where most room is."""
    columns: list[list[list[tuple[str, int]]]] = [[] for _ in range(COLUMNS)]
    for tree in sorted(trees, key=len, reverse=True):
        shortest = min(columns, key=lambda column: sum(map(len, column)))
        shortest.append(tree)
    return columns


def _drawn(
    names: Names, tree: list[tuple[str, int]], left: int, top: int
) -> Iterator[Box]:
    index = names.index
    last: dict[int, int] = {}
    for row, (iri, depth) in enumerate(tree):
        x, y = left + depth * STEP, top + row * ROW
        last[depth] = y
        path = ""
        if depth:
            start = x - STEP + 5
            path = f"M{start} {last[depth - 1] + 8}V{y}H{x - 4}"
        things = sum(
            s.predicate == TYPE and s.graph != ENTAILED
            for s in index.naming.get(iri, ())
        )
        yield Box(names.link(iri), index.text(iri, DEFINITION), things, x, y, path)
