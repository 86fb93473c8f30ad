"""Understand the rows of the table: names in full, days as days."""

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from graph.links import faults
from graph.links.mapping import Mapping as Row
from graph.links.table import Table
from graph.sources import SourceError
from ontology.prefixes import PREFIXES

_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURIE: Final = re.compile(r"([a-z][a-z0-9]*):([^\s:]+)")
_NAMES: Final = (
    "record_id", "subject_id", "predicate_id", "object_id", "mapping_justification",
    "object_source",
)  # fmt: skip
"""The columns that hold prefixed names."""


class _CellError(ValueError):
    """What is wrong with a cell, in words."""


def rows(table: Table, known: faults.Labels) -> tuple[Row, ...]:
    """Understand each row of a table.

    Args:
        table: The table as written.
        known: What can be mapped.

    Returns:
        Its mappings.

    Raises:
        SourceError: If the header binds a prefix to something else than the project
            does, or a row is wrong; it names the line.
    """
    for prefix, space in table.curies.items():
        if PREFIXES.get(prefix) != space:
            reason = f"prefix {prefix}: means something else in ontology/prefixes.py"
            raise SourceError(table.path, 1, None, reason)
    found = []
    for line, cells in table.lines:
        try:
            row = _row(line, cells, table.curies)
        except _CellError as problem:
            raise SourceError(table.path, line, None, str(problem)) from problem
        if fault := next(faults.faults(row, known), None):
            raise SourceError(table.path, line, None, fault)
        found.append(row)
    return tuple(found)


def _row(line: int, cells: Mapping[str, str], curies: Mapping[str, str]) -> Row:
    """Understand one row.

    Raises:
        _CellError: If the modifier is another than the one there is.
    """
    if cells["predicate_modifier"] not in {"", "Not"}:
        reason = f"predicate_modifier {cells['predicate_modifier']!r} is not Not"
        raise _CellError(reason)
    names = {column: _iri(cells[column], column, curies) for column in _NAMES}
    return Row(
        record=names["record_id"],
        subject=names["subject_id"],
        subject_label=cells["subject_label"],
        predicate=names["predicate_id"],
        negated=bool(cells["predicate_modifier"]),
        target=names["object_id"],
        target_label=cells["object_label"],
        justification=names["mapping_justification"],
        source=names["object_source"],
        date=_date(cells["mapping_date"]),
        confidence=cells["confidence"],
        see_also=tuple(cells["see_also"].split("|") if cells["see_also"] else ()),
        comment=cells["comment"],
        line=line,
    )


def _iri(cell: str, column: str, curies: Mapping[str, str]) -> str:
    """Write a prefixed name in full.

    Raises:
        _CellError: If it is none, or its prefix is not declared.
    """
    parts = _CURIE.fullmatch(cell)
    if parts is None:
        reason = f"{column} {cell!r} is no prefixed name" if cell else f"no {column}"
        raise _CellError(reason)
    if parts[1] not in curies:
        reason = f"{column} {cell}: the header declares no prefix {parts[1]}:"
        raise _CellError(reason)
    return curies[parts[1]] + parts[2]


def _date(cell: str) -> dt.date:
    """Understand a day.

    Raises:
        _CellError: If it is none.
    """
    # Python reads days without hyphens and days of weeks too; SSSOM does not.
    if _DAY.fullmatch(cell):
        with suppress(ValueError):
            return dt.date.fromisoformat(cell)
    reason = f"mapping_date {cell!r} is no day, such as 2026-11-25"
    raise _CellError(reason)
