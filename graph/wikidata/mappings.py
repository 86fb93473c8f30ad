"""Keep the bytes of the mapping set beside its rows, so that a patch is exact.

Rows are read as for the build, except that names stay short and nothing is judged. A
field that goes over several lines is refused, for a patch speaks of lines.

Source: SSSOM 1.1, The SSSOM/TSV serialisation format.
"""

import csv
import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.links import table
from graph.links.mapping import VERIFIED
from graph.sources import shown
from graph.wikidata.failures import SetError
from graph.wikidata.items import ID
from ontology.prefixes import PREFIXES

NO_TERM: Final = "sssom:NoTermFound"
NOT: Final = "Not"
EXACT: Final = "skos:exactMatch"

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
        return self.fields["subject_label"]

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
        return self.fields["predicate_modifier"] == NOT

    @property
    def is_none(self) -> bool:
        """Whether it says that nothing was found."""
        return self.object == NO_TERM

    @property
    def is_candidate(self) -> bool:
        """Whether it is kept for later verification only."""
        with suppress(ValueError):
            return float(self.fields["confidence"]) < VERIFIED
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
    def is_exact(self) -> bool:
        """Whether it says that the two are the very same thing, verified or not."""
        return self.predicate == EXACT and not self.is_rejected

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
        rows: Its mappings.
    """

    path: Path
    lines: tuple[bytes, ...]
    rows: tuple[Row, ...]

    def about(self, subject: str) -> list[Row]:
        """Return the rows of one subject."""
        return [row for row in self.rows if row.subject == subject]

    def line(self, fields: Mapping[str, str], like: int) -> bytes:
        """Write a row as a line.

        Args:
            fields: Column to value; a column that is missing stays empty.
            like: The index of the line whose end it shall have.

        Returns:
            The line.
        """
        text = io.StringIO()
        writer = csv.writer(text, delimiter="\t", lineterminator="")
        writer.writerow([fields.get(column, "") for column in table.COLUMNS])
        old = self.lines[like]
        return text.getvalue().encode() + (b"\r\n" if old.endswith(b"\r\n") else b"\n")


def read(path: Path) -> MappingSet:
    """Read a mapping set.

    Args:
        path: An SSSOM/TSV file.

    Returns:
        The set.

    Raises:
        SetError: If a field of it goes over several lines, or a line ends as no line
            of such a file does.
        SourceError: If it cannot be read, or is not one.
    """  # noqa: DOC502 - the second is raised by the reader
    found = table.read(path)
    data = path.read_bytes()
    lines = tuple(data.splitlines(keepends=True))
    if len(lines) != len(data.decode().splitlines()):
        message = f"{shown(path)} has a line separator that is no line end of a file"
        raise SetError(message)
    first = len(lines) - len(found.lines)
    for at, (number, _) in enumerate(found.lines, first):
        if number != at + 1:
            message = f"{shown(path)}:{at + 1}: a field must end on its line"
            raise SetError(message)
    rows = (Row(number - 1, cells) for number, cells in found.lines)
    return MappingSet(path, lines, tuple(rows))
