"""Find things by a name that may be misspelt, in another script, or only begun.

Four ways lead to a few dozen names, each bounded: the same name, words that are like
its words, all its words written together, and pairs of Chinese characters. Those names
are then compared one by one. Built once over a release; it knows nothing of who asks,
of types or properties.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from server.naming.agreement import Agreement, agreement
from server.naming.folding import Folded, fold, plain
from server.naming.gathering import Name
from server.naming.generic import Kinds
from server.naming.scripts import HAN, latin

LIKE: Final = 0.6
"""The share of letters in common that makes a name worth a comparison."""

FEW: Final = 8
"""Words up to which each is looked for as one that may be misspelt, though it is known;
in a longer text the other words will do, and fewer names are compared."""

NEAR: Final = 60
"""Names that each way leads to, the most promising ones."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found, by the best of its names.

    Attributes:
        entity: The thing.
        name: The name by which it was found.
        agreement: How that name agrees with what was looked for.
    """

    entity: str
    name: Name
    agreement: Agreement


class Catalogue:
    """The names of a release, indexed."""

    def __init__(self, names: Iterable[Name], kinds: Mapping[str, Kinds]) -> None:
        """Index the names.

        Args:
            names: Every name.
            kinds: For a thing, the kinds that its classes say in words.
        """
        self.names = tuple(names)
        self._same: defaultdict[str, list[int]] = defaultdict(list)
        self._written: defaultdict[str, list[int]] = defaultdict(list)
        self._heard: defaultdict[str, list[int]] = defaultdict(list)
        self._words: defaultdict[str, list[int]] = defaultdict(list)
        self._paired: defaultdict[str, list[int]] = defaultdict(list)
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        said: defaultdict[str, set[str]] = defaultdict(set)
        for number, name in enumerate(self.names):
            self._same[name.folded.plain].append(number)
            self._written[name.folded.latin].append(number)
            self._heard[name.folded.sound].append(number)
            for word in {each.latin for each in name.folded.words}:
                self._words[word].append(number)
                bearers[word].add(name.entity)
            for pair in _pairs(name.folded):
                self._paired[pair].append(number)
            # A word of several kinds may mean another one: 州 is no evidence.
            plainly = (each for each in name.folded.kinds if len(each) == 1)
            said[name.entity].update(kinds.get(name.entity, ()), *plainly)
        self._kinds = {entity: frozenset(each) for entity, each in said.items()}
        many = log(1 + len(self._kinds))
        self._weights = {
            word: log(1 + len(self._kinds) / len(having)) / many
            for word, having in bearers.items()
        }

    @property
    def things(self) -> Collection[str]:
        """The things that have a name."""
        return self._kinds.keys()

    def find(self, text: str, among: Collection[str] | None = None) -> list[Found]:
        """Find things by name.

        Args:
            text: What somebody calls a thing.
            among: The things that may be found; all if nothing is said.

        Returns:
            Things, the best first, each once.
        """
        wanted = fold(text)
        best: dict[str, Found] = {}
        for number in self._candidates(wanted):
            name = self.names[number]
            if among is not None and name.entity not in among:
                continue
            kinds = self._kinds[name.entity]
            found = Found(
                name.entity, name, agreement(wanted, name, kinds, self.weight)
            )
            known = best.get(name.entity)
            if known is None or found.agreement.rank > known.agreement.rank:
                best[name.entity] = found
        return sorted(
            best.values(), key=lambda each: (-each.agreement.points, each.entity)
        )

    def begin(self, text: str) -> list[Name]:
        """List the names with a word that begins so, those that begin so first.

        Args:
            text: The beginning of a name, as somebody is typing it.

        Returns:
            For each thing its first such name, shorter names first.
        """
        begun = plain(text)
        han = bool(HAN.search(begun))
        wanted = begun if han else latin(begun).strip()
        places: dict[str, tuple[int, int, Name]] = {}
        for name in self.names if wanted else ():
            written = name.folded.plain if han else latin(name.folded.plain)
            place = f" {written}".find(wanted if han else f" {wanted}")
            if place < 0:
                continue
            found = (min(place, 1), len(written), name)
            if name.entity not in places or found[:2] < places[name.entity][:2]:
                places[name.entity] = found
        ranked = sorted(places.values(), key=lambda each: (*each[:2], each[2].entity))
        return [name for *_, name in ranked]

    def weight(self, word: str) -> float:
        """Say what a word weighs: 1 if at most one thing bears it, less if many do."""
        return self._weights.get(word, 1.0)

    def _candidates(self, wanted: Folded) -> Iterable[int]:
        many = len(wanted.words) > FEW
        most = NEAR // 4 if many else NEAR
        found = dict.fromkeys(self._same.get(wanted.plain, ()))
        ways = ((wanted.latin, self._written), (wanted.sound, self._heard))
        for word, numbers in ways:
            found |= dict.fromkeys(
                number
                for like, _ in _like(word, numbers, most)
                for number in numbers[like]
            )
        promise: defaultdict[int, float] = defaultdict(float)
        for each in wanted.words:
            exact = [(each.latin, 1.0)] if many and each.latin in self._words else []
            for like, share in exact or _like(each.latin, self._words, most):
                for number in self._words[like]:
                    promise[number] += share * self.weight(like)
        for pair in _pairs(wanted):
            having = self._paired.get(pair, [])
            for number in having:
                promise[number] += 1 / len(having)
        ranked = sorted(promise, key=lambda number: -promise[number])
        return found | dict.fromkeys(ranked[:most])


def _pairs(folded: Folded) -> set[str]:
    """List the pairs of neighbours in the Chinese words of a name."""
    words = [each.plain for each in folded.words if each.han]
    return {one + other for word in words for one, other in pairwise(word)}


def _like(word: str, known: Mapping[str, object], most: int) -> list[tuple[str, float]]:
    found = process.extract(
        word,
        known.keys(),
        scorer=OSA.normalized_similarity,
        score_cutoff=LIKE,
        limit=most,
    )
    return [(like, share) for like, share, _ in found]
