"""The properties of the things that can be found, each with a way to its values.

Those of the ontology that are used of them, names and links; besides them a few that
read several at once (the country, the claims), and what is measured of a thing, a
property a measure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from ontology.prefixes import BASE, PREFIXES
from ontology.terms import DEFINITION, ENTAILED
from server.pages.index import Index, Statement, key
from server.pages.names import ALTERNATIVE, LABEL, TYPE, Names, bk
from server.reconcile.spaces import TERMS, Terms, identifier, term
from server.reconcile.types import mapped
from server.reconcile.values import Value, iri, literal, values

Reading = Callable[[str], tuple[Value, ...]]

SKOS: Final = PREFIXES["skos"]
NAMING: Final = (LABEL, ALTERNATIVE, DEFINITION)
LINKING: Final = tuple(f"{SKOS}{way}Match" for way in ("exact", "close", "broad"))
WITHIN: Final = tuple(bk(way) for way in ("isPartOf", "isLocatedIn", "isWithin"))
MEASURE: Final = f"{BASE}measure/"
MEASURES: Final = bk("measures")
VALUE: Final = bk("value")
TOUCHING: Final = tuple(bk(way) for way in ("isAbout", "isBetween", "hasPartner"))

ELSEWHERE: Final = {
    "wikidata": ("Wikidata identifier", PREFIXES["wd"]),
    "geonames": ("GeoNames identifier", "https://sws.geonames.org/"),
    "ror": ("ROR identifier", "https://ror.org/"),
}
"""Identifiers of others, found among the exact matches."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property.

    Attributes:
        id: Its identifier.
        name: Its label.
        description: Its definition.
        read: How its values of a thing are found.
    """

    id: str
    name: str
    description: str
    read: Reading

    def brief(self) -> dict[str, Any]:
        """Write identifier, name and, if it has one, description."""
        about = {"id": self.id, "name": self.name, "description": self.description}
        return {member: said for member, said in about.items() if said}


class Properties:
    """All properties, by their identifiers."""

    def __init__(self, names: Names, things: Iterable[str]) -> None:
        """Gather the properties of some things."""
        self._names = names
        things = tuple(things)
        self._figured = _figured(names.index, things)
        self._kept: dict[tuple[str, str], tuple[Value, ...]] = {}
        made = [*self._special(), *self._used(things), *self._measured(things)]
        self.every: Mapping[str, Property] = {each.id: each for each in made}
        labels = {
            each.id: (
                *(each.name, each.id.rpartition(":")[2]),
                *mapped(names, TERMS + each.id),
            )
            for each in self.every.values()
        }
        self._terms = Terms("property", labels)

    def find(self, written: str) -> Property:
        """Find a property by its identifier, IRI, label, or what it is mapped to."""
        return self.every[self._terms.find(written)]

    def values(self, prop: Property, thing: str) -> tuple[Value, ...]:
        """List the values that a thing has of a property."""
        kept = self._kept.get((prop.id, thing))
        if kept is None:
            kept = self._kept[prop.id, thing] = prop.read(thing)
        return kept

    def proposed(self, things: Collection[str]) -> list[Property]:
        """List the properties that some things have, those most of them have first."""
        index = self._names.index
        used = {s.predicate for thing in things for s in index.about.get(thing, ())}
        used |= {m for m, thing in self._figured if thing in things}
        ids = {term(each) for each in used} | {identifier(each) for each in used}
        special = {each.id for each in self._special()}
        having = Counter(
            each.id
            for each in self.every.values()
            if each.id in ids or each.id in special
            for thing in things
            if self.values(each, thing)
        )
        ranked = sorted(having, key=lambda each: (-having[each], each))
        return [self.every[each] for each in ranked]

    def _special(self) -> Iterable[Property]:
        said = "The classes it is said to be of."
        yield Property("kind", "kind", said, self._kinds)
        said = "The country it is, or lies in."
        yield Property("country", "country", said, self._countries)
        said = "The claims that name it."
        yield Property("claims", "claims", said, self._claims)
        for name, (label, space) in ELSEWHERE.items():
            yield Property(name, label, "", partial(self._elsewhere, space))

    def _used(self, things: Iterable[str]) -> Iterable[Property]:
        index = self._names.index
        said = (s.predicate for thing in things for s in index.about.get(thing, ()))
        wanted = (*NAMING, *LINKING)
        used = {each for each in said if each.startswith(TERMS) or each in wanted}
        for each in sorted(used):
            described = index.text(each, DEFINITION)
            reading = partial(self._of, each)
            yield Property(term(each), self._names.label(each), described, reading)

    def _measured(self, things: Iterable[str]) -> Iterable[Property]:
        for each in sorted(thing for thing in things if thing.startswith(MEASURE)):
            described = self._names.index.text(each, DEFINITION)
            reading = partial(self._figures, each)
            yield Property(
                identifier(each), self._names.label(each), described, reading
            )

    def _said(self, thing: str) -> Iterable[Statement]:
        return self._names.index.about.get(thing, ())

    def _of(self, predicate: str, thing: str) -> tuple[Value, ...]:
        return values(s for s in self._said(thing) if s.predicate == predicate)

    def _kinds(self, thing: str) -> tuple[Value, ...]:
        said = (s for s in self._said(thing) if s.predicate == TYPE)
        return values(s for s in said if s.graph != ENTAILED)

    def _countries(self, thing: str) -> tuple[Value, ...]:
        index = self._names.index
        around = [thing, *(p for way in WITHIN for p in index.iris(thing, way))]
        around += [
            p for each in around for way in WITHIN for p in index.iris(each, way)
        ]
        country = bk("Country")
        found = (p for p in dict.fromkeys(around) if country in index.iris(p, TYPE))
        return tuple(iri(each) for each in found)

    def _claims(self, thing: str) -> tuple[Value, ...]:
        found = self._names.index.subjects(bk("mentions"), thing)
        return tuple(iri(each, (each,)) for each in found)

    def _elsewhere(self, space: str, thing: str) -> tuple[Value, ...]:
        found = self._names.index.iris(thing, LINKING[0])
        ours = (each for each in found if each.startswith(space))
        return tuple(literal(each.removeprefix(space).strip("/")) for each in ours)

    def _figures(self, measure: str, thing: str) -> tuple[Value, ...]:
        return values(self._figured.get((measure, thing), ()))


def _figured(
    index: Index, things: Iterable[str]
) -> Mapping[tuple[str, str], list[Statement]]:
    """Gather what is measured: the values of each measure of each thing."""
    found: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for measure in things:
        for measuring in index.naming.get(measure, ()):
            if measuring.predicate != MEASURES:
                continue
            observed = index.about[key(measuring.subject)]
            given = [s for s in observed if s.predicate == VALUE]
            for each in {key(s.object) for s in observed if s.predicate in TOUCHING}:
                found[measure, each] += given
    return found
