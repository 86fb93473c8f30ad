"""Which of the facts on record the snapshot takes, in the order it writes them.

Of several names in one language the first counts, and a later record of the same name
adds its source. Names are taken of linked items and of the kinds these are of.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.importer.cited import Citations
from graph.importer.evidence import LABEL, TYPE, WIKIDATA, Fact
from graph.importer.tables import read


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement of the snapshot.

    Attributes:
        item: The IRI of the item.
        kind: ``label``, ``type`` or ``point``.
        value: The name, the IRI of the type, or latitude and longitude.
        language: The language tag of a name.
        cited: The IRI of each source, with the words that cite it.
        reservation: Why to trust it less; empty where nothing speaks against it.
    """

    item: str
    kind: str
    value: str
    language: str
    cited: tuple[tuple[str, str], ...]
    reservation: str


def doubts(path: Path) -> dict[tuple[str, str, str], str]:
    """Return why single names are in doubt, by item, language and name.

    Args:
        path: The table of doubts, ``graph/snapshot/doubts.tsv``.
    """
    columns = ("item", "language", "value", "reservation")
    return {
        (_iri(row["item"]), row["language"], row["value"]): row["reservation"]
        for row in read(path, columns)
    }


def chosen(
    facts: Iterable[Fact],
    linked: frozenset[str],
    sources: Citations,
    doubted: Mapping[tuple[str, str, str], str],
) -> list[Entry]:
    """Return what the snapshot says, item by item.

    Args:
        facts: What is on record, what counts most first.
        linked: The IRIs of the linked items.
        sources: Who is cited by which words.
        doubted: Why single names are in doubt.
    """
    known = list(facts)
    kinds = {f.value for f in known if f.kind == TYPE and f.item in linked}
    taken: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in known:
        if fact.item in linked or (fact.kind == LABEL and fact.item in kinds):
            which = fact.value if fact.kind == TYPE else fact.language
            same = taken.setdefault((fact.item, fact.kind, which), [])
            if not same or same[0].value == fact.value:
                same.append(fact)
    entries = [_entry(same, sources, doubted) for same in taken.values()]
    return sorted(entries, key=_order)


def _entry(
    same: list[Fact],
    sources: Citations,
    doubted: Mapping[tuple[str, str, str], str],
) -> Entry:
    first = same[0]
    cited = [pair for fact in same for pair in sources.cited(fact.cited)]
    doubt = (
        first.reservation
        or doubted.get((first.item, first.language, first.value))
        or sources.doubt(cited)
    )
    return Entry(
        item=first.item,
        kind=first.kind,
        value=first.value,
        language=first.language,
        cited=tuple(dict.fromkeys(cited)),
        reservation=doubt,
    )


def _order(entry: Entry) -> tuple[bool, int, int, str, int]:
    """Sort by item and type as people count: Q46 before Q148."""
    rank = (LABEL, TYPE).index(entry.kind) if entry.kind in {LABEL, TYPE} else 2
    number = _number(entry.value) if entry.kind == TYPE else 0
    outside = not entry.item.startswith(WIKIDATA)
    return outside, _number(entry.item), rank, entry.language, number


def _number(iri: str) -> int:
    return int(re.sub(r"\D", "", iri))


def _iri(short: str) -> str:
    return short if "/" in short else WIKIDATA + short
