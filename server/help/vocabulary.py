"""The terms a release knows, by what they are used for, and those nearest to another.

Near is what differs in a few letters of its local name or label, or is the same name
in another form: ``https`` for ``http``, a page of Wikidata for its entity.

Source: Wikidata, data access (concept IRIs).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ontology.terms import RDF_TYPE, RDFS_LABEL, SKOS_ALT_LABEL
from server.likeness import alike
from server.pages.index import Index

Role = Literal["predicate", "class", "thing"]

NEAREST: Final = 3
"""Terms that one suggestion names."""

ALIKE: Final = 0.7
"""The share of letters that must agree."""

_WIKIDATA: Final = re.compile(
    r"https?://(?:www\.|m\.)?wikidata\.org/"
    r"(?:wiki/(?:[A-Za-z]+:)?|entity/|prop/[a-z/-]*)([QP][0-9]+)",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a release names.

    Attributes:
        terms: The IRIs in each role.
        spellings: In each role, a spelling -> the IRIs that have it.
        forms: What is the same in every form of an IRI -> the forms in use.
    """

    terms: Mapping[Role, frozenset[str]]
    spellings: Mapping[Role, Mapping[str, tuple[str, ...]]]
    forms: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, index: Index) -> "Vocabulary":
        """Gather the vocabulary of a release.

        Args:
            index: The release.

        Returns:
            Its vocabulary; what was inferred counts too.
        """
        predicates = {s.predicate for held in index.about.values() for s in held}
        classes = {
            name
            for name, held in index.naming.items()
            if any(s.predicate == RDF_TYPE for s in held)
        }
        things = {
            name
            for name in {*index.about, *index.naming, *index.within}
            if name and not name.startswith("_:")
        }
        roles: dict[Role, set[str]] = {
            "predicate": predicates,
            "class": {name for name in classes if not name.startswith("_:")},
            "thing": things | predicates,
        }
        return cls(
            {role: frozenset(names) for role, names in roles.items()},
            {role: _spellings(names, index) for role, names in roles.items()},
            _grouped((_form(name), name) for name in things | predicates),
        )

    def known(self, iri: str, role: Role) -> bool:
        """Whether a term is used so in the release."""
        return iri in self.terms[role]

    def other_forms(self, iri: str, role: Role) -> tuple[str, ...]:
        """List the known terms that are this one in another form."""
        found = self.forms.get(_form(iri), ())
        return tuple(each for each in found if each != iri and self.known(each, role))

    def nearest(self, iri: str, role: Role) -> tuple[str, ...]:
        """List the known terms whose name or label is nearly this one's.

        Args:
            iri: A term.
            role: What it is used for.

        Returns:
            At most three, the nearest first; among equals those of its namespace.
        """
        spellings = self.spellings[role]
        found = alike(_folded(_local(iri)), spellings, ALIKE, most=4 * NEAREST)
        space = iri.removesuffix(_local(iri))
        ranked = sorted(
            (-like.share, not term.startswith(space), term)
            for like in found
            for term in spellings[like.word]
            if term != iri
        )
        return tuple(dict.fromkeys(term for _, _, term in ranked))[:NEAREST]


def _spellings(names: Iterable[str], index: Index) -> dict[str, tuple[str, ...]]:
    return _grouped(
        (_folded(spelling), name)
        for name in sorted(names)
        for spelling in (
            _local(name),
            *index.texts(name, RDFS_LABEL),
            *index.texts(name, SKOS_ALT_LABEL),
        )
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, name in pairs:
        if key and name not in found[key]:
            found[key].append(name)
    return {key: tuple(names) for key, names in found.items()}


def _local(iri: str) -> str:
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1]


def _folded(name: str) -> str:
    """Forget case and what stands between words."""
    return re.sub(r"[\s_-]+", "", name).casefold()


def _form(iri: str) -> str:
    """Keep what is the same in every form of an IRI."""
    if found := _WIKIDATA.match(iri):
        return f"wikidata {found[1].upper()}"
    plain = _SCHEME.sub("", iri, count=1).replace("#", "/")
    return plain.rstrip("/").casefold()
