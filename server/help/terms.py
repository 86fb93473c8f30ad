"""Suggest other terms for a pattern that matches nowhere.

What the release does not know is compared with what it knows; of what it knows, each
term in turn is left open, and what the engine finds there is suggested.

Literals have a module of their own.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ontology.prefixes import curie
from ontology.terms import RDF_TYPE
from server.help.cells import offer
from server.help.findings import Offer, Place, Suggestion
from server.help.parts import Part, Writer
from server.help.phrases import listed, times
from server.help.probing import Prober
from server.help.vocabulary import NEAREST, Role, Vocabulary
from server.query.tree.nodes import Pattern, Term

POSITIONS: Final = ("subject", "predicate", "object")
_CONSTANTS: Final = frozenset({"iri", "literal", "path"})


def unknown(
    pattern: Pattern, place: Place, vocabulary: Vocabulary, asking: "Asking"
) -> Iterator[Suggestion]:
    """Compare the pattern's IRIs with those the release knows.

    Args:
        pattern: A pattern without a match.
        place: The same for people.
        vocabulary: What the release knows.
        asking: How to try another term.

    Yields:
        A suggestion for each IRI that the release does not use so.
    """
    for term, role in _used(pattern):
        for found in stranger(term.value, role, place, vocabulary):
            offers = [asking.tried(pattern, term, each) for each in found.offers]
            best = sorted(offers, key=lambda each: not each.matches)
            yield replace(found, offers=tuple(best))


def stranger(
    iri: str, role: Role, place: Place, vocabulary: Vocabulary
) -> Iterator[Suggestion]:
    """Name what is near an IRI that the release does not use so.

    Args:
        iri: An IRI of the query.
        role: What it is used for.
        place: Where it stands.
        vocabulary: What the release knows.

    Yields:
        A suggestion, unless the release knows the IRI in this role.
    """
    if vocabulary.known(iri, role):
        return
    name, forms = curie(iri), vocabulary.other_forms(iri, role)
    offers = [
        Offer(curie(each), each) for each in forms or vocabulary.nearest(iri, role)
    ]
    names = listed([each.text for each in offers])
    exists = vocabulary.known(iri, "thing")
    said = f"{name} is no {role} here" if exists else f"{name} is not known here"
    if forms:
        said = f"{name} is written {names} here"
    elif offers:
        said += f"; near it: {names}"
    yield Suggestion("form" if forms else "term", place, f"{said}.", tuple(offers))


def _used(pattern: Pattern) -> Iterator[tuple[Term, Role]]:
    """Yield the pattern's IRIs, each with what it is used for."""
    is_class = pattern.predicate.value == RDF_TYPE
    roles: tuple[Role, ...] = ("thing", "predicate", "class" if is_class else "thing")
    for term, role in zip(pattern.terms, roles, strict=True):
        if term.kind == "iri":
            yield term, role
        for step in term.parts:
            yield step, role


class Asking:
    """Asks for variants of one pattern in the graph where it stands."""

    def __init__(self, part: Part, prober: Prober, writer: Writer) -> None:
        """Keep what to ask with."""
        self.part = part
        self.prober = prober
        self.writer = writer

    def tried(self, pattern: Pattern, term: Term, offered: Offer) -> Offer:
        """Count the matches with another IRI in the place of a term."""
        for position in POSITIONS:
            if getattr(pattern, position) == term:
                matches = self.count(pattern, position, f"<{offered.iri}>")
                return replace(offered, matches=matches)
        return offered

    def count(self, pattern: Pattern, position: str, written: str) -> int:
        """Count the matches with something else in one place."""
        return self.prober.count(self.group(pattern, position, written))

    def turned(self, pattern: Pattern, place: Place) -> Iterator[Suggestion]:
        """Try the pattern in the other direction."""
        subject, predicate, obj = pattern.terms
        if obj.kind == "literal" or predicate.kind == "variable":
            return
        other = replace(pattern, subject=obj, object=subject)
        part = self.writer.part(other, self.part.graph)
        matches = self.prober.count(f"{{ {part.written} }}")
        if matches:
            said = f"It matches {times(matches)} in the other direction: {part.shown}"
            offer = Offer(part.shown, matches=matches)
            yield Suggestion("direction", place, said, (offer,))

    def opened(self, pattern: Pattern, place: Place) -> Iterator[Suggestion]:
        """Leave each constant open and say what stands there."""
        constant = [p for p in POSITIONS if getattr(pattern, p).kind in _CONSTANTS]
        if len(constant) < 2:  # noqa: PLR2004 - one that is known matches somewhere
            return
        name, number = self.prober.variable, f"{self.prober.variable}g"
        for position in constant:
            found = self.prober.rows(
                f"SELECT ?{name} (COUNT(*) AS ?{number}) "
                f"{self.group(pattern, position, f'?{name}')} GROUP BY ?{name} "
                f"ORDER BY DESC(?{number}) ?{name} LIMIT {NEAREST}"
            )
            offers = tuple(
                replace(offer(row[name]), matches=int(row[number]["value"]))
                for row in found
                if name in row
            )
            if offers:
                names = listed([each.text for each in offers])
                said = f"With another {position} it matches, such as {names}."
                yield Suggestion("value", place, said, offers)

    def group(self, pattern: Pattern, position: str, written: str) -> str:
        """Write the pattern with something else in one place."""
        terms = [
            written if position == each else self.writer.term(getattr(pattern, each))
            for each in POSITIONS
        ]
        triple = " ".join(terms) + " ."
        return f"{{ {self.writer.within(self.part.graph, triple)} }}"
