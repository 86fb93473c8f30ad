"""Turn what was found into changes of the mapping set, for a person to accept.

- A link that was redirected leads to where its item went. If that item does not fit,
  the row becomes a candidate, so that nothing unverified is published.
- A link whose item is gone says that nothing was found; the row goes altogether where
  another one says or links as much, or where it rejected what no longer exists.
- What was searched for anew says so, with the date, and its candidates follow.

A redirect to an item that the set names with this subject already is left to a person.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.wikidata.judging import Judged, State
from graph.wikidata.mappings import NO_TERM, MappingSet, Row
from graph.wikidata.proposing import Candidate, Search
from graph.wikidata.wording import Fields, Wording

_NUMBER: Final = re.compile(r"(.*?)(\d+)")

Rows = Mapping[int, Fields | None]
"""The index of a line to what it says now; None if it goes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one line.

    Attributes:
        at: The index of the line.
        lines: What stands in its place; nothing if it goes.
    """

    at: int
    lines: tuple[bytes, ...]


def changes(
    wording: Wording, judged: Iterable[Judged], searched: Iterable[Search]
) -> list[Change]:
    """Return every change.

    Args:
        wording: What writes rows, and knows the set.
        judged: The links that were judged.
        searched: The subjects that were searched for.

    Returns:
        The changes, in the order of the file.
    """
    rows: dict[int, Fields | None] = {}
    for one in judged:
        if one.has(State.DELETED):
            last = _says_more(wording, one.row)
            rows[one.row.at] = None if last else wording.deleted(one.row)
        elif one.has(State.REDIRECTED) and (fields := _redirected(wording, one)):
            rows[one.row.at] = fields
    after: dict[int, Sequence[Candidate]] = {}
    for search in searched:
        about = wording.mappings.about(search.subject)
        for row in about:
            fields = rows.get(row.at, row.fields)
            if fields and search.is_complete and _is_open(wording, row, fields):
                rows[row.at] = wording.searched(fields, search)
        if search.candidates:
            after[about[-1].at] = search.candidates
    return list(_changes(wording, rows, after))


def _changes(
    wording: Wording, rows: Rows, after: Mapping[int, Sequence[Candidate]]
) -> Iterator[Change]:
    mappings = wording.mappings
    numbers = _numbers(mappings)
    known = {row.at: row for row in mappings.rows}
    for at in sorted({*rows, *after}):
        old = mappings.lines[at]
        lines = [old if old.endswith(b"\n") or at not in after else old + b"\n"]
        if at in rows:
            fields = rows[at]
            lines = [mappings.line(fields, at)] if fields else []
        for candidate in after.get(at, ()):
            fields = wording.proposed(candidate, known[at], next(numbers))
            lines.append(mappings.line(fields, at))
        if lines != [old]:
            yield Change(at, tuple(lines))


def _redirected(wording: Wording, one: Judged) -> Fields | None:
    about = wording.mappings.about(one.row.subject)
    if not one.item or one.has(State.UNREACHABLE):
        return None
    if any(other.entity == one.item.id for other in about):
        return None
    return wording.redirected(one, one.item)


def _says_more(wording: Wording, row: Row) -> bool:
    """Whether a link to what is gone can go, for nothing is lost with it."""
    others = (
        other
        for other in wording.mappings.about(row.subject)
        if other.at != row.at and (_is_none(wording, other) or other.is_link)
    )
    return row.is_rejected or row.is_candidate or any(others)


def _is_none(wording: Wording, row: Row) -> bool:
    """Whether a row says that nothing was found in Wikidata, and not elsewhere."""
    return row.is_none and row.fields.get("object_source", "") in {"", wording.source()}


def _is_open(wording: Wording, row: Row, fields: Fields) -> bool:
    """Whether a row says that nothing was found, from now on or before."""
    return _is_none(wording, row) or (
        bool(row.entity) and fields["object_id"] == NO_TERM
    )


def _numbers(mappings: MappingSet) -> Iterator[str]:
    """Yield identifiers for new rows, after the highest that is in use."""
    told = (_NUMBER.fullmatch(row.fields.get("record_id", "")) for row in mappings.rows)
    used = [(int(found[2]), len(found[2]), found[1]) for found in told if found]
    highest, width, prefix = max(used, default=(0, 1, ""))
    while True:
        highest += 1
        yield f"{prefix}{highest:0{width}}" if used else ""
