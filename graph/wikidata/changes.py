"""Turn what was found into changes of the mapping set, for a person to accept.

- A link that was redirected leads to where its item went. If that item does not fit,
  the row becomes a candidate, so that nothing unverified is published.
- A link whose item is gone says that nothing was found; the row goes altogether where
  another one says or links as much, or where it rejected what no longer exists.
- What was searched for anew says so, with the date, and its candidates follow.

A redirect is left to a person where the set names its end with the same thing already,
or links another thing to it as the very same.
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
    told = list(judged)
    rows: dict[int, Fields | None] = {
        **_deleted(wording, [one.row for one in told if one.has(State.DELETED)]),
        **_redirected(wording, [one for one in told if one.has(State.REDIRECTED)]),
    }
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


def _redirected(wording: Wording, told: Iterable[Judged]) -> dict[int, Fields | None]:
    """Return the links whose item went elsewhere, where the set stays consistent."""
    named = {(row.subject, row.entity) for row in wording.mappings.rows}
    exact = {row.entity for row in wording.mappings.rows if row.is_exact}
    found: dict[int, Fields | None] = {}
    for one in told:
        row, item = one.row, one.item
        if item is None or one.has(State.UNREACHABLE):
            continue
        taken = row.is_exact and item.id in exact
        if not taken and (row.subject, item.id) not in named:
            named.add((row.subject, item.id))
            exact |= {item.id} if row.is_exact else set()
            found[row.at] = wording.redirected(one, item)
    return found


def _deleted(wording: Wording, gone: Sequence[Row]) -> dict[int, Fields | None]:
    """Return the links whose item is gone; of a thing one says so, if no other does."""
    ended = {row.at for row in gone}
    said = {
        row.subject
        for row in wording.mappings.rows
        if row.at not in ended and (_is_none(wording, row) or row.is_link)
    }
    found: dict[int, Fields | None] = {}
    for row in gone:
        last = not row.is_rejected and row.subject not in said
        found[row.at] = wording.deleted(row) if last else None
        if last:
            said.add(row.subject)
    return found


def _is_none(wording: Wording, row: Row) -> bool:
    """Whether a row says that nothing was found in Wikidata, and not elsewhere."""
    return row.is_none and row.fields["object_source"] == wording.source()


def _is_open(wording: Wording, row: Row, fields: Fields) -> bool:
    """Whether a row says that nothing was found, from now on or before."""
    return _is_none(wording, row) or (
        bool(row.entity) and fields["object_id"] == NO_TERM
    )


def _numbers(mappings: MappingSet) -> Iterator[str]:
    """Yield identifiers for new rows, after the highest that is in use."""
    told = (_NUMBER.fullmatch(row.fields["record_id"]) for row in mappings.rows)
    used = [(int(found[2]), len(found[2]), found[1]) for found in told if found]
    highest, width, prefix = max(used, default=(0, 1, ""))
    while True:
        highest += 1
        yield f"{prefix}{highest:0{width}}" if used else ""
