"""What the snapshot of linked items holds, and whom it has that from.

Source: DCMI Metadata Terms (``license``, ``rights``, ``modified``).
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from ontology.prefixes import PREFIXES
from ontology.terms import OBJECT, PREDICATE, RESERVATION, SNAPSHOT, SUBJECT
from server.pages.index import Statement
from server.pages.names import LABEL, TYPE, Names, Shown, bk, local

_DCTERMS: Final = PREFIXES["dcterms"]
_WDT: Final = PREFIXES["wdt"]
_KINDS: Final = {LABEL: "names", f"{_WDT}P31": "kinds", f"{_WDT}P625": "points"}
_KNOWN: Final = {
    "creativecommons.org/licenses/by-sa/4.0": "CC BY-SA 4.0",
    "creativecommons.org/licenses/by/4.0": "CC BY 4.0",
    "creativecommons.org/publicdomain/zero/1.0": "CC0 1.0",
    "opendatacommons.org/licenses/odbl/1-0": "ODbL 1.0",
}
"""What licences are called whose address does not say it."""


@dataclass(frozen=True, slots=True)
class Credit:
    """One source of the snapshot.

    Attributes:
        link: Its page here.
        page: Its page elsewhere, if it has one.
        licence: The licence, if one was seen.
        rights: On what terms it can be used, in words.
        state: Which state was read.
        day: The day of that state, if known.
        gives: How much it is a source of, by what.
        reservation: Why to trust it less.
    """

    link: Shown
    page: Shown | None
    licence: Shown | None
    rights: str
    state: str
    day: str
    gives: tuple[tuple[int, str], ...]
    reservation: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The snapshot as a whole: counts, names by language, sources, its day."""

    counts: tuple[tuple[int, str], ...]
    languages: tuple[tuple[str, int], ...]
    credits: tuple[Credit, ...]
    day: str


def snapshot(names: Names) -> Snapshot:
    """Gather what the page shows.

    Args:
        names: The names of the release.

    Returns:
        The snapshot; without sources where the release has none.
    """
    index = names.index
    records = index.subjects(TYPE, bk("SnapshotStatement"))
    items = {item for one in records for item in index.iris(one, SUBJECT)}
    kinds = Counter(kind for one in records for kind in index.iris(one, PREDICATE))
    objects = (term for one in records for term in index.objects(one, OBJECT))
    languages = Counter(
        term.language for term in objects if isinstance(term, Literal) and term.language
    )
    return Snapshot(
        counts=(
            (len(items), "items"),
            *((kinds[kind], what) for kind, what in _KINDS.items()),
        ),
        languages=tuple(languages.most_common()),
        credits=tuple(
            _credit(names, one) for one in index.subjects(TYPE, bk("ExternalSource"))
        ),
        day=index.text(SNAPSHOT, f"{_DCTERMS}created"),
    )


def statements(names: Names) -> list[Statement]:
    """Gather what is said of the sources and of the layer, for the RDF of the page."""
    index = names.index
    about = (SNAPSHOT, *index.subjects(TYPE, bk("ExternalSource")))
    return [s for one in about for s in index.about.get(one, ()) if s.graph == SNAPSHOT]


def _credit(names: Names, source: str) -> Credit:
    index = names.index
    given = Counter(
        kind
        for one in index.subjects(f"{_DCTERMS}source", source)
        for kind in index.iris(one, PREDICATE)
    )
    pages = index.iris(source, f"{PREFIXES['foaf']}page")
    licences = index.iris(source, f"{_DCTERMS}license")
    return Credit(
        link=names.link(source),
        page=names.link(pages[0], pages[0]) if pages else None,
        licence=names.link(licences[0], _called(licences[0])) if licences else None,
        rights=index.text(source, f"{_DCTERMS}rights"),
        state=index.text(source, f"{PREFIXES['owl']}versionInfo"),
        day=index.text(source, f"{_DCTERMS}modified"),
        gives=tuple((given[k], what) for k, what in _KINDS.items() if given[k]),
        reservation=index.text(source, RESERVATION),
    )


def _called(licence: str) -> str:
    return _KNOWN.get(licence.partition("://")[2].rstrip("/"), local(licence))
