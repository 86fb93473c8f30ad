"""Tell what was found: a table for a person, and JSON for a program.

Everything a stranger wrote was cleaned when it came in; what the mapping set says is
cleaned here, for a terminal shows it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from graph.wikidata.judging import Judged, State
from graph.wikidata.mappings import MappingSet, Row
from graph.wikidata.proposing import Search
from graph.wikidata.text import clean

WIDEST: Final = 60
"""Characters of a subject in the table."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a whole run found.

    Attributes:
        api: Who was asked.
        made: When.
        mappings: The set.
        judged: Its links to Wikidata, those rejected included.
        searched: The subjects without a link.
        changes: How many lines the patch changes.
        sent: How many requests were sent.
        kept: How many answers were on disk already.
    """

    api: str
    made: datetime
    mappings: MappingSet
    judged: tuple[Judged, ...]
    searched: tuple[Search, ...]
    changes: int
    sent: int
    kept: int

    @property
    def unanswered(self) -> str:
        """Why something is not known; empty if all is."""
        whys = (
            finding.detail
            for one in self.judged
            for finding in one.findings
            if finding.state is State.UNREACHABLE
        )
        return next(iter((*whys, *(s.why for s in self.searched if s.why))), "")

    @property
    def has_findings(self) -> bool:
        """Whether a person has something to look at."""
        return any(not one.has(State.OK) for one in self.judged) or any(
            search.candidates for search in self.searched
        )

    def count(self, state: State) -> int:
        """Return how many links are in a state."""
        return sum(one.has(state) for one in self.judged)


def text(outcome: Outcome) -> str:
    """Return the report for a person."""
    return "\n".join(_lines(outcome)) + "\n"


def as_json(outcome: Outcome) -> str:
    """Return the report for a program."""
    told = {
        "api": outcome.api,
        "made": outcome.made.isoformat(timespec="seconds"),
        "set": clean(outcome.mappings.path.name),
        "requests": {"sent": outcome.sent, "from disk": outcome.kept},
        "counts": {state.value: outcome.count(state) for state in State},
        "links": [_link(one) for one in outcome.judged],
        "searches": [_search(one) for one in outcome.searched],
        "changed lines": outcome.changes,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    yield f"{outcome.mappings.path.name} against {outcome.api}, {outcome.made:%Y-%m-%d}"
    yield ""
    for state in State:
        yield f"{outcome.count(state):6}  {state.value}"
    rejected = sum(one.row.is_rejected for one in outcome.judged)
    yield f"of {len(outcome.judged)} links, {rejected} of them rejected ones"
    findings = [
        (finding.state, one.row, finding.detail)
        for state in State
        for one in outcome.judged
        for finding in one.findings
        if finding.state is state and state not in {State.OK, State.UNREACHABLE}
    ]
    if findings:
        yield ""
        yield from _table([(s.value, *_shown(row), why) for s, row, why in findings])
    if outcome.searched:
        yield ""
        yield from _searches(outcome.searched)
    if outcome.unanswered:
        yield ""
        yield f"unreachable: {outcome.unanswered}"
    yield ""
    yield (
        f"{outcome.sent} requests sent, {outcome.kept} answers from disk; "
        f"the patch changes {outcome.changes} lines"
    )


def _searches(searched: Sequence[Search]) -> Iterator[str]:
    with_any = sum(bool(search.candidates) for search in searched)
    failed = sum(bool(search.why) for search in searched)
    yield (
        f"{len(searched)} without a link: {with_any} with candidates, "
        f"{failed} unreachable"
    )
    rows = [
        (
            f"{found.confidence:.2f}",
            clean(found.subject)[:WIDEST],
            found.predicate,
            f"wd:{found.item.id}",
            f"{found.item.label('en')}: {found.reasons}",
        )
        for search in searched
        for found in search.candidates
    ]
    if rows:
        yield ""
        yield from _table(rows)


def _shown(row: Row) -> tuple[str, str, str]:
    relation = f"not {row.predicate}" if row.is_rejected else row.predicate
    subject = clean(row.subject)[:WIDEST]
    return (f"{row.at + 1}: {subject}", clean(relation), clean(row.object))


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows under one another; the last column has no width."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        yield "  ".join((*cells, row[-1]))


def _link(one: Judged) -> dict[str, object]:
    item = one.item
    return {
        "line": one.row.at + 1,
        "subject": clean(one.row.subject),
        "predicate": clean(one.row.predicate),
        "rejected": one.row.is_rejected,
        "object": f"wd:{one.row.entity}",
        "is now": f"wd:{item.id}" if item and item.exists else None,
        "label": item.label("en") if item and item.exists else None,
        "revision": item.revision if item else None,
        "findings": _findings(one),
    }


def _findings(one: Judged) -> Iterable[dict[str, str]]:
    return [{"state": f.state.value, "detail": f.detail} for f in one.findings]


def _search(search: Search) -> dict[str, object]:
    return {
        "subject": clean(search.subject),
        "names": search.names,
        "unreachable": search.why,
        "candidates": [
            {
                "object": f"wd:{found.item.id}",
                "label": found.item.label("en"),
                "predicate": found.predicate,
                "confidence": found.confidence,
                "reasons": found.reasons,
            }
            for found in search.candidates
        ],
    }
