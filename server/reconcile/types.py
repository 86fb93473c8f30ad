"""The types of the things that can be found: classes of the ontology with instances.

What is inferred counts: whoever asks for places gets cities.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ontology.prefixes import PREFIXES
from ontology.terms import DEFINITION, ENTAILED
from server.pages.index import key
from server.pages.names import LABEL, TYPE, Names
from server.reconcile.spaces import TERMS, Terms, term

BROADER: Final = f"{PREFIXES['rdfs']}subClassOf"


@dataclass(frozen=True, slots=True)
class Type:
    """One type.

    Attributes:
        id: Its identifier.
        name: Its label.
        description: Its definition.
        broader: The identifiers of the next broader types.
        members: The IRIs of its things.
    """

    id: str
    name: str
    description: str
    broader: tuple[str, ...]
    members: frozenset[str]

    def brief(self) -> dict[str, Any]:
        """Write identifier and name."""
        return {"id": self.id, "name": self.name}


class Types:
    """All types, by their identifiers."""

    def __init__(self, names: Names, things: Iterable[str]) -> None:
        """Gather the types of some things."""
        index = names.index
        members: defaultdict[str, set[str]] = defaultdict(set)
        direct: defaultdict[str, list[str]] = defaultdict(list)
        for thing in things:
            for statement in index.about.get(thing, ()):
                kind = key(statement.object)
                if statement.predicate != TYPE or not kind.startswith(TERMS):
                    continue
                members[kind].add(thing)
                if statement.graph != ENTAILED and term(kind) not in direct[thing]:
                    direct[thing].append(term(kind))
        self._direct = dict(direct)
        self.every: Mapping[str, Type] = {
            term(iri): Type(
                term(iri),
                names.label(iri),
                index.text(iri, DEFINITION),
                tuple(term(b) for b in index.iris(iri, BROADER) if b in members),
                frozenset(members[iri]),
            )
            for iri in sorted(members)
        }
        labels = {
            each: (*index.texts(TERMS + each, LABEL), *mapped(names, TERMS + each))
            for each in self.every
        }
        self._terms = Terms("type", labels)

    def find(self, written: str) -> Type:
        """Find a type by its identifier, IRI, label, or what it is mapped to."""
        return self.every[self._terms.find(written)]

    def direct(self, thing: str) -> list[Type]:
        """List the types that a thing is said to be of, not those that follow."""
        return [self.every[each] for each in self._direct.get(thing, ())]

    def top(self) -> list[Type]:
        """List the broadest types, those with most things first."""
        found = [each for each in self.every.values() if not each.broader]
        return sorted(found, key=lambda each: (-len(each.members), each.id))


def mapped(names: Names, iri: str) -> list[str]:
    """List the names in Wikidata that the ontology maps a term of ours to."""
    about = names.index.about.get(iri, ())
    found = (key(statement.object) for statement in about)
    spaces = (PREFIXES["wd"], PREFIXES["wdt"])
    return [each.rpartition("/")[2] for each in found if each.startswith(spaces)]
