"""What the axioms about a term say, in words with links.

Only forms that the ontology has are put into words; the Turtle of a term's page shows
every other as it is written.

Source: OWL 2 Structural Specification, sections 9.1 to 9.2.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from ontology.prefixes import PREFIXES
from ontology.terms import ENTAILED
from server.pages import lists
from server.pages.index import key
from server.pages.names import TYPE, Names, Shown

_OWL: Final = PREFIXES["owl"]
CHAIN: Final = f"{_OWL}propertyChainAxiom"

Words = tuple[Shown, ...]
"""A phrase; what has an address becomes a link."""

CHARACTERISTICS: Final = MappingProxyType(
    {
        "TransitiveProperty": "carries on: from A to B and from B to C, so from A to C",
        "SymmetricProperty": "holds both ways: from A to B, so from B to A",
        "AsymmetricProperty": "never holds both ways",
        "IrreflexiveProperty": "relates nothing to itself",
        "ReflexiveProperty": "relates everything to itself",
        "FunctionalProperty": "has at most one value",
        "InverseFunctionalProperty": "has at most one subject for a value",
    }
)

_APART: Final = MappingProxyType(
    {
        f"{_OWL}disjointWith": "shares no thing with",
        f"{_OWL}propertyDisjointWith": "never holds beside",
    }
)


def axioms(names: Names, iri: str) -> tuple[Words, ...]:
    """Put the axioms about a term into words.

    Args:
        names: The names of the release.
        iri: The term.

    Returns:
        A phrase each: characteristics, chains that give it, chains it is a step of,
        and what it is disjoint with.
    """
    kinds = {kind.removeprefix(_OWL) for kind in names.index.iris(iri, TYPE)}
    said = [(Shown(text),) for kind, text in CHARACTERISTICS.items() if kind in kinds]
    return (*said, *_chains(names, iri), *_apart(names, iri))


def _chains(names: Names, iri: str) -> Iterator[Words]:
    index = names.index
    for head in index.objects(iri, CHAIN):
        yield (Shown("follows from "), *_path(names, key(head)))
    for owner in sorted(set(lists.holders(index, iri, CHAIN))):
        for head in index.objects(owner, CHAIN):
            steps = [key(term) for term in lists.members(index, key(head))]
            if iri in steps:
                path = _path(names, key(head))
                yield (Shown("is a step of "), *path, Shown(", which gives "),
                       names.link(owner))  # fmt: skip


def _path(names: Names, head: str) -> Words:
    """Write the steps of a chain: this, then that."""
    words: list[Shown] = []
    for step in lists.members(names.index, head):
        words += [Shown(", then ")] if words else []
        words.append(names.link(key(step)))
    return tuple(words)


def _apart(names: Names, iri: str) -> Iterator[Words]:
    index = names.index
    for way, text in _APART.items():
        others = set(index.iris(iri, way)) | set(index.subjects(way, iri))
        if way.endswith("disjointWith"):
            others |= _of_one_list(names, iri)
        if others := {other for other in others if other != iri}:
            yield (Shown(f"{text} "), *_listed(names, sorted(others)))


def _of_one_list(names: Names, iri: str) -> set[str]:
    """Collect the members of the lists of disjoint classes that a class is in."""
    index = names.index
    ways = (f"{_OWL}members",)
    return {
        key(member)
        for way in ways
        for owner in set(lists.holders(index, iri, way))
        if any(s.graph != ENTAILED for s in index.about.get(owner, ()))
        for head in index.objects(owner, way)
        for member in lists.members(index, key(head))
    }


def _listed(names: Names, iris: list[str]) -> Words:
    words: list[Shown] = []
    for iri in iris:
        words += [Shown(", ")] if words else []
        words.append(names.link(iri))
    return tuple(words)
