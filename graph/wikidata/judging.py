"""Judge a link: does its item still exist, under its own name, and is it what we mean.

A name fits where any of ours is among the item's labels and aliases in our languages,
compared without case, marks and spaces. A kind fits where a class of the item, or one
above it, is aligned with our class of the thing; a link that is not exact may lead to
the wider kinds as well. A country fits where both have one in common. Where we or the
item say nothing, nothing is held against it, except that an item must be of some kind.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from graph.wikidata.items import Item
from graph.wikidata.kinds import Classes
from graph.wikidata.mappings import EXACT, MappingSet, Row
from graph.wikidata.ours import Name, Ours, expanded
from graph.wikidata.text import fold

ANY_LANGUAGE: Final = "mul"
"""The language of a label that holds in all of them."""

SHOWN: Final = 4
"""How many classes a sentence lists."""


class State(StrEnum):
    """What is to be said of a link."""

    OK = "ok"
    REDIRECTED = "redirected"
    DELETED = "deleted"
    LABEL = "label differs"
    TYPE = "type differs"
    COUNTRY = "country differs"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is to be said of a link, and why."""

    state: State
    detail: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A link with all that is to be said of it.

    Attributes:
        row: The link.
        item: What it leads to, if that was answered.
        findings: At least one; ``ok`` stands alone.
    """

    row: Row
    item: Item | None
    findings: tuple[Finding, ...]

    def has(self, *states: State) -> bool:
        """Say whether one of some states is among the findings."""
        return any(finding.state in states for finding in self.findings)

    @property
    def fits(self) -> bool:
        """Whether the item is what we mean, wherever it may stand now."""
        return not self.has(*set(State) - {State.OK, State.REDIRECTED})


@dataclass(frozen=True, slots=True)
class Judge:
    """What is needed to judge.

    Attributes:
        ours: What we say.
        mappings: The set; it tells which items are our countries.
        classes: The classes of the items.
        linked: IRI of ours -> the items it is linked to.
    """

    ours: Ours
    mappings: MappingSet
    classes: Classes
    linked: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, ours: Ours, mappings: MappingSet, classes: Classes) -> "Judge":
        """Prepare to judge the links of a set."""
        linked: dict[str, set[str]] = defaultdict(set)
        for row in mappings.rows:
            if row.is_link:
                linked[expanded(row.subject)].add(row.entity)
        frozen = {iri: frozenset(found) for iri, found in linked.items()}
        return cls(ours, mappings, classes, frozen)

    def judged(self, row: Row, item: Item | None) -> Judged:
        """Judge one link.

        Args:
            row: The link; one that is rejected need only exist.
            item: What was answered for it.

        Returns:
            The link with what is to be said of it.
        """
        if item is None:
            why = self.classes.wikibase.unanswered.get(row.entity, "not asked")
            return Judged(row, None, (Finding(State.UNREACHABLE, why),))
        if not item.exists:
            why = f"there is no {item.asked}, nor anything in its place"
            return Judged(row, item, (Finding(State.DELETED, why),))
        found = []
        if item.is_redirect:
            why = f"{item.asked} is now {item.id}, {item.label('en')}"
            found.append(Finding(State.REDIRECTED, why))
        if not row.is_rejected:
            found += self.unfit(row.subject, item, exact=row.predicate == EXACT)
        return Judged(row, item, tuple(found) or (Finding(State.OK, item.label("en")),))

    def unfit(self, subject: str, item: Item, *, exact: bool) -> list[Finding]:
        """List what about an item does not fit a subject.

        Args:
            subject: The CURIE of ours.
            item: The item.
            exact: Whether the item shall be the very same thing.

        Returns:
            What is to be said; nothing where all fits.
        """
        tried = (
            self._label(subject, item),
            self._type(subject, item, exact=exact),
            self._country(subject, item),
        )
        return [finding for finding in tried if finding]

    def names(self, subject: str) -> tuple[Name, ...]:
        """Return our names of a subject; what is not ours has its label in the set."""
        labels = (row.label for row in self.mappings.about(subject) if row.label)
        named = tuple(Name(label, "en", is_label=True) for label in labels)
        return self.ours.names(subject) or named[:1]

    def heard(self, item: Item) -> dict[str, str]:
        """Return the folded names of an item in our languages, each as it is spelt."""
        known = self.ours.languages | {ANY_LANGUAGE}
        found: dict[str, str] = {}
        for name, language in item.names():
            if language.partition("-")[0] in known and (folded := fold(name)):
                found.setdefault(folded, name)
        return found

    def countries(self, subject: str) -> frozenset[str]:
        """Return the items of the countries a subject lies in."""
        wanted = self.ours.countries(subject)
        return frozenset(one for iri in wanted for one in self.linked.get(iri, ()))

    def _label(self, subject: str, item: Item) -> Finding | None:
        ours = [name.text for name in self.names(subject)]
        if not ours or {fold(name) for name in ours} & self.heard(item).keys():
            return None
        why = f"called {item.label('en')} there and {ours[0]} here"
        return Finding(State.LABEL, why)

    def _type(self, subject: str, item: Item, *, exact: bool) -> Finding | None:
        kinds = self.ours.kinds(subject)
        # A class of ours that is aligned with nothing is judged by the next above it.
        wanted = kinds.own if exact and kinds.own else kinds.own | kinds.wider
        above = self.classes.above(item)
        if not wanted or wanted & above:
            return None
        if why := self.classes.unanswered(item):
            return Finding(State.UNREACHABLE, f"its kinds are not all known: {why}")
        told = self._listed(item.types) or "nothing (no P31)"
        wide = " (only a wider kind fits)" if kinds.wider & above else ""
        why = f"an instance of {told}, not of {self._listed(sorted(wanted))}{wide}"
        return Finding(State.TYPE, why)

    def _country(self, subject: str, item: Item) -> Finding | None:
        wanted = self.countries(subject)
        told = set(item.countries)
        if not wanted or not told or wanted & told:
            return None
        why = f"in {', '.join(sorted(told))}, not in {', '.join(sorted(wanted))}"
        return Finding(State.COUNTRY, why)

    def _listed(self, classes: Collection[str]) -> str:
        names = [self.classes.name(one) for one in classes]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        return ", ".join(names[:SHOWN]) + more
