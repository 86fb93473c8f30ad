"""Read the mapping set line by line, so that a patch for it is exact to the byte.

What a row says is parsed as the format has it, quotes included; its bytes are kept. A
field that goes over several lines is refused, for a patch speaks of lines.

Source: SSSOM specification, SSSOM/TSV and the slots of Mapping; RFC 4180 (quotes).
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.wikidata.failures import SetError
from graph.wikidata.items import ID
from ontology.prefixes import PREFIXES

NO_TERM: Final = "sssom:NoTermFound"
NOT: Final = "Not"
NEEDED: Final = ("subject_id", "predicate_id", "object_id")

LOW: Final = 0.5
"""Below this confidence a row is a candidate that nobody has verified."""

_WD: Final = ("wd:", PREFIXES["wd"])


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping.

    Attributes:
        at: The index of its line in the file.
        fields: Column to value; columns of the file only.
    """

    at: int
    fields: Mapping[str, str]

    @property
    def subject(self) -> str:
        """Whose mapping it is, as a CURIE."""
        return self.fields["subject_id"]

    @property
    def label(self) -> str:
        """What the set calls the subject."""
        return self.fields.get("subject_label", "")

    @property
    def object(self) -> str:
        """To what it leads, as a CURIE."""
        return self.fields["object_id"]

    @property
    def predicate(self) -> str:
        """How the two are related."""
        return self.fields["predicate_id"]

    @property
    def is_rejected(self) -> bool:
        """Whether it says that the two are not related so."""
        return self.fields.get("predicate_modifier", "") == NOT

    @property
    def is_none(self) -> bool:
        """Whether it says that nothing was found."""
        return self.object == NO_TERM

    @property
    def is_candidate(self) -> bool:
        """Whether it is kept for later verification only."""
        try:
            return float(self.fields.get("confidence", "") or 1) < LOW
        except ValueError:
            return True

    @property
    def entity(self) -> str:
        """The identifier of its object in Wikidata; empty if it leads elsewhere."""
        for prefix in _WD:
            name = self.object.removeprefix(prefix)
            if name != self.object and ID.fullmatch(name):
                return name
        return ""

    @property
    def is_link(self) -> bool:
        """Whether it links to an entity of Wikidata."""
        return bool(self.entity) and not self.is_rejected and not self.is_candidate


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A mapping set as it lies on disk.

    Attributes:
        path: Where.
        lines: Its lines with their ends.
        columns: The names of its columns.
        rows: Its mappings.
    """

    path: Path
    lines: tuple[bytes, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def about(self, subject: str) -> list[Row]:
        """Return the rows of one subject."""
        return [row for row in self.rows if row.subject == subject]

    def line(self, fields: Mapping[str, str], like: int) -> bytes:
        """Write a row as a line.

        Args:
            fields: Column to value; others than those of the file are left out.
            like: The index of the line whose end it shall have.

        Returns:
            The line.
        """
        text = io.StringIO()
        writer = csv.writer(text, delimiter="\t", lineterminator="")
        writer.writerow([fields.get(column, "") for column in self.columns])
        old = self.lines[like]
        return text.getvalue().encode() + (b"\r\n" if old.endswith(b"\r\n") else b"\n")


def read(path: Path) -> MappingSet:
    """Read a mapping set.

    Args:
        path: An SSSOM/TSV file.

    Returns:
        The set.

    Raises:
        SetError: If it cannot be read, or is not one.
    """
    try:
        data = path.read_bytes()
        data.decode()
    except OSError as problem:
        message = f"there is no mapping set at {path} ({problem.strerror})"
        raise SetError(message) from problem
    except UnicodeDecodeError as problem:
        message = f"{path} is not UTF-8"
        raise SetError(message) from problem
    lines = tuple(data.split(b"\n"))
    lines = (*(line + b"\n" for line in lines[:-1]), *filter(None, lines[-1:]))
    columns: tuple[str, ...] = ()
    rows = []
    for at, line in enumerate(lines):
        text = line.decode().rstrip("\r\n")
        if not text or (not columns and text.startswith("#")):
            continue
        fields = _fields(text, path, at)
        if not columns:
            columns = fields
            if absent := [name for name in NEEDED if name not in columns]:
                message = f"{path}:{at + 1}: no column {', '.join(absent)}"
                raise SetError(message)
        elif len(fields) != len(columns):
            message = (
                f"{path}:{at + 1}: {len(fields)} fields under {len(columns)} columns"
            )
            raise SetError(message)
        else:
            rows.append(Row(at, dict(zip(columns, fields, strict=True))))
    if not columns:
        message = f"{path} has no line of columns"
        raise SetError(message)
    return MappingSet(path, lines, columns, tuple(rows))


def _fields(text: str, path: Path, at: int) -> tuple[str, ...]:
    """Take a line apart.

    Raises:
        SetError: If a quote is left open.
    """
    try:
        (fields,) = csv.reader([text], delimiter="\t", strict=True)
    except (csv.Error, ValueError) as problem:
        message = f"{path}:{at + 1}: {problem}; a field must end on its line"
        raise SetError(message) from problem
    return tuple(fields)
