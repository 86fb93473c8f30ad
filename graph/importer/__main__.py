"""Write ``graph/article.ttl`` anew from the tables of the article.

``python -m graph.importer FOLDER`` is for the few who have the article: the tables
and the text lie in FOLDER, the outcome is committed, and a build needs neither.
The same tables give the same bytes.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph import sources
from graph.importer import frame
from graph.importer.tables import TableError, read
from graph.importer.turtle import document
from ontology.prefixes import PREFIXES
from ontology.terms import RDFS_LABEL, SKOS_ALT_LABEL

_HERE: Final = Path(__file__).parents[1]
_COMMENT: Final = (
    "Generated: python -m graph.importer FOLDER writes this file from the tables of",
    "the article and from entities/persons.ttl. A change by hand would be lost.",
)
_SEGMENTS: Final = "segment_id kind start end sha256 markers claimless_reason"
_NOTES: Final = (
    "note kind work_id refers_to_note issue pages dated_as_printed remarks "
    "cited_in_segment"
)
_WORKS: Final = (
    "work_id authors title title_original_script title_english container year "
    "publisher place language url notes remarks"
)


def persons(path: Path) -> dict[str, str]:
    """Return the prefixed name of each person by every name the entities give.

    Args:
        path: The Turtle file with the persons, their labels and other names.

    Returns:
        Printed name -> prefixed name.

    Raises:
        TableError: If two persons share a name.
    """
    found: dict[str, str] = {}
    for quad in sources.read(path):
        thing, name = quad.subject, quad.object
        named = quad.predicate.value in {RDFS_LABEL, SKOS_ALT_LABEL}
        if named and isinstance(thing, NamedNode) and isinstance(name, Literal):
            person = "person:" + thing.value.removeprefix(PREFIXES["person"])
            if found.setdefault(name.value, person) != person:
                raise TableError(path, 1, f"two persons are called {name.value!r}")
    return found


def article(folder: Path, entities: Path) -> str:
    """Return the frame of the article as one Turtle document.

    Args:
        folder: Where ``article.txt`` and its three tables lie.
        entities: The Turtle file that names the persons.

    Returns:
        The text of ``graph/article.ttl``.

    Raises:
        TableError: If a table is damaged or does not fit the article's text.
    """
    source = folder / "article.txt"
    try:
        printed = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise TableError(source, 1, "the article's text cannot be read") from problem
    segments = read(folder / "segments.tsv", _SEGMENTS.split())
    notes = read(folder / "references.tsv", _NOTES.split())
    works = read(folder / "works.tsv", _WORKS.split())
    known = persons(entities)
    blocks = [
        frame.front(segments, printed, known),
        *frame.segments(segments, printed),
        *frame.notes(notes, segments),
        *frame.works(works, notes, known),
    ]
    return document(_COMMENT, blocks)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the status is 1 where a table is damaged."""
    parser = argparse.ArgumentParser(
        prog="python -m graph.importer",
        description="Write the article's segments, notes and works as Turtle.",
    )
    parser.add_argument(
        "folder",
        type=Path,
        metavar="FOLDER",
        help="holds article.txt, segments.tsv, references.tsv and works.tsv",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=_HERE / "article.ttl",
        metavar="FILE",
        help="the Turtle file to write (default: graph/article.ttl)",
    )
    options = parser.parse_args(arguments)
    try:
        turtle = article(options.folder, _HERE / "entities" / "persons.ttl")
    except (sources.SourceError, TableError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    options.out.write_text(turtle, encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
