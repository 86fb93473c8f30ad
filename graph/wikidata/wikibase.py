"""Look up entities by identifier and by name: from the shelf first, else by the API.

Identifiers are asked fifty at a time, the most that the API takes. Entities differ in
length a thousandfold, and MediaWiki leaves out what does not fit its own limit; what
was left out, or made the answer too long for us, is asked again in halves.

Source: Wikibase, ``repo/includes/Api/GetEntities.php`` and ``SearchEntities.php``;
mediawiki.org, API:Data formats (a result that is too large).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.wikidata import items
from graph.wikidata.client import Client
from graph.wikidata.clock import Clock
from graph.wikidata.failures import AskingError, RefusedError, TooLargeError
from graph.wikidata.items import ID, Item
from graph.wikidata.shelf import Shelf

BATCH: Final = 50
HITS: Final = 10
"""Results of a search that are looked at."""

OFFLINE: Final = "it was not asked (--offline)"


@dataclass(slots=True)
class Wikibase:
    """One Wikibase, as far as it was asked.

    Attributes:
        client: What asks; nothing if only the shelf may answer.
        shelf: What was answered.
        clock: The time.
        unanswered: Identifier -> why it has no answer.
    """

    client: Client | None
    shelf: Shelf
    clock: Clock
    unanswered: dict[str, str] = field(default_factory=dict)
    _known: dict[str, Item] = field(default_factory=dict)

    def entities(self, ids: Iterable[str]) -> dict[str, Item]:
        """Look up entities.

        Args:
            ids: Their identifiers.

        Returns:
            Each that was answered, by the identifier asked for; the others are among
            the unanswered.
        """
        wanted = list(dict.fromkeys(ids))
        unknown = [one for one in wanted if one not in self._known]
        missing = []
        for one in unknown:
            if item := items.restored(self.shelf.find("entity", one)):
                self._known[one] = item
            elif one not in self.unanswered:
                missing.append(one)
        for start in range(0, len(missing), BATCH):
            self._fetch(missing[start : start + BATCH])
        return {one: self._known[one] for one in wanted if one in self._known}

    def search(self, name: str, language: str) -> tuple[str, ...] | None:
        """Look up what bears a name.

        Args:
            name: A label or an alias, or how one begins.
            language: The language of the name.

        Returns:
            Identifiers, the likeliest first; None if there is no answer.
        """
        key = f"{language}:{name}"
        found = self.shelf.find("search", key)
        if not isinstance(found, list):
            found = self._searched(name, language)
            if found is None:
                return None
            self.shelf.put("search", key, found, self.clock.now())
        return tuple(one for one in found if isinstance(one, str) and ID.fullmatch(one))

    def _searched(self, name: str, language: str) -> list[str] | None:
        parameters = {
            "action": "wbsearchentities", "search": name, "language": language,
            "uselang": language, "type": "item", "limit": str(HITS), "props": "",
        }  # fmt: skip
        try:
            if not self.client:
                raise AskingError(OFFLINE)  # noqa: TRY301 - one place notes why
            hits = self.client.ask(parameters).get("search")
        except AskingError as problem:
            self.unanswered[f"{language}:{name}"] = str(problem)
            return None
        told = hits if isinstance(hits, list) else []
        ids = (hit.get("id") for hit in told if isinstance(hit, dict))
        return [one for one in ids if isinstance(one, str) and ID.fullmatch(one)]

    def _fetch(self, ids: Sequence[str]) -> None:
        """Ask for some entities; know each afterwards, or why not."""
        try:
            told = self._asked(ids)
        except TooLargeError as problem:
            self._halve(ids, str(problem))
        except RefusedError as problem:
            # One identifier that cannot exist makes the API decline the whole batch.
            if problem.culprit in ids:
                self._learn(items.none(problem.culprit))
                if rest := [one for one in ids if one != problem.culprit]:
                    self._fetch(rest)
            else:
                self.unanswered |= dict.fromkeys(ids, str(problem))
        except AskingError as problem:
            self.unanswered |= dict.fromkeys(ids, str(problem))
        else:
            self._sort(ids, told)

    def _sort(self, ids: Sequence[str], told: Mapping[str, object]) -> None:
        """Learn what was told; ask again for what was left out of an answer."""
        left = []
        for one in ids:
            if item := items.read(one, told.get(one)):
                self._learn(item)
            else:
                left.append(one)
        if len(left) == len(ids):
            self.unanswered |= dict.fromkeys(ids, "its answer holds no entity")
        elif left:
            self._halve(left, "it leaves the entity out of its answer")

    def _asked(self, ids: Sequence[str]) -> Mapping[str, object]:
        """Ask for some entities at once.

        Raises:
            AskingError: If there is no answer.
        """
        if not self.client:
            raise AskingError(OFFLINE)
        parameters = {
            "action": "wbgetentities", "ids": "|".join(ids), "redirects": "yes",
            "props": "info|labels|aliases|claims",
        }  # fmt: skip
        found = self.client.ask(parameters).get("entities")
        return found if isinstance(found, dict) else {}

    def _halve(self, ids: Sequence[str], reason: str) -> None:
        if len(ids) == 1:
            self.unanswered[ids[0]] = reason
            return
        middle = len(ids) // 2
        self._fetch(ids[:middle])
        self._fetch(ids[middle:])

    def _learn(self, item: Item) -> None:
        self._known[item.asked] = item
        self.shelf.put("entity", item.asked, items.kept(item), self.clock.now())
