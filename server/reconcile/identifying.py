"""Find things by identifiers: ours, and those of others that the release links to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from server.lookup.identifiers import read
from server.lookup.linked import Linked
from server.reconcile.spaces import thing

SKOS: Final = PREFIXES["skos"]

SURE: Final = 100

POINTS: Final[dict[str | None, int]] = {
    None: SURE,
    f"{SKOS}exactMatch": SURE,
    f"{SKOS}closeMatch": 90,
    f"{SKOS}broadMatch": 70,
}
"""What it says of a thing that an identifier elsewhere is linked to it so; without a
link the identifier is its own name."""


@dataclass(frozen=True, slots=True)
class Identified:
    """A thing found by an identifier, and what that is worth."""

    entity: str
    points: int


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The identifiers of some things.

    Attributes:
        linked: What identifiers of others lead to.
        things: The things that can be found.
    """

    linked: Linked
    things: Collection[str]

    def find(self, written: str) -> list[Identified]:
        """List the things that have an identifier, the surest first.

        Args:
            written: What may be one, in any of its usual forms.

        Returns:
            The things; mostly none, or one.
        """
        ours = thing(written.strip())
        if ours in self.things:
            return [Identified(ours, SURE)]
        named = read(written)
        if named is None:
            return []
        found = [
            Identified(match.iri, POINTS[match.predicate])
            for match in self.linked.find(named)
            if match.iri in self.things and match.predicate in POINTS
        ]
        return sorted(found, key=lambda each: (-each.points, each.entity))
