"""What the entities are called, and where each foreign name was found.

The names are those of ``graph/entities``; the tables of identifiers and labels say
which list or page gave a name in another language. Nothing here reads the article.

Source: RFC 4180 for the quotation marks of the tables.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph import sources
from graph.importer.tables import TableError
from ontology.terms import RDFS_LABEL, SKOS_ALT_LABEL

ENGLISH: Final = "en"
_LANGUAGES: Final = ("zh", "kk", "ru", "ug")


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """One name of one thing.

    Attributes:
        thing: The IRI of the thing.
        language: The language tag of the name.
        other: Whether the thing has a preferred name in this language beside it.
        value: The name.
    """

    thing: str
    language: str
    other: bool
    value: str


@dataclass(frozen=True, slots=True)
class Record:
    """A foreign name as a table has it: for what, and from where."""

    english: frozenset[str]
    value: str
    source: str


def named(quads: Iterable[Quad]) -> list[Name]:
    """Return every name in some quads, sorted."""
    predicates = {RDFS_LABEL: False, SKOS_ALT_LABEL: True}
    found = set()
    for quad in quads:
        other, name = predicates.get(quad.predicate.value), quad.object
        if other is None or not isinstance(quad.subject, NamedNode):
            continue
        if isinstance(name, Literal) and name.language:
            found.add(Name(quad.subject.value, name.language, other, name.value))
    return sorted(found)


def entities(folder: Path) -> list[Name]:
    """Return every name of every thing that a folder of Turtle files describes."""
    return named(quad for path in folder.glob("*.ttl") for quad in sources.read(path))


def records(folder: Path) -> list[Record]:
    """Return the foreign names of ``labels.tsv``, then those of ``identifiers.tsv``.

    Args:
        folder: Where the two tables lie.
    """
    identifiers = rows(folder / "identifiers.tsv", ["label_source", "article_label"])
    canonical = {row["article_label"]: row["canonical_label_en"] for row in identifiers}
    found = []
    for row in rows(folder / "labels.tsv", ["article_label", "label", "source"]):
        names = _english(row["article_label"], canonical.get(row["article_label"], ""))
        found.append(Record(names, row["label"], row["source"]))
    for row in identifiers:
        names = _english(row["article_label"], row["canonical_label_en"])
        values = filter(None, (row[f"label_{language}"] for language in _LANGUAGES))
        found += [Record(names, value, row["label_source"]) for value in values]
    return found


def source(name: Name, english: set[str], known: Iterable[Record]) -> str:
    """Return where a foreign name was found, or nothing if no table has it.

    Args:
        name: The name.
        english: What its thing is called in English.
        known: The tables; the first that has the name decides.
    """
    same = [record for record in known if record.value == name.value]
    folded = {value.casefold() for value in english}
    own = [record for record in same if record.english & folded]
    return next((record.source for record in own or same), "")


def _english(*cells: str) -> frozenset[str]:
    return frozenset(n.strip().casefold() for c in cells for n in c.split(";"))


def rows(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """Return the rows of a table whose cells may be quoted.

    Args:
        path: The file, tab-separated, its first line the names of the columns.
        columns: Names that must be among them.

    Raises:
        TableError: If it cannot be read or lacks a column.
    """
    try:
        return list(_read(path, columns))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise TableError(path, 1, "the file cannot be read") from problem


def _read(path: Path, columns: Iterable[str]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", strict=True)
        if missing := set(columns) - set(rows.fieldnames or ()):
            raise TableError(path, 1, f"column {min(missing)} is missing")
        yield from rows
