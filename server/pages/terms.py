"""The page of a term of the ontology: its meaning, its place and its use."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ontology.prefixes import BASE, PREFIXES
from ontology.terms import ENTAILED, ONTOLOGY
from server.pages import uses
from server.pages.axioms import Words, axioms
from server.pages.groups import Group, end, groups
from server.pages.index import Index, Statement, key
from server.pages.marks import Mark
from server.pages.names import TYPE, Names, Shown, bk
from server.pages.shapes import checking

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
        translations: The same in other languages.
        examples: Where it applies.
        notes: Where its edges are.
        module: The module that defines it.
        chain: The terms above it, the widest first.
        narrower: The terms right below it.
        subjects: What it is meant to be said of.
        objects: What it is meant to point at.
        properties: For a class, the properties meant for it.
        shapes: The shapes that check it.
        axioms: What its axioms say, in words.
        inferences: What follows from them and why that is wanted.
        alignments: How it stands to terms of others.
        claims: A few claims that it is used in.
        things: For a class, a few of its things.
        askers: The checks, examples and questions whose query names it.
        uses: How often the release uses it as written.
        entailed: How many triples with it the reasoner adds.
        is_class: Whether it is a class.
        query: A query that lists its uses.
        count: A query that counts them.
    """

    kinds: tuple[str, ...]
    definition: str
    translations: tuple[Shown, ...]
    examples: tuple[str, ...]
    notes: tuple[str, ...]
    module: tuple[Shown, ...]
    chain: tuple[Shown, ...]
    narrower: tuple[Shown, ...]
    subjects: tuple[Shown, ...]
    objects: tuple[Shown, ...]
    properties: tuple[Shown, ...]
    shapes: tuple[Shown, ...]
    axioms: tuple[Words, ...]
    inferences: tuple[str, ...]
    alignments: tuple[Group, ...]
    claims: tuple[Mark, ...]
    things: tuple[Shown, ...]
    askers: tuple[Shown, ...]
    uses: int
    entailed: int
    is_class: bool
    query: str
    count: str


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
    things = uses.instances(index, iri) if is_class else []
    below = {name for way in _ABOVE for name in _written(index, way, iri)}
    return Meaning(
        kinds=tuple(_spoken(kind) for kind in kinds if kind.startswith(_OWL)),
        definition=_defined(names, iri, "en") or _defined(names, iri),
        translations=_translations(names, iri),
        examples=tuple(index.texts(iri, f"{_SKOS}example")),
        notes=tuple(index.texts(iri, f"{_SKOS}scopeNote")),
        module=names.links(index.iris(iri, f"{_RDFS}isDefinedBy")),
        chain=names.links(_chain(index, iri)),
        narrower=names.links(sorted(below)),
        subjects=names.links(index.iris(iri, f"{_SCHEMA}domainIncludes")),
        objects=names.links(index.iris(iri, f"{_SCHEMA}rangeIncludes")),
        properties=names.links(index.subjects(f"{_SCHEMA}domainIncludes", iri)),
        shapes=names.links(checking(index, iri)),
        axioms=axioms(names, iri),
        inferences=tuple(index.texts(iri, bk("inferenceNote"))),
        alignments=groups(names, _alignments(index, iri), end),
        claims=uses.claims(names, iri, is_class=is_class),
        things=names.links(things[: uses.FEW]),
        askers=uses.queries(names, iri),
        uses=len(things) if is_class else index.uses.get(iri, 0),
        entailed=uses.entailed(index, iri, is_class=is_class),
        is_class=is_class,
        query=uses.listing(iri, is_class=is_class),
        count=uses.counting(iri, is_class=is_class),
    )


def _defined(names: Names, iri: str, language: str = "") -> str:
    """Give the definition in a language, or in any."""
    found = names.labels(iri, f"{_SKOS}definition")
    return next((text for text, tag in found if language in {"", tag}), "")


def _translations(names: Names, iri: str) -> tuple[Shown, ...]:
    found = names.index.objects(iri, f"{_SKOS}definition")
    shown = (names.shown(term) for term in found)
    return tuple(one for one in shown if one.language != "en")


def _alignments(index: Index, iri: str) -> list[Statement]:
    """Find how a term is matched with, or put below, terms of others."""
    ways = (*_ABOVE, f"{_OWL}equivalentClass", f"{_OWL}equivalentProperty")
    return [
        s
        for s in index.about.get(iri, ())
        if s.graph == ONTOLOGY
        and (s.predicate in ways or s.predicate.endswith("Match"))
        and isinstance(s.object, NamedNode)
        and not key(s.object).startswith(BASE)
    ]


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


def _spoken(kind: str) -> str:
    """Turn ``owl:TransitiveProperty`` into ``transitive property``."""
    name = kind.removeprefix(_OWL)
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
