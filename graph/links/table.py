"""Read the table of mappings as it is written: SSSOM/TSV, a header in YAML before it.

What a row means is judged elsewhere; here it only has to be one.

Source: SSSOM 1.1, The SSSOM/TSV serialisation format.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from graph.sources import SourceError, text_of

Line: TypeAlias = tuple[int, Mapping[str, str]]
"""The number of a line, and its cells by column."""

COLUMNS: Final = (
    "record_id", "subject_id", "subject_label", "predicate_id", "predicate_modifier",
    "object_id", "object_label", "mapping_justification", "object_source",
    "mapping_date", "confidence", "see_also", "comment",
)  # fmt: skip

HEADER: Final = (
    "mapping_set_id", "mapping_set_title", "mapping_set_description",
    "mapping_set_version", "license",
)  # fmt: skip
"""What the header says of the set, each as text."""

ADDRESS: Final = re.compile(
    r"https?://[\w.-]+(:[0-9]+)?(/[!#-;=?-\[\]_a-z~]*)?", re.ASCII
)
"""A web address; what is longer or odder has no place in the table."""

_SHOWN: Final = 60
"""How much of a cell a complaint repeats."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table as written.

    Attributes:
        path: The file.
        header: What is said of the whole set, by slot.
        curies: Prefix to namespace.
        lines: The rows in the order of the file.
    """

    path: Path
    header: Mapping[str, str]
    curies: Mapping[str, str]
    lines: tuple[Line, ...]


def read(path: Path) -> Table:
    """Read the file of a table.

    Args:
        path: A file ``….sssom.tsv``.

    Returns:
        The table.

    The errors are ``SourceError``: the file cannot be read, its header is no YAML or
    lacks something, or a row has not the cells of the columns.
    """
    lines = text_of(path).splitlines()
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), 0)
    header, curies = _header(path, lines[:count])
    return Table(path, header, curies, tuple(_rows(path, lines, count)))


def _header(path: Path, lines: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is said of the set, and its prefixes.

    Raises:
        SourceError: If the header is no YAML, or lacks something.
    """
    try:
        found = yaml.safe_load("\n".join(line.removeprefix("#") for line in lines))
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = mark.line + 1 if mark else None
        reason = f"the header is no YAML: {problem.problem}"
        raise SourceError(path, line, None, reason) from problem
    if not isinstance(found, dict) or not isinstance(found.get("curie_map"), dict):
        raise SourceError(path, 1, None, "the header has no curie_map")
    if missing := [slot for slot in HEADER if not isinstance(found.get(slot), str)]:
        raise SourceError(path, 1, None, f"the header has no text as {missing[0]}")
    for slot in ("mapping_set_id", "license"):
        if not ADDRESS.fullmatch(found[slot]):
            reason = f"the header's {slot} {found[slot]!r} is no web address"
            raise SourceError(path, 1, None, reason)
    curies = {str(prefix): str(space) for prefix, space in found["curie_map"].items()}
    return {slot: found[slot] for slot in HEADER}, curies


def _rows(path: Path, lines: list[str], start: int) -> Iterator[Line]:
    """Yield the rows.

    Raises:
        SourceError: If the columns are others, or a row has more cells, or fewer.
    """
    for number, written in enumerate(lines[start:], start=start + 1):
        try:
            # Line by line: else a quotation mark left open swallows what follows.
            cells = next(csv.reader([written], delimiter="\t", strict=True), [])
        except csv.Error as problem:
            raise SourceError(path, number, None, f"a cell: {problem}") from problem
        if number == start + 1:
            if tuple(cells) != COLUMNS:
                reason = f"the columns are not {', '.join(COLUMNS)}, in this order"
                raise SourceError(path, number, None, reason)
        elif len(cells) != len(COLUMNS):
            reason = f"{len(cells)} cells, but there are {len(COLUMNS)} columns"
            raise SourceError(path, number, None, f"{reason}: {_head(cells)}")
        else:
            yield number, dict(zip(COLUMNS, cells, strict=True))


def _head(cells: list[str]) -> str:
    return " ".join(cells)[:_SHOWN]
