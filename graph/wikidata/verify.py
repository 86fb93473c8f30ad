"""Verify a mapping set: ask for all its items, judge each, search for what has none.

Everything is asked in as few requests as the API allows: first all items, then the
classes of all, then the searches, then all that they found. What has no answer stays
unjudged and says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from graph.wikidata.changes import Change, changes
from graph.wikidata.items import Item
from graph.wikidata.judging import Judge, Judged, State
from graph.wikidata.kinds import Classes
from graph.wikidata.mappings import MappingSet
from graph.wikidata.ours import Ours
from graph.wikidata.proposing import (
    Candidate,
    Search,
    allowed,
    candidates,
    searches,
)
from graph.wikidata.report import Outcome
from graph.wikidata.wikibase import Wikibase
from graph.wikidata.wording import Wording

STEPS: Final = 5
"""How far above the classes of an item is looked, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class Verification:
    """A run over one mapping set.

    Attributes:
        mappings: The set.
        ours: What we say of our things.
        wikibase: What is asked.
        say: Where progress is told.
        limit: How many links are judged and subjects searched for; all if not said.
        steps: How many classes upwards are looked at.
    """

    mappings: MappingSet
    ours: Ours
    wikibase: Wikibase
    say: Callable[[str], None]
    limit: int | None = None
    steps: int = STEPS

    def run(self, api: str) -> tuple[Outcome, list[Change]]:
        """Ask, judge and search.

        Args:
            api: Who is asked, for the report.

        Returns:
            What was found, and what would become of the set.
        """
        judge = Judge.of(self.ours, self.mappings, Classes(self.wikibase, self.steps))
        judged = self._judged(judge)
        searched = self._searched(judge, judged)
        clock, client = self.wikibase.clock, self.wikibase.client
        wording = Wording(self.mappings, clock.now().date())
        changed = changes(wording, judged, searched)
        outcome = Outcome(
            api=api,
            made=clock.now(),
            mappings=self.mappings,
            judged=judged,
            searched=searched,
            changes=len(changed),
            sent=client.sent if client else 0,
            kept=self.wikibase.shelf.hits,
        )
        return outcome, changed

    def _judged(self, judge: Judge) -> tuple[Judged, ...]:
        linked = islice((row for row in self.mappings.rows if row.entity), self.limit)
        rows = list(linked)
        self.say(f"asking for the items of {len(rows)} links")
        items = self.wikibase.entities(row.entity for row in rows)
        wanted = {row.entity for row in rows if not row.is_rejected}
        judge.classes.learn(items[one] for one in sorted(wanted & items.keys()))
        return tuple(judge.judged(row, items.get(row.entity)) for row in rows)

    def _searched(self, judge: Judge, judged: tuple[Judged, ...]) -> tuple[Search, ...]:
        gone = {one.row.at for one in judged if one.has(State.DELETED)}
        linked = {
            row.subject
            for row in self.mappings.rows
            if row.is_link and row.at not in gone
        }
        open_ones = dict.fromkeys(
            row.subject
            for row in self.mappings.rows
            if row.subject not in linked and (row.is_none or row.entity)
        )
        subjects = list(islice(open_ones, self.limit))
        self.say(f"searching for {len(subjects)} things without a link")
        found = {subject: self._found(judge, subject) for subject in subjects}
        # What was rejected or linked is looked up too: it may have been renamed since.
        known = [one.row.entity for one in judged]
        named = {
            subject: [r.entity for r in self.mappings.about(subject) if r.entity]
            for subject in subjects
        }
        ids = [one for hits, _, _ in found.values() for one in hits]
        items = self.wikibase.entities([*ids, *known, *chain(*named.values())])
        judge.classes.learn(items[one] for one in dict.fromkeys(ids) if one in items)
        searched = []
        for subject, (hits, names, why) in found.items():
            lost = why or self._lost(judge, [*hits, *named[subject]], items)
            best = () if lost else self._best(judge, subject, hits, items)
            searched.append(Search(subject, names, tuple(best), lost))
        return tuple(searched)

    def _lost(self, judge: Judge, ids: list[str], items: dict[str, Item]) -> str:
        """Return why some items, or what they are, are not known; empty if all are."""
        missing = (self.wikibase.unanswered[one] for one in ids if one not in items)
        unsure = (judge.classes.unanswered(items[one]) for one in ids if one in items)
        return next(filter(None, chain(missing, unsure)), "")

    def _found(self, judge: Judge, subject: str) -> tuple[list[str], int, str]:
        """Return what bears a subject's names, their number, and what is amiss."""
        names = searches(judge, subject)
        hits: dict[str, None] = {}
        why = ""
        for name in names:
            told = self.wikibase.search(name.text, name.language)
            if told is None:
                key = f"{name.language}:{name.text}"
                why = self.wikibase.unanswered.get(key, "not asked")
            hits |= dict.fromkeys(told or ())
        return list(hits), len(names), why

    def _best(
        self, judge: Judge, subject: str, hits: list[str], items: dict[str, Item]
    ) -> list[Candidate]:
        free = allowed(judge, subject, items)
        found = {
            items[one].id: items[one]
            for one in hits
            if one in items and items[one].id in free
        }
        return candidates(judge, subject, found.values())
