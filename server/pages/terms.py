"""The page of a term of the ontology: its meaning, its place and its use."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from ontology.terms import ENTAILED
from server.pages.index import Index, key
from server.pages.names import TYPE, Names, Shown

TERM: Final = PREFIXES["bk"]

_OWL, _RDFS, _SCHEMA, _SKOS = (
    PREFIXES[prefix] for prefix in ("owl", "rdfs", "schema", "skos")
)
_ABOVE: Final = (f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the page of a term shows besides the page of any thing.

    Attributes:
        kinds: Class, object property, transitive and so on.
        definition: What it means.
        examples: Where it applies.
        notes: Where its edges are.
        module: The module that defines it.
        chain: The terms above it, the widest first.
        narrower: The terms right below it.
        subjects: What it is meant to be said of.
        objects: What it is meant to point at.
        properties: For a class, the properties meant for it.
        shapes: The shapes that check it.
        uses: How often the release uses it as written.
        is_class: Whether it is a class.
        query: A query that lists its uses.
    """

    kinds: tuple[str, ...]
    definition: str
    examples: tuple[str, ...]
    notes: tuple[str, ...]
    module: tuple[Shown, ...]
    chain: tuple[Shown, ...]
    narrower: tuple[Shown, ...]
    subjects: tuple[Shown, ...]
    objects: tuple[Shown, ...]
    properties: tuple[Shown, ...]
    shapes: tuple[Shown, ...]
    uses: int
    is_class: bool
    query: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One term in the list of a module."""

    link: Shown
    definition: str


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the ontology and its terms, classes first."""

    link: Shown
    entries: tuple[Entry, ...]


def modules(names: Names, iri: str) -> tuple[Module, ...]:
    """List the ontology by module.

    Args:
        names: The names of the release.
        iri: Any IRI.

    Returns:
        Every module; nothing unless the IRI is the ontology itself.
    """
    if iri != TERM.rstrip("/"):
        return ()
    index = names.index
    defined: defaultdict[str, list[str]] = defaultdict(list)
    for member in index.members.get(iri, ()):
        for module in index.iris(member, f"{_RDFS}isDefinedBy"):
            defined[module].append(member)
    return tuple(
        Module(
            names.link(module),
            tuple(
                Entry(names.link(term), index.text(term, f"{_SKOS}definition"))
                for term in sorted(terms)
            ),
        )
        for module, terms in sorted(defined.items())
    )


def meaning(names: Names, iri: str) -> Meaning | None:
    """Gather the page of a term.

    Args:
        names: The names of the release.
        iri: Any IRI.

    Returns:
        The term, or nothing where the IRI is none of the ontology's.
    """
    index = names.index
    if not iri.startswith(TERM) or iri not in index.names:
        return None
    kinds = index.iris(iri, TYPE)
    is_class = f"{_OWL}Class" in kinds
    below = {name for way in _ABOVE for name in _written(index, way, iri)}
    return Meaning(
        kinds=tuple(_spoken(kind) for kind in kinds if kind.startswith(_OWL)),
        definition=index.text(iri, f"{_SKOS}definition"),
        examples=tuple(index.texts(iri, f"{_SKOS}example")),
        notes=tuple(index.texts(iri, f"{_SKOS}scopeNote")),
        module=names.links(index.iris(iri, f"{_RDFS}isDefinedBy")),
        chain=names.links(_chain(index, iri)),
        narrower=names.links(sorted(below)),
        subjects=names.links(index.iris(iri, f"{_SCHEMA}domainIncludes")),
        objects=names.links(index.iris(iri, f"{_SCHEMA}rangeIncludes")),
        properties=names.links(index.subjects(f"{_SCHEMA}domainIncludes", iri)),
        shapes=names.links(_shapes(index, iri)),
        uses=len(_written(index, TYPE, iri)) if is_class else index.uses.get(iri, 0),
        is_class=is_class,
        query=f"SELECT ?thing {{\n  ?thing a <{iri}>\n}}"
        if is_class
        else f"SELECT ?subject ?value {{\n  ?subject <{iri}> ?value\n}}",
    )


def _written(index: Index, predicate: str, target: str) -> list[str]:
    """List who points at a term, leaving out what was inferred."""
    found = {
        key(s.subject)
        for s in index.naming.get(target, ())
        if s.predicate == predicate and s.graph != ENTAILED
    }
    return sorted(found)


def _chain(index: Index, iri: str) -> list[str]:
    """Climb from a term to the top; where it forks, the first way up is taken."""
    climbed = [iri]
    while above := _parents(index, climbed[-1], climbed):
        climbed.append(above[0])
    return climbed[:0:-1]


def _parents(index: Index, iri: str, seen: Iterable[str]) -> list[str]:
    above = {
        key(s.object)
        for s in index.about.get(iri, ())
        if s.predicate in _ABOVE and s.graph != ENTAILED
    }
    return sorted(name for name in above - set(seen) if name.startswith(TERM))


def _shapes(index: Index, iri: str) -> list[str]:
    sh = PREFIXES["sh"]
    ways = (f"{sh}targetClass", f"{sh}path", f"{sh}class")
    found = {name for way in ways for name in index.subjects(way, iri)}
    return sorted(found)


def _spoken(kind: str) -> str:
    """Turn ``owl:TransitiveProperty`` into ``transitive property``."""
    name = kind.removeprefix(_OWL)
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
