"""The whole set of mappings: how far it reaches, and what is in it besides links."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from graph.release import MAPPINGS, Release
from ontology.prefixes import PREFIXES
from ontology.terms import ENTITIES
from server.pages.index import key
from server.pages.mappings import (
    NOT_FOUND,
    PUBLISHED,
    REJECTED,
    RELATIONS,
    Mapping,
    every,
    how,
    target,
)
from server.pages.names import TYPE, Names, Shown

VERIFIED: Final = 0.5
"""Below this confidence nobody has verified a row of the table."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many things of a kind are linked, and how many were sought in vain."""

    kind: Shown
    things: int
    linked: int


@dataclass(frozen=True, slots=True)
class Linking:
    """The set as its page shows it.

    Attributes:
        reach: The kinds of thing, each with how many have a link.
        systems: How many links lead to each system.
        published: The mappings that are links, by system.
        rejected: The look-alikes.
        not_found: What was sought in vain, by kind.
        candidates: Rows of the table that nobody has verified.
    """

    reach: tuple[Reach, ...]
    systems: tuple[tuple[Shown, int], ...]
    published: tuple[tuple[Shown, tuple[Mapping, ...]], ...]
    rejected: tuple[Mapping, ...]
    not_found: tuple[tuple[Shown, tuple[Mapping, ...]], ...]
    candidates: tuple[Mapping, ...]


def linking(names: Names, candidates: tuple[Mapping, ...]) -> Linking:
    """Gather the page.

    Args:
        names: The names of the release.
        candidates: The rows of its table that nobody has verified.

    Returns:
        The set; empty where the release has none.
    """
    found = every(names)
    links = [one for one in found if one.standing == PUBLISHED]
    counted = Counter(one.system for one in links)
    return Linking(
        reach=_reach(names, found),
        systems=tuple(
            sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].text))
        ),
        published=_grouped((one.system, one) for one in links),
        rejected=tuple(one for one in found if one.standing == REJECTED),
        not_found=_grouped(
            (_kind(names, one), one) for one in found if one.standing == NOT_FOUND
        ),
        candidates=candidates,
    )


def candidates(names: Names, release: Release) -> tuple[Mapping, ...]:
    """Read from the table of a release what is in no RDF.

    Args:
        names: The names of the release.
        release: The release.

    Returns:
        The candidates; none where it has no table.
    """
    if MAPPINGS not in release.manifest.files:
        return ()
    text = (release.folder / MAPPINGS).read_text(encoding="utf-8")
    rows = csv.DictReader(
        (line for line in text.splitlines() if not line.startswith("#")),
        delimiter="\t",
    )
    return tuple(
        _candidate(names, row)
        for row in rows
        if not row["predicate_modifier"] and float(row["confidence"]) < VERIFIED
    )


def _candidate(names: Names, row: dict[str, str]) -> Mapping:
    return Mapping(
        link=Shown(row["record_id"].partition(":")[2]),
        thing=names.link(_full(row["subject_id"]), row["subject_label"]),
        relation=f"perhaps {RELATIONS[_full(row['predicate_id'])]}",
        target=target(_full(row["object_id"])),
        label=row["object_label"],
        system=names.link(_full(row["object_source"])),
        how=how(row["mapping_justification"].partition(":")[2]),
        confidence=row["confidence"],
        day=row["mapping_date"],
        evidence=row["comment"],
        addresses=tuple(filter(None, row["see_also"].split("|"))),
        standing="candidate",
    )


def _full(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def _reach(names: Names, found: Iterable[Mapping]) -> tuple[Reach, ...]:
    kinds: defaultdict[Shown, dict[str, bool]] = defaultdict(dict)
    for one in found:
        if one.standing != REJECTED:
            linked = kinds[_kind(names, one)]
            is_linked = one.standing == PUBLISHED
            linked[one.thing.iri] = linked.get(one.thing.iri, False) or is_linked
    return tuple(
        Reach(kind, len(linked), sum(linked.values()))
        for kind, linked in sorted(kinds.items(), key=lambda pair: pair[0].text)
    )


def _kind(names: Names, mapping: Mapping) -> Shown:
    """Say of what kind a thing is; what has none here is a unit of another's."""
    kinds = (
        key(statement.object)
        for statement in names.index.about.get(mapping.thing.iri, ())
        if statement.predicate == TYPE and statement.graph == ENTITIES
    )
    own = next(kinds, "")
    return names.link(own) if own else Shown("unit")


def _grouped(
    pairs: Iterable[tuple[Shown, Mapping]],
) -> tuple[tuple[Shown, tuple[Mapping, ...]], ...]:
    found: defaultdict[Shown, list[Mapping]] = defaultdict(list)
    for head, mapping in pairs:
        found[head].append(mapping)
    return tuple(
        (head, tuple(sorted(some, key=lambda one: one.thing.text)))
        for head, some in sorted(found.items(), key=lambda pair: pair[0].text)
    )
