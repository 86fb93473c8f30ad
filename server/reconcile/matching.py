"""Find the things that a query may mean, score them, and say whether one is sure.

A score is the sum of its features: the share of the name that agrees, less what is
deducted for another kind, a lesser name or a description; where properties are given
they make up three tenths of it. A match is only what is the same name, of the right
type, contradicted by no property, with no rival near it.

Source: Reconciliation Service API 0.2, reconciliation query responses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from server.naming.agreement import DEDUCTED, DESCRIBING, STANDING, Agreement
from server.reconcile.comparing import Check, Comparing
from server.reconcile.identifying import SURE
from server.reconcile.queries import Query
from server.reconcile.types import Type, Types

PROPERTIES: Final = 0.3
"""The part of a score that properties make up where there are any."""

WRONG_TYPE: Final = 30
"""Points off for another type, where types only should be as asked."""

LEAD: Final = 8
"""Points by which a sure match is ahead of every other candidate."""

LEAST: Final = 15
"""Points below which nothing is a candidate."""

CONTRADICTED: Final = 0.5
"""The share of a property below which it speaks against a candidate."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant.

    Attributes:
        entity: The thing.
        score: Its score.
        sure: Whether it may be a match, rivals apart.
        features: What the score is made of.
    """

    entity: str
    score: float
    sure: bool
    features: tuple[tuple[str, float | bool], ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Who matches."""

    comparing: Comparing
    types: Types
    mentions: dict[str, int]

    def candidates(self, query: Query) -> tuple[list[Candidate], bool]:
        """Answer one query.

        Args:
            query: The query.

        Returns:
            The candidates, the best first, and whether the first is a match.
        """
        types = [self.types.find(each) for each in query.types]
        checks = [self.comparing.check(each) for each in query.constraints]
        among = _among(query, types)
        found = [
            candidate
            for entity, named in self._named(query, among)
            if (candidate := self._candidate(query, entity, named, types, checks))
        ]
        found.sort(key=lambda each: (-each.score, -self._said(each), each.entity))
        return found[: query.limit], _is_sure(found)

    def _said(self, candidate: Candidate) -> int:
        return self.mentions.get(candidate.entity, 0)

    def _named(
        self, query: Query, among: frozenset[str] | None
    ) -> Iterable[tuple[str, Agreement | int | None]]:
        if not query.name:
            every = self.comparing.catalogue.things if among is None else among
            return ((entity, None) for entity in every)
        exact = [
            (found.entity, found.points)
            for found in self.comparing.identifiers.find(query.name)
            if among is None or found.entity in among
        ]
        if exact:
            return exact
        found = self.comparing.catalogue.find(query.name, among)
        return ((each.entity, each.agreement) for each in found)

    def _candidate(
        self,
        query: Query,
        entity: str,
        named: Agreement | int | None,
        types: list[Type],
        checks: list[Check],
    ) -> Candidate | None:
        features: list[tuple[str, float | bool]] = []
        score, sure = _by_name(named, features)
        if checks:
            shares = [self.comparing.share(check, entity) for check in checks]
            features += [
                (f"property_{check.property.id}", round(share, 4))
                for check, share in zip(checks, shares, strict=True)
            ]
            mean = 100 * sum(shares) / len(shares)
            score = (1 - PROPERTIES) * score + PROPERTIES * mean if query.name else mean
            sure = sure and min(shares) >= CONTRADICTED
        if types:
            typed = any(entity in each.members for each in types)
            features.append(("type_match", typed))
            score -= 0 if typed else WRONG_TYPE
            sure = sure and typed
        features.append(("mentions", self.mentions.get(entity, 0)))
        if score < LEAST:
            return None
        return Candidate(entity, round(score, 2), sure, tuple(features))


def _among(query: Query, types: list[Type]) -> frozenset[str] | None:
    """Say which things may be found at all."""
    if not types or query.strict == "should":
        return None
    every = [each.members for each in types]
    if query.strict == "all":
        return frozenset.intersection(*every)
    return frozenset.union(*every)


def _by_name(
    named: Agreement | int | None, features: list[tuple[str, float | bool]]
) -> tuple[float, bool]:
    """Score a name, and note what its score is made of."""
    if named is None:
        return 0.0, False
    if isinstance(named, int):
        features.append(("identifier", named))
        return named, named == SURE
    features += [
        ("name", round(100 * named.nearness, 2)),
        ("other_kind", -DEDUCTED[named.kind]),
        ("lesser_name", -STANDING[named.standing]),
        ("description", -DESCRIBING * named.describes),
        ("same_name", named.same),
    ]
    return named.points, named.same


def _is_sure(found: list[Candidate]) -> bool:
    if not found or not found[0].sure:
        return False
    return len(found) == 1 or found[0].score - found[1].score >= LEAD
