"""Read a tab-separated table strictly, keeping file and line for every row.

A cell is exactly what stands between two tabs: nothing is unquoted, trimmed or
guessed, because printed quotation marks belong to the titles they stand in.

Source: IANA, text/tab-separated-values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


class TableError(ValueError):
    """A table that cannot be read as promised; says where and why."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        """Keep the place, so that a caller can point at it."""
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, by column name."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell of one column."""
        return self.cells[column]

    def number(self, column: str) -> int:
        """Return the cell of one column as a whole number of zero or more.

        Raises:
            TableError: If anything but ASCII digits stands there.
        """
        cell = self[column]
        if not (cell.isascii() and cell.isdigit()):
            reason = f"{column} is {cell!r}, not a whole number"
            raise TableError(self.path, self.line, reason)
        return int(cell)


def read(path: Path, columns: Iterable[str]) -> list[Row]:
    """Return the rows of one table.

    Args:
        path: The file, UTF-8, its first line the names of the columns.
        columns: The names that must be among them.

    Returns:
        The rows, in the order of the file.

    Raises:
        TableError: If the file is missing, is not UTF-8, lacks a column or has a
            row of another length than its header.
    """
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except OSError as problem:
        raise TableError(path, 1, "the file cannot be read") from problem
    except UnicodeDecodeError as problem:
        raise TableError(path, 1, "the file is not UTF-8") from problem
    header = lines[0].split("\t")
    if missing := [column for column in columns if column not in header]:
        raise TableError(path, 1, f"column {missing[0]} is missing")
    rows = []
    for line, content in enumerate(lines[1:], start=2):
        cells = content.split("\t")
        if len(cells) != len(header):
            reason = f"{len(cells)} cells instead of {len(header)}"
            raise TableError(path, line, reason)
        named = MappingProxyType(dict(zip(header, cells, strict=True)))
        rows.append(Row(path, line, named))
    return rows
