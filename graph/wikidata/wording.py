"""How a changed or a new row of the mapping set reads.

Whatever happened is said in its comment, and its date is the day of the change.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.links.mapping import VERIFIED
from graph.wikidata.items import Item
from graph.wikidata.judging import Judged, State
from graph.wikidata.mappings import EXACT, NO_TERM, MappingSet, Row
from graph.wikidata.proposing import Candidate, Search

BY_NAME: Final = "semapv:LexicalMatching"
SEARCHED: Final = "0.8"
"""The confidence that there is nothing, once the live source was searched by name."""

GONE: Final = "which Wikidata has deleted"

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """Writes the rows of one day.

    Attributes:
        mappings: The set as it is.
        today: The date that changed rows get.
    """

    mappings: MappingSet
    today: date

    def redirected(self, one: Judged, item: Item) -> Fields:
        """Return a link that leads to where its item went."""
        row = one.row
        doubts = "; ".join(
            f"{finding.state}: {finding.detail}"
            for finding in one.findings
            if finding.state is not State.REDIRECTED
        )
        said = f"wd:{item.asked} was redirected to it."
        if doubts:
            said = f"{said} Not verified: {doubts}."
        return {
            **row.fields,
            "object_id": f"wd:{item.id}",
            "object_label": item.label("en"),
            "mapping_date": self.today.isoformat(),
            "confidence": f"{VERIFIED / 2:g}" if doubts else row.fields["confidence"],
            "comment": f"{row.fields['comment']} {said}".strip(),
        }

    def deleted(self, row: Row) -> Fields:
        """Return a link that now says that nothing was found."""
        return {
            **row.fields,
            "predicate_id": EXACT,
            "object_id": NO_TERM,
            "object_label": "",
            "mapping_justification": BY_NAME,
            "mapping_date": self.today.isoformat(),
            "confidence": f"{VERIFIED:g}",
            "see_also": "",
            "comment": f"Linked to wd:{row.entity} before, {GONE}.",
        }

    def searched(self, fields: Fields, search: Search) -> Fields:
        """Return a row without a link that says what its search came to."""
        before = fields["comment"]
        names = f"{search.names} name{'s' * (search.names != 1)}"
        found = (
            "what may be meant follows, unverified"
            if search.candidates
            else "nothing that fits was found"
        )
        said = f"Wikidata was searched for {names}: {found}."
        return {
            **fields,
            "mapping_date": self.today.isoformat(),
            "confidence": f"{VERIFIED:g}" if search.candidates else SEARCHED,
            "comment": f"{before} {said}" if GONE in before else said,
        }

    def proposed(self, found: Candidate, near: Row, number: str) -> Fields:
        """Return a new row for a candidate."""
        return {
            "record_id": number,
            "subject_id": found.subject,
            "subject_label": near.label,
            "predicate_id": found.predicate,
            "object_id": f"wd:{found.item.id}",
            "object_label": found.item.label("en"),
            "mapping_justification": BY_NAME,
            "object_source": self.source(),
            "mapping_date": self.today.isoformat(),
            "confidence": f"{found.confidence:g}",
            "comment": f"Found by name, not verified: {found.reasons}.",
        }

    def source(self) -> str:
        """Return what the set calls Wikidata, by what its links have most often."""
        told = Counter(
            row.fields["object_source"] for row in self.mappings.rows if row.entity
        )
        return told.most_common(1)[0][0] if told else ""
