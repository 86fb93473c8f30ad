"""What the tables say of outside items, each line with the sources it names.

Four tables are read: two that name the things of the article, one that names terms,
and one of this repository, ``graph/snapshot/facts.tsv``. Which of several names is
taken is not decided here, only in which order they count.

Source: RFC 4180 for the quotation marks of the outside tables.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.importer.names import rows
from graph.importer.tables import read

LABEL: Final = "label"
TYPE: Final = "type"
POINT: Final = "point"

WIKIDATA: Final = "http://www.wikidata.org/entity/"
GEONAMES: Final = "https://sws.geonames.org/"

_LANGUAGES: Final = ("zh", "kk", "ru", "ug")
_TRADITIONAL: Final = frozenset({"阿拉木圖", "阿拉木圖州", "東哈薩克斯坦州"})
"""Names that the table has as Chinese and that are in the traditional script."""

_NOT_OUTSIDE: Final = "article text"
"""What the article prints is its own name for a thing, not that of the item."""

_FOR: Final = re.compile(r"((?:(?:zh|kk|ru|ug|others)(?:, | and )?)+) (?=\S)")
_PARTS: Final = re.compile(r"; |, (?=zh )")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a table says of one item.

    Attributes:
        item: The IRI of the item.
        kind: ``label``, ``type`` or ``point``.
        value: The name, the IRI of the type, or latitude and longitude.
        language: The language tag of a name.
        cited: What the table gives as the source, in its own words.
        reservation: Why to trust it less, where the table says so.
    """

    item: str
    kind: str
    value: str
    language: str
    cited: str
    reservation: str = ""


def facts(tables: Path, own: Path, linked: frozenset[str]) -> Iterator[Fact]:
    """Yield what is on record of the linked items, what counts most first.

    Args:
        tables: Where ``identifiers.tsv``, ``labels.tsv`` and ``terms.tsv`` lie.
        own: The folder of the repository with ``facts.tsv``.
        linked: The IRIs of the items that a published link leads to.
    """
    yield from _own(own / "facts.tsv")
    things = rows(tables / "identifiers.tsv", ("wikidata_qid", "geonames_id", "lat"))
    items = {row["article_label"]: _item(row, linked) for row in things}
    named = rows(tables / "labels.tsv", ("article_label", "lang", "label", "kind"))
    foreign = {
        kind: [
            Fact(item, LABEL, row["label"], row["lang"], row["source"])
            for row in named
            if row["kind"] == kind and (item := items[row["article_label"]])
        ]
        for kind in ("preferred", "variant")
    }
    yield from foreign["preferred"]
    yield from _terms(tables / "terms.tsv")
    for row in things:
        if item := items[row["article_label"]]:
            yield from _thing(item, row)
        if (other := _geonames(row)) in linked:
            name, cited = _english(row), row["geonames_source"]
            yield Fact(other, LABEL, name, "en", cited)
    # A name that is nobody's first choice still is better than none in its language.
    yield from foreign["variant"]


def _own(path: Path) -> Iterator[Fact]:
    columns = ("item", "kind", "value", "language", "source", "reservation")
    for row in read(path, columns):
        value = row["value"]
        yield Fact(
            item=WIKIDATA + row["item"],
            kind=row["kind"],
            value=WIKIDATA + value if row["kind"] == TYPE else value,
            language=row["language"],
            cited=row["source"],
            reservation=row["reservation"],
        )


def _terms(path: Path) -> Iterator[Fact]:
    for row in read(path, ("wikidata_id", "wikidata_label_en", "status", "source")):
        name, item = row["wikidata_label_en"], WIKIDATA + row["wikidata_id"]
        if row["status"] == "verified" and name:
            yield Fact(item, LABEL, name, "en", row["source"].partition("; ")[0])


def _thing(item: str, row: Mapping[str, str]) -> Iterator[Fact]:
    """Yield what the row of one thing says of the item that stands for it."""
    if item.startswith(WIKIDATA):
        paired = row["qid_source"].partition("; ")[0]
        cited = f"identifiers.tsv, paired by {paired}"
        yield Fact(item, LABEL, _english(row), "en", cited)
    for language in _LANGUAGES:
        if name := row[f"label_{language}"]:
            script = "zh-hant" if name in _TRADITIONAL else language
            cited = _cited_for(language, row["label_source"])
            if not cited.startswith(_NOT_OUTSIDE):
                yield Fact(item, LABEL, name, script, cited)
    if row["lat"]:
        point = f"{row['lat']} {row['lon']}"
        yield Fact(item, POINT, point, "", row["coord_source"])


def _item(row: Mapping[str, str], linked: frozenset[str]) -> str:
    """Return the item that stands for a thing: in Wikidata, else in GeoNames."""
    wikidata = WIKIDATA + row["wikidata_qid"]
    if wikidata in linked:
        return wikidata
    geonames = _geonames(row)
    return geonames if geonames in linked else ""


def _geonames(row: Mapping[str, str]) -> str:
    return f"{GEONAMES}{row['geonames_id']}/"


def _english(row: Mapping[str, str]) -> str:
    """Return the English name without what the table adds to tell things apart."""
    return re.sub(r" \([^)]*\)$", "", row["canonical_label_en"])


def _cited_for(language: str, cell: str) -> str:
    """Return those parts of a cell of sources that are for a language.

    A part may open with languages, as in "zh one list; kk and ru another"; one that
    does not is for all.
    """
    found, others = [], []
    claimed: set[str] = set()
    for part in _PARTS.split(cell):
        match = _FOR.match(part)
        tags = set(re.findall(r"\w+", match[1])) - {"and"} if match else set()
        claimed |= tags
        text = part[match.end() :] if match else part
        if language in tags:
            found.append(text)
        elif not tags or "others" in tags:
            others.append(text)
    return "; ".join(found or others)
