"""The frame of the article as Turtle blocks: article, segments, notes, works.

The frame says where everything in the article stands and what it cites. The sentences
themselves are under copyright: of them only places and hashes are written, each
compared with the text first. Nothing here reads or writes files.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from graph.importer.normal import digest, normalised
from graph.importer.printed import names, period
from graph.importer.tables import Row, TableError
from graph.importer.turtle import block, text, typed

ARTICLE: Final = "article:xinjiang-border-areas"
"""The one article of this project."""


def _person(row: Row, name: str, known: Mapping[str, str]) -> str:
    if name not in known:
        reason = f"no person of the entities is called {name!r}"
        raise TableError(row.path, row.line, reason)
    return known[name]


def _slice(row: Row, article: str) -> str:
    printed = article[row.number("start") : row.number("end")]
    if digest(printed) != row["sha256"]:
        reason = "start, end and sha256 do not fit the article's text"
        raise TableError(row.path, row.line, reason)
    return printed


def front(rows: Sequence[Row], article: str, known: Mapping[str, str]) -> str:
    """Return the block of the article itself, read from its title page."""
    title = next(
        row for row in rows if row["kind"] == "heading" and not row["claimless_reason"]
    )
    # Each author is followed by a line with degree and university.
    authors = [row for row in rows if row["kind"] == "author"][::2]
    printed = [_slice(row, article) for row in authors]
    people = [_person(*pair, known) for pair in zip(authors, printed, strict=True)]
    words = _slice(title, article).title().replace(" And ", " and ")
    name = text(words.replace(" Of ", " of "), "en")
    return block(
        ARTICLE,
        "bk:Article",
        [
            ("rdfs:label", [name]),
            ("bk:title", [name]),
            ("bk:hasAuthor", people),
            ("bk:authorsAsPrinted", [text(", ".join(printed))]),
            ("bk:language", [text("en")]),
        ],
    )


def segments(rows: Sequence[Row], article: str) -> Iterator[str]:
    """Yield one block a segment; the sentence itself stays where it is."""
    for row in rows:
        identity = row["segment_id"]
        numbers = [part[1:] for part in identity.split(".")]
        place = numbers if len(numbers) > 1 else []  # a note's text has no section
        keys = ("bk:section", "bk:paragraph", "bk:sentence")
        printed = _slice(row, article)
        empty = row["claimless_reason"]
        yield block(
            f"seg:{identity}",
            "bk:Segment",
            [
                ("rdfs:label", [text(f"segment {identity}", "en")]),
                ("bk:isSegmentOf", [ARTICLE]),
                ("bk:segmentKind", [text(row["kind"])]),
                *((key, [number]) for key, number in zip(keys, place, strict=False)),
                ("bk:start", [str(row.number("start"))]),
                ("bk:end", [str(row.number("end"))]),
                ("bk:sha256", [text(row["sha256"])]),
                ("bk:normalisedLength", [str(len(normalised(printed)))]),
                ("bk:normalisedSha256", [text(digest(normalised(printed)))]),
                ("bk:claimlessReason", [text(empty)] if empty else []),
            ],
        )


def notes(rows: Sequence[Row], cited: Sequence[Row]) -> Iterator[str]:
    """Yield one block a note, with the work it cites in the end.

    Args:
        rows: The table of notes.
        cited: The table of segments, which knows the marks in each.

    Raises:
        TableError: If a note's mark or text is not where the table says.
    """
    marks = {row["segment_id"]: row["markers"].split() for row in cited}
    for row in rows:
        number, segment = row["note"], row["cited_in_segment"]
        if number not in marks.get(segment, []):
            reason = f"segment {segment!r} does not carry the mark {number}"
            raise TableError(row.path, row.line, reason)
        if f"n{number}" not in marks:
            reason = f"there is no segment n{number} with the note's text"
            raise TableError(row.path, row.line, reason)
        earlier = row["refers_to_note"]
        yield block(
            f"note:{number}",
            "bk:Note",
            [
                ("rdfs:label", [text(f"note {number}", "en")]),
                ("bk:noteNumber", [str(row.number("note"))]),
                ("bk:noteKind", [text(row["kind"])]),
                ("bk:hasText", [f"seg:n{number}"]),
                ("bk:isCitedIn", [f"seg:{segment}"]),
                ("bk:citesWork", [f"work:{row['work_id']}"]),
                ("bk:refersTo", [f"note:{earlier}"] if earlier else []),
                ("skos:note", [text(row["remarks"], "en")] if row["remarks"] else []),
            ],
        )


def _title_language(row: Row, note: Row) -> str:
    if row["title"] == row["title_english"] or row["language"] == "en":
        return "en"
    # The article says so where it translates a Russian title and not spells it out.
    if row["language"] == "ru" and "in Russian" not in note["remarks"]:
        return "ru-latn"
    return "en"


def _work(row: Row, note: Row, known: Mapping[str, str]) -> str:
    identity, language = row["work_id"], _title_language(row, note)
    title = text(row["title"], language)
    original = row["title_original_script"]
    titles = [title, *([text(original, row["language"])] if original else [])]
    author = row["authors"] or f"work {identity}"
    short = text(", ".join(filter(None, [author, row["year"]])), "en")
    date = note["dated_as_printed"] or row["year"]
    try:
        days = [typed(day, "date") for day in period(date)] if date else []
    except ValueError as problem:
        raise TableError(note.path, note.line, str(problem)) from problem
    plain = [
        ("bk:authorsAsPrinted", row["authors"]),
        ("bk:container", row["container"]),
        ("bk:publisher", row["publisher"]),
        ("bk:placeOfPublication", row["place"]),
        ("bk:issue", note["issue"]),
        ("bk:pages", note["pages"]),
        ("bk:language", row["language"]),
        ("bk:datedAsPrinted", date),
    ]
    return block(
        f"work:{identity}",
        "bk:Work",
        [
            ("rdfs:label", titles if language == "en" else [short, *titles]),
            ("bk:title", titles),
            ("bk:hasAuthor", [_person(row, n, known) for n in names(row["authors"])]),
            *((key, [text(value)] if value else []) for key, value in plain),
            ("bk:from", days[:1]),
            ("bk:to", days[1:]),
            ("bk:url", [typed(row["url"], "anyURI")] if row["url"] else []),
            ("skos:note", [text(row["remarks"], "en")] if row["remarks"] else []),
        ],
    )


def works(
    rows: Sequence[Row], citing: Sequence[Row], known: Mapping[str, str]
) -> Iterator[str]:
    """Yield one block a work, completed from the first note that cites it.

    Args:
        rows: The table of works.
        citing: The table of notes.
        known: The prefixed name of each person by every name of theirs.

    Raises:
        TableError: If the two tables disagree on who cites what, an author is
            unknown or a date cannot be read.
    """
    for row in rows:
        own = [note for note in citing if note["work_id"] == row["work_id"]]
        if not own or row["notes"].split() != [f"n{note['note']}" for note in own]:
            reason = f"the notes that cite {row['work_id']} are others"
            raise TableError(row.path, row.line, reason)
        yield _work(row, own[0], known)
    listed = {row["work_id"] for row in rows}
    for note in citing:
        if note["work_id"] not in listed:
            reason = f"there is no work {note['work_id']!r}"
            raise TableError(note.path, note.line, reason)
