"""Find things by identifiers: ours, and those of others that the release links to.

Source: Wikidata, data access (entity IRIs and pages); GeoNames, RDF addresses; ROR.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from ontology.prefixes import BASE, PREFIXES, curie
from ontology.terms import NOTATION
from server.pages.index import Index

SKOS: Final = PREFIXES["skos"]
EXACT: Final = f"{SKOS}exactMatch"

POINTS: Final = {EXACT: 100, f"{SKOS}closeMatch": 90, f"{SKOS}broadMatch": 70}
"""What it says of a thing that an identifier elsewhere is linked to it so."""

_WIKIDATA: Final = re.compile(
    r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki/|entity/)|wd:)?(q[1-9][0-9]*)$"
)
_GEONAMES: Final = re.compile(
    r"(?:https?://(?:sws|www)\.geonames\.org/|(?:geonames|gn):)([0-9]+)(?:/.*)?$"
)
_ROR: Final = re.compile(r"(?:https?://)?ror(?:\.org/|:)(0[a-z0-9]{8})$")


@dataclass(frozen=True, slots=True)
class Identified:
    """A thing found by an identifier, and what that is worth."""

    entity: str
    points: int


class Identifiers:
    """The identifiers of some things."""

    def __init__(self, index: Index, things: Iterable[str]) -> None:
        """Gather them."""
        self._known: dict[str, list[Identified]] = {}
        for thing in things:
            own = (thing, curie(thing), thing.removeprefix(BASE))
            found = [(each, 100) for each in own]
            for relation, points in POINTS.items():
                linked = index.iris(thing, relation)
                found += [(each, points) for each in linked]
            notations = index.objects(thing, NOTATION)
            found += [
                (each.value, 100) for each in notations if isinstance(each, Literal)
            ]
            for written, points in found:
                held = self._known.setdefault(canonical(written), [])
                if thing not in {each.entity for each in held}:
                    held.append(Identified(thing, points))

    def find(self, written: str) -> list[Identified]:
        """List the things that have an identifier, the nearest first.

        Args:
            written: What may be one, in any of its usual forms.

        Returns:
            The things; mostly none, or one.
        """
        found = self._known.get(canonical(written), [])
        return sorted(found, key=lambda each: (-each.points, each.entity))


def canonical(written: str) -> str:
    """Write an identifier in one way; leave alone what is none."""
    bare = written.strip().lower()
    if found := _WIKIDATA.match(bare):
        return f"wd:{found[1]}"
    if found := _GEONAMES.match(bare):
        return f"gn:{found[1]}"
    if found := _ROR.match(bare):
        return f"ror:{found[1]}"
    return bare
