"""One mapping, understood: whole IRIs, a date, a number.

A mapping is one of four: published, a candidate that nobody verified, a look-alike
that was rejected, or a search that found nothing. Only the first becomes a link.

Source: SSSOM 1.1, The SSSOM data model.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ontology.prefixes import PREFIXES

EXACT: Final = f"{PREFIXES['skos']}exactMatch"
CLOSE: Final = f"{PREFIXES['skos']}closeMatch"
BROAD: Final = f"{PREFIXES['skos']}broadMatch"
NARROW: Final = f"{PREFIXES['skos']}narrowMatch"
PREDICATES: Final = (EXACT, CLOSE, BROAD, NARROW)

NO_TERM_FOUND: Final = f"{PREFIXES['sssom']}NoTermFound"
VERIFIED: Final = 0.5
"""The confidence from which on a mapping is published."""


class Standing(StrEnum):
    """What has become of a mapping."""

    PUBLISHED = "published"
    CANDIDATE = "candidate"
    REJECTED = "rejected"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of the table.

    Attributes:
        record: Its own IRI.
        subject: The thing of ours.
        subject_label: Its name.
        predicate: How the two stand to each other.
        negated: Whether they do not.
        target: The name elsewhere, or that there is none.
        target_label: What it is called there, where a source says so.
        justification: How the mapping was made.
        source: The system of the name, as a dataset of ours.
        date: When it was made.
        confidence: How sure it is, from 0 to 1, as written.
        see_also: Addresses of the evidence.
        comment: The evidence.
        line: The line in which it stands.
    """

    record: str
    subject: str
    subject_label: str
    predicate: str
    negated: bool
    target: str
    target_label: str
    justification: str
    source: str
    date: dt.date
    confidence: str
    see_also: tuple[str, ...]
    comment: str
    line: int

    @property
    def standing(self) -> Standing:
        """Which of the four it is."""
        if self.negated:
            return Standing.REJECTED
        if self.target == NO_TERM_FOUND:
            return Standing.NOT_FOUND
        verified = float(self.confidence) >= VERIFIED
        return Standing.PUBLISHED if verified else Standing.CANDIDATE
