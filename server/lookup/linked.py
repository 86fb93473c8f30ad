"""What a release links to an identifier, by the mapping properties of SKOS.

The links are read once, each target by the same reader as what users ask for, so that
whichever form of an IRI a layer holds, every other form finds it.

Source: SKOS Reference, section 10 (mapping properties).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from pyoxigraph import Literal, NamedNode

from ontology.prefixes import BASE, PREFIXES
from ontology.terms import ENTITIES
from server.lookup.identifiers import OTHER, Identifier, read
from server.lookup.mapped import Mapped, mapped
from server.pages.index import Index, key, natural
from server.pages.names import ALTERNATIVE, LABEL, Names, address, bk

K = TypeVar("K")
V = TypeVar("V")

PREDICATES: Final = MappingProxyType(
    {
        f"{PREFIXES['skos']}{name}": words
        for name, words in (
            ("exactMatch", "the same thing"),
            ("closeMatch", "nearly the same thing"),
            ("broadMatch", "something wider than ours"),
            ("narrowMatch", "something narrower than ours"),
            ("relatedMatch", "something related"),
        )
    }
)
"""The predicates of a link, the strongest first, and what each says its target is."""

REDIRECTING: Final = frozenset(tuple(PREDICATES)[:2])
"""Those that are strong enough to lead a reader straight on."""


@dataclass(frozen=True, slots=True)
class Match:
    """One name of ours that an identifier leads to.

    Attributes:
        iri: Our name.
        label: What it is called in English.
        predicate: How the release links it; nothing where the name itself was given.
        confidence: How sure the mapping is that the link is made from, if one is.
        claims: How many claims name it.
    """

    iri: str
    label: str
    predicate: str | None
    confidence: float | None
    claims: int

    @property
    def words(self) -> str:
        """What the link says, in words."""
        return PREDICATES[self.predicate] if self.predicate else "this very thing"

    def members(self) -> dict[str, str | float | None]:
        """Give what a program is told of it."""
        return {
            "iri": self.iri,
            "label": self.label,
            "predicate": self.predicate,
            "confidence": self.confidence,
            "claims": self.claims,
            "page": address(self.iri),
        }


class Link(NamedTuple):
    """A link of the release, apart from its target."""

    iri: str
    predicate: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Linked:
    """The links of one release.

    Attributes:
        names: The names of the release.
        by_identifier: What is linked to an identifier.
        by_rejected: What an identifier was taken for, and is not.
        by_label: What has a label in any language, folded.
    """

    names: Names
    by_identifier: Mapping[Identifier, tuple[Link, ...]]
    by_rejected: Mapping[Identifier, tuple[Mapped, ...]]
    by_label: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, names: Names) -> "Linked":
        """Read the links of a release."""
        nodes = list(mapped(names.index))
        sure = {(m.subject, m.predicate, m.target): m.confidence for m in nodes}
        links: defaultdict[Identifier, list[Link]] = defaultdict(list)
        for target, naming in names.index.naming.items():
            found = [
                Link(
                    s.subject.value,
                    s.predicate,
                    sure.get((s.subject.value, s.predicate, target)),
                )
                for s in naming
                if s.predicate in PREDICATES and isinstance(s.subject, NamedNode)
            ]
            if found and (identifier := read(target)):
                links[_loose(identifier)] += found
        rejected: defaultdict[Identifier, list[Mapped]] = defaultdict(list)
        for node in nodes:
            if node.negated and (identifier := read(node.target)):
                rejected[_loose(identifier)].append(node)
        labels: defaultdict[str, list[str]] = defaultdict(list)
        for s in names.index.within.get(ENTITIES, ()):
            if s.predicate in {LABEL, ALTERNATIVE} and isinstance(s.object, Literal):
                labels[folded(s.object.value)].append(key(s.subject))
        return cls(
            names,
            _frozen(links),
            _frozen(rejected),
            _frozen(labels),
        )

    def find(self, identifier: Identifier) -> list[Match]:
        """Find what an identifier leads to.

        Args:
            identifier: It.

        Returns:
            Our names, those linked most strongly first, each once.
        """
        if known(self.names.index, identifier.value):
            return [self._match(Link(identifier.value, "", None))]
        strength = {predicate: n for n, predicate in enumerate(PREDICATES)}
        linked = self.by_identifier.get(_loose(identifier), ())
        ordered = sorted(
            linked, key=lambda to: (strength[to.predicate], natural(to.iri))
        )
        strongest: dict[str, Link] = {}
        for link in ordered:
            strongest.setdefault(link.iri, link)
        return [self._match(link) for link in strongest.values()]

    def rejected(self, identifier: Identifier) -> tuple[Mapped, ...]:
        """List the mappings that say what an identifier is not."""
        return self.by_rejected.get(_loose(identifier), ())

    def _match(self, link: Link) -> Match:
        return Match(
            iri=link.iri,
            label=self.names.label(link.iri),
            predicate=link.predicate or None,
            confidence=link.confidence,
            claims=len(self.names.index.subjects(bk("mentions"), link.iri)),
        )


def known(index: Index, iri: str) -> bool:
    """Say whether an IRI is a name of ours with a page."""
    return iri.startswith(BASE) and (iri in index.names or iri in index.members)


def folded(text: str) -> str:
    """Let case and spaces around make no difference."""
    return " ".join(text.split()).casefold()


def _frozen(lists: Mapping[K, list[V]]) -> Mapping[K, tuple[V, ...]]:
    return MappingProxyType({each: tuple(of) for each, of in lists.items()})


def _loose(identifier: Identifier) -> Identifier:
    """Let ``http`` and ``https``, and a slash at the end, make no difference."""
    if identifier.scheme != OTHER:
        return identifier
    return Identifier(OTHER, identifier.value.partition("//")[2].rstrip("/"))
