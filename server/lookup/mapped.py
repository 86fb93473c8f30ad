"""The mappings of a release: how sure each is, and which it says are none.

Source: SSSOM 1.1, The SSSOM/RDF serialisation format.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from server.pages.index import Index
from server.pages.names import TYPE

_OWL: Final = PREFIXES["owl"]
_SSSOM: Final = PREFIXES["sssom"]


@dataclass(frozen=True, slots=True)
class Mapped:
    """One mapping.

    Attributes:
        record: Its own IRI.
        subject: The thing of ours.
        predicate: How the two stand to each other.
        target: The name elsewhere.
        negated: Whether they do not.
        confidence: How sure it is, from 0 to 1, if it says.
        label: What it says, as a sentence.
        comment: On what ground.
    """

    record: str
    subject: str
    predicate: str
    target: str
    negated: bool
    confidence: float | None
    label: str
    comment: str


def mapped(index: Index) -> Iterator[Mapped]:
    """Yield the mappings of a release; one that is not whole is left out."""
    for record in index.subjects(TYPE, f"{_SSSOM}Mapping"):
        ends = [
            index.iris(record, f"{_OWL}annotated{end}")
            for end in ("Source", "Property", "Target")
        ]
        if not all(ends):
            continue
        (subject, *_), (predicate, *_), (target, *_) = ends
        confidence = index.text(record, f"{_SSSOM}confidence")
        yield Mapped(
            record=record,
            subject=subject,
            predicate=predicate,
            target=target,
            negated=bool(index.objects(record, f"{_SSSOM}predicate_modifier")),
            confidence=float(confidence) if confidence else None,
            label=index.text(record, f"{PREFIXES['rdfs']}label"),
            comment=index.text(record, f"{PREFIXES['rdfs']}comment"),
        )
