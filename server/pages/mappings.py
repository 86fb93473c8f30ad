"""What a thing is called elsewhere, and what it is not: its mappings, with evidence.

Read from the nodes of the layer of links; the candidates of the table are in no layer
and so on no thing's page.

Source: SSSOM 1.1, The SSSOM/RDF serialisation format.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ontology import terms
from ontology.prefixes import PREFIXES, curie
from server.pages.names import TYPE, Names, Shown, address, local

MAPPING: Final = f"{PREFIXES['sssom']}Mapping"
ANNOTATED: Final = tuple(
    f"{PREFIXES['owl']}annotated{end}" for end in ("Source", "Property", "Target")
)
"""What a mapping speaks of, by what relation, and to what it leads."""

NO_TERM_FOUND: Final = f"{PREFIXES['sssom']}NoTermFound"
PUBLISHED, REJECTED, NOT_FOUND = "published", "rejected", "not found"

RELATIONS: Final = MappingProxyType(
    {
        f"{PREFIXES['skos']}exactMatch": "the same as",
        f"{PREFIXES['skos']}closeMatch": "close to",
        f"{PREFIXES['skos']}broadMatch": "narrower than",
        f"{PREFIXES['skos']}narrowMatch": "broader than",
    }
)
_CAPITALS: Final = re.compile("(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping as a page shows it.

    Attributes:
        link: Its own page.
        thing: What of ours it speaks of.
        relation: How the two stand to each other, in words.
        target: The name elsewhere; empty where none was found.
        label: What it is called there, where the evidence says so.
        system: Whose name it is, or where it was sought.
        how: How the mapping was made, in words.
        confidence: How sure it is, from 0 to 1.
        day: When it was made.
        evidence: What it rests on.
        addresses: Where the evidence is found.
        standing: Published, rejected, or not found.
    """

    link: Shown
    thing: Shown
    relation: str
    target: Shown
    label: str
    system: Shown
    how: str
    confidence: str
    day: str
    evidence: str
    addresses: tuple[str, ...]
    standing: str


def of(names: Names, iri: str) -> tuple[Mapping, ...]:
    """List the mappings of a thing, or the one that an IRI names.

    Args:
        names: The names of the release.
        iri: A thing or a mapping.

    Returns:
        The published ones first, then the rejected, then what was not found.
    """
    index = names.index
    own = [iri] if MAPPING in index.iris(iri, TYPE) else []
    found = [_mapping(names, one) for one in own or index.subjects(ANNOTATED[0], iri)]
    order = (PUBLISHED, REJECTED, NOT_FOUND)
    return tuple(sorted(found, key=lambda each: order.index(each.standing)))


def every(names: Names) -> tuple[Mapping, ...]:
    """List all mappings of a release, in the order of their numbers."""
    return tuple(_mapping(names, iri) for iri in names.index.subjects(TYPE, MAPPING))


def how(justification: str) -> str:
    """Say in words how a mapping was made: ``manual mapping curation``."""
    return _CAPITALS.sub(" ", local(justification)).lower()


def target(iri: str) -> Shown:
    """Show a name elsewhere with its prefix, where it has one."""
    short = curie(iri.rstrip("/"))
    return Shown(text=short.removeprefix("https://"), href=address(iri), iri=iri)


def _mapping(names: Names, iri: str) -> Mapping:
    index, sssom = names.index, PREFIXES["sssom"]
    thing, relation, goal = (next(iter(index.iris(iri, one)), "") for one in ANNOTATED)
    negated = bool(index.iris(iri, f"{sssom}predicate_modifier"))
    standing = REJECTED if negated else PUBLISHED
    if goal == NO_TERM_FOUND:
        standing = NOT_FOUND
    words = RELATIONS.get(relation, curie(relation))
    return Mapping(
        link=names.link(iri, local(iri)),
        thing=names.link(thing, index.text(iri, f"{sssom}subject_label")),
        relation=f"not {words}" if negated else words,
        target=Shown("") if standing == NOT_FOUND else target(goal),
        label=index.text(iri, f"{sssom}object_label"),
        system=names.link(next(iter(index.iris(iri, f"{sssom}object_source")), "")),
        how=how(next(iter(index.iris(iri, f"{sssom}mapping_justification")), "")),
        confidence=index.text(iri, f"{sssom}confidence"),
        day=index.text(iri, f"{PREFIXES['dcterms']}created"),
        evidence=index.text(iri, terms.RDFS_COMMENT),
        addresses=tuple(index.iris(iri, f"{PREFIXES['rdfs']}seeAlso")),
        standing=standing,
    )
