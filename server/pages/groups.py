"""Statements sorted by relation, each value once, with the claims that assert it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from ontology.terms import BACKGROUND, ENTAILED
from server.pages.index import Index, Statement, key, natural
from server.pages.marks import Mark, is_claim, marks
from server.pages.names import TYPE, Names, Shown, bk, local
from server.pages.proofs import Fact, why

SHORT: Final = 40
"""Incoming links of one kind that a page lists; the rest are a query away."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a relation, with the claims or the background behind it.

    What is inferred has the address of its explanation instead.
    """

    value: Shown
    marks: tuple[Mark, ...]
    sources: tuple[Shown, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A relation and its values; ``total`` counts those left out as well."""

    relation: Shown
    lines: tuple[Line, ...]
    total: int


def groups(
    names: Names, statements: Iterable[Statement], value: Callable[..., Shown]
) -> tuple[Group, ...]:
    """Sort statements by relation and value.

    Args:
        names: The names of the release.
        statements: Statements about one thing, or pointing at one.
        value: Which end of a statement to show.

    Returns:
        One group a relation, by name, each value once with all its marks.
    """
    found: defaultdict[str, defaultdict[Shown, list[Statement]]]
    found = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        found[statement.predicate][value(names, statement)].append(statement)
    made = (
        Group(
            relation=names.link(predicate),
            lines=tuple(
                _line(names, shown, values[shown])
                for shown in sorted(values, key=lambda each: natural(each.text))[:SHORT]
            ),
            total=len(values),
        )
        for predicate, values in found.items()
    )
    return tuple(sorted(made, key=lambda group: group.relation.text))


def end(names: Names, statement: Statement) -> Shown:
    """Show the object of a statement."""
    return names.shown(statement.object)


def start(names: Names, statement: Statement) -> Shown:
    """Show the subject of a statement, a claim with what it says."""
    subject = key(statement.subject)
    if is_claim(subject):
        said = names.index.text(subject, bk("paraphrase"))
        return names.link(subject, f"{local(subject)}: {said}")
    return names.shown(statement.subject)


def _line(names: Names, shown: Shown, statements: list[Statement]) -> Line:
    claims = [s.graph for s in statements if is_claim(s.graph)]
    ours = [s for s in statements if s.graph == BACKGROUND]
    sources = dict.fromkeys(iri for s in ours for iri in basis(names.index, s))
    inferred = next((s for s in statements if s.graph == ENTAILED), None)
    return Line(
        shown,
        marks(names, claims),
        names.links(list(sources)),
        why(Fact.of(inferred)) if inferred else "",
    )


def basis(index: Index, statement: Statement) -> list[str]:
    """Find the background statements that say where a triple of ours comes from."""
    rdf = PREFIXES["rdf"]
    return [
        iri
        for iri in index.subjects(f"{rdf}subject", key(statement.subject))
        if bk("BackgroundStatement") in index.iris(iri, TYPE)
        and index.iris(iri, f"{rdf}predicate") == [statement.predicate]
        and statement.object in index.objects(iri, f"{rdf}object")
    ]
