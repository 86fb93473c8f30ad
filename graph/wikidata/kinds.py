"""Follow the classes of Wikidata upwards, a level at a time, as far as is allowed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.wikidata.items import Item
from graph.wikidata.ours import closed
from graph.wikidata.wikibase import Wikibase


@dataclass(slots=True)
class Classes:
    """The classes of Wikidata as far as they were asked for.

    Attributes:
        wikibase: What is asked.
        steps: How many steps up are followed.
    """

    wikibase: Wikibase
    steps: int
    _known: dict[str, Item] = field(default_factory=dict)
    _above: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def learn(self, found: Iterable[Item]) -> None:
        """Ask for the classes of some items and for what is above them.

        Args:
            found: The items; the classes of all are asked together.
        """
        level = {one for item in found for one in item.types}
        for _ in range(self.steps):
            told = self.wikibase.entities(sorted(level - self._known.keys()))
            self._known |= told
            parents = (self._known[one].parents for one in level & self._known.keys())
            level = {up for each in parents for up in each} - self._known.keys()
            if not level:
                break
        # A class that was merged is as well known by its new identifier.
        self._above = closed(
            {one: (item.id, *item.parents) for one, item in self._known.items()}
        )

    def above(self, item: Item) -> frozenset[str]:
        """Return the classes of an item and all that is known above them."""
        return frozenset(up for one in item.types for up in self._above.get(one, {one}))

    def unanswered(self, item: Item) -> str:
        """Return why not all classes of an item are known; empty if they are."""
        reasons = self.wikibase.unanswered
        return next((reasons[one] for one in self.above(item) if one in reasons), "")

    def name(self, one: str) -> str:
        """Return a class as a person reads it."""
        known = self._known.get(one)
        return f"{known.label('en')} ({one})" if known and known.exists else one
