"""What reconciliation works with, made once of a release, and its answers.

Nothing here knows about HTTP.

Source: Reconciliation Service API 0.2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ontology.prefixes import PREFIXES
from ontology.terms import DEFINITION
from server.lookup.linked import Linked
from server.naming.catalogue import Catalogue
from server.naming.gathering import entities, kinds, names
from server.pages.names import Names, bk
from server.reconcile.comparing import Comparing
from server.reconcile.identifying import Identifiers
from server.reconcile.matching import Candidate, Matching
from server.reconcile.properties import Properties
from server.reconcile.queries import Query
from server.reconcile.spaces import identifier
from server.reconcile.types import Types

NOTE: Final = f"{PREFIXES['skos']}scopeNote"


@dataclass(frozen=True, slots=True)
class Service:
    """What answers are made from.

    Attributes:
        names: The names of the release, as pages show them.
        things: What can be found, sorted.
        catalogue: The names of those, indexed.
        identifiers: Their identifiers, indexed.
        types: Their types.
        properties: Their properties.
        matching: Who finds candidates.
    """

    names: Names
    things: tuple[str, ...]
    catalogue: Catalogue
    identifiers: Identifiers
    types: Types
    properties: Properties
    matching: Matching

    @classmethod
    def of(cls, shown: Names, linked: Linked) -> "Service":
        """Make the service over a release.

        Args:
            shown: The names of the release.
            linked: What identifiers of others lead to.

        Returns:
            The service.
        """
        index = shown.index
        things = tuple(entities(index))
        catalogue = Catalogue(names(index), kinds(index))
        identifiers = Identifiers(linked, frozenset(things))
        types, properties = Types(shown, things), Properties(shown, things)
        comparing = Comparing(shown, properties, catalogue, identifiers)
        mentions = bk("mentions")
        named = {
            each: sum(s.predicate == mentions for s in index.naming.get(each, ()))
            for each in things
        }
        matching = Matching(comparing, types, named)
        made = (things, catalogue, identifiers, types, properties, matching)
        return cls(shown, *made)

    def answer(self, queries: dict[str, Query]) -> dict[str, Any]:
        """Answer a batch of queries."""
        return {key: {"result": self._result(query)} for key, query in queries.items()}

    def about(self, thing: str) -> str:
        """Say in a line what a thing is: its definition, a note, or where it lies."""
        index = self.names.index
        said = index.text(thing, DEFINITION) or index.text(thing, NOTE)
        kinds_ = ", ".join(each.name for each in self.types.direct(thing))
        around = index.iris(thing, bk("isPartOf")) or index.iris(
            thing, bk("isLocatedIn")
        )
        where = " and ".join(self.names.label(each) for each in dict.fromkeys(around))
        return said or (f"{kinds_} in {where}" if where else kinds_)

    def _result(self, query: Query) -> list[dict[str, Any]]:
        found, sure = self.matching.candidates(query)
        return list(self._written(found, sure=sure))

    def _written(
        self, found: Iterable[Candidate], *, sure: bool
    ) -> Iterable[dict[str, Any]]:
        for place, each in enumerate(found):
            yield {
                "id": identifier(each.entity),
                "name": self.names.label(each.entity),
                "description": self.about(each.entity),
                "type": [kind.brief() for kind in self.types.direct(each.entity)],
                "score": each.score,
                "match": sure and place == 0,
                "features": [{"id": n, "value": value} for n, value in each.features],
            }
