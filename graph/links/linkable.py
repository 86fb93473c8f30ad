"""Which things of ours others may have a name for, and how many have one.

Said once, here: the build demands a row for each of them, and the release counts them.
Left out is what only this graph speaks of: groups of people without a name,
developments, figures, what a body is for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph.links.mapping import NO_TERM_FOUND, PREDICATES
from ontology import terms
from ontology.prefixes import PREFIXES

_BK: Final = PREFIXES["bk"]

CLASSES: Final = tuple(
    f"{_BK}{name}"
    for name in (
        "BorderCrossing", "Checkpoint", "Crisis", "Document", "EconomicZone",
        "Meeting", "Office", "OilField", "Organisation", "People", "Person", "Place",
        "Plant", "Policy", "Route", "Sector", "ZonePart",
    )
)  # fmt: skip
"""Their classes; what is of a narrower class is of these too."""

UNIT: Final = f"{_BK}unit"
"""Units are named by others; each that a figure here has is one of them."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the mappings reach.

    Attributes:
        linkable: The things that others may name, each with its class.
        linked: Those with a published link.
        sought: Those without one for which a search is on record.
    """

    linkable: dict[str, str]
    linked: frozenset[str]
    sought: frozenset[str]


def linkable(quads: Iterable[Quad]) -> dict[str, str]:
    """Find what others may have a name for.

    Args:
        quads: The whole graph, or its layers of entities and terms with the claims.

    Returns:
        Each thing with the class of the list above that it is of; a unit with the
        property that leads to it.
    """
    above: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    found: dict[str, str] = {}
    for quad in quads:
        if not isinstance(quad.subject, NamedNode) or not isinstance(
            quad.object, NamedNode
        ):
            continue
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        if quad.predicate.value == f"{PREFIXES['rdfs']}subClassOf":
            above.setdefault(quad.subject.value, set()).add(quad.object.value)
        elif quad.predicate.value == terms.RDF_TYPE and graph == terms.ENTITIES:
            kinds[quad.subject.value] = quad.object.value
        elif quad.predicate.value == UNIT:
            found[quad.object.value] = UNIT
    for thing, kind in kinds.items():
        for each in _upwards(kind, above):
            if each in CLASSES:
                found[thing] = each
                break
    return dict(sorted(found.items()))


def coverage(quads: Iterable[Quad]) -> Coverage:
    """Count how far the mappings of a graph reach.

    Args:
        quads: The whole graph.

    Returns:
        What could be linked, what is, and what was sought.
    """
    everything = tuple(quads)
    graph = NamedNode(terms.LINKS)
    linked, sought = set[str](), set[str]()
    for quad in everything:
        if quad.graph_name == graph and isinstance(quad.subject, NamedNode):
            if quad.predicate.value in PREDICATES:
                linked.add(quad.subject.value)
            elif quad.object == NamedNode(NO_TERM_FOUND):
                sought.add(quad.subject.value)
    things = linkable(everything)
    searched = {
        quad.object.value
        for quad in everything
        if quad.graph_name == graph
        and quad.predicate.value == f"{PREFIXES['owl']}annotatedSource"
        and isinstance(quad.object, NamedNode)
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value in sought
    }
    reached = frozenset(things) & linked
    return Coverage(things, reached, (frozenset(things) & searched) - reached)


def _upwards(kind: str, above: dict[str, set[str]]) -> Iterator[str]:
    """Yield a class and those above it, nearest first."""
    waiting, seen = [kind], set[str]()
    while waiting:
        each = waiting.pop(0)
        if each not in seen:
            seen.add(each)
            yield each
            waiting.extend(sorted(above.get(each, ())))
