"""Propose items for what has no link, each with the reasons for and the doubts left.

A candidate bears one of our names, or one very like it; what is surely of another kind
or in another country is none, nor is what somebody rejected or linked to another thing.
However well it fits, its confidence stays below that of a verified link.

Source: rapidfuzz, optimal string alignment; SEMAPV, LexicalMatching.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from graph.links.mapping import VERIFIED
from graph.wikidata.items import Item
from graph.wikidata.judging import Judge, State
from graph.wikidata.mappings import EXACT
from graph.wikidata.ours import Name
from graph.wikidata.text import LONGEST, fold

LANGUAGES: Final = ("en", "zh", "ru", "kk")
"""The languages whose names are searched for."""

FURTHER: Final = 2
"""Names beside the labels that are searched for, in each language."""

MOST: Final = 3
"""Candidates of one subject."""

ALIKE: Final = 0.9
"""The share of letters in which a name must agree."""

CLOSE: Final = "skos:closeMatch"
TOP: Final = VERIFIED - 0.1
"""The confidence of a candidate for which everything speaks."""

_LABEL, _TYPE, _COUNTRY = 0.5, 0.3, 0.2
_UNKNOWN: Final = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be what we mean.

    Attributes:
        subject: The CURIE of ours.
        item: The item.
        predicate: How the two would be related.
        confidence: Below that of any verified link.
        reasons: What speaks for it and what is not known, as one sentence.
    """

    subject: str
    item: Item
    predicate: str
    confidence: float
    reasons: str


@dataclass(frozen=True, slots=True)
class Search:
    """What came of the search for one subject.

    Attributes:
        subject: Its CURIE.
        names: How many names were searched for.
        candidates: What may be meant, the best first.
        why: Why not all names could be searched for; empty if they were.
    """

    subject: str
    names: int
    candidates: tuple[Candidate, ...] = ()
    why: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether there were names, and every one was searched for."""
        return bool(self.names) and not self.why


def searches(judge: Judge, subject: str) -> list[Name]:
    """Return the names by which a subject is searched for, the labels first.

    Args:
        judge: What knows the names.
        subject: Its CURIE.

    Returns:
        Names with the language they are searched in, each once.
    """
    found: dict[tuple[str, str], Name] = {}
    counts = dict.fromkeys(LANGUAGES, 0)
    for name in judge.names(subject):
        language = name.language.removesuffix("-hant").removesuffix("-hans")
        if language not in counts or len(name.text) > LONGEST:
            continue
        if name.is_label or counts[language] < FURTHER:
            counts[language] += not name.is_label
            key = (name.text, language)
            found.setdefault(key, name._replace(language=language))
    return list(found.values())


def candidates(judge: Judge, subject: str, found: Iterable[Item]) -> list[Candidate]:
    """Weigh what a search found.

    Args:
        judge: What tells fit from unfit.
        subject: The CURIE of ours.
        found: The items; none of them twice.

    Returns:
        The candidates, the best first.
    """
    weighed = [_weighed(judge, subject, item) for item in found if item.exists]
    kept = [one for one in weighed if one]
    return sorted(kept, key=lambda one: (-one.confidence, one.item.id))[:MOST]


def allowed(judge: Judge, subject: str, items: Mapping[str, Item]) -> set[str]:
    """Return the items that may be proposed for a subject.

    Args:
        judge: What knows the set.
        subject: The CURIE of ours.
        items: What was found, and what was rejected, by the identifier asked for.

    Returns:
        Identifiers without those that the set names with this subject in any way, be it
        by what they were called before, and those it links exactly to another thing.
    """
    taken: set[str] = set()
    for row in judge.mappings.rows:
        elsewhere = row.is_link and row.is_exact
        if row.entity and (row.subject == subject or elsewhere):
            taken.add(row.entity)
            if now := items.get(row.entity):
                taken.add(now.id)
    return {item.id for item in items.values() if item.exists} - taken


def _weighed(judge: Judge, subject: str, item: Item) -> Candidate | None:
    doubts = {one.state for one in judge.unfit(subject, item, exact=False)}
    if doubts & {State.TYPE, State.COUNTRY}:
        return None
    heard = judge.heard(item)
    name, share = _nearest([n.text for n in judge.names(subject)], list(heard))
    if share < ALIKE:
        return None
    kinds = judge.ours.kinds(subject)
    above = judge.classes.above(item)
    fitting = sorted((kinds.own & above) or (kinds.wider & above))
    countries = sorted(judge.countries(subject) & set(item.countries))
    kind = 1.0 if kinds.own & above else _UNKNOWN
    country = 1.0 if countries else _UNKNOWN
    confidence = TOP * (_LABEL * share + _TYPE * kind + _COUNTRY * country)
    same = "is called" if share == 1 else "is called nearly as ours:"
    reasons = [
        f"{same} {heard[name]}",
        f"is of the kind {judge.classes.name(fitting[0])}"
        if fitting
        else "kind unknown",
        f"lies in {', '.join(countries)}" if countries else "country unknown",
    ]
    exact = share == 1 and kind == 1
    return Candidate(
        subject,
        item,
        EXACT if exact else CLOSE,
        round(confidence, 2),
        "; ".join(reasons),
    )


def _nearest(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, float]:
    """Return the folded name of theirs that is nearest to one of ours, and how near."""
    pairs = (
        (OSA.normalized_similarity(fold(one), other), other)
        for one in ours
        if fold(one)
        for other in theirs
    )
    share, name = max(pairs, default=(0.0, ""))
    return name, share
