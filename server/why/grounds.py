"""What a proof ends in: who asserts a triple, where that is said, who doubts it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ontology import terms
from ontology.prefixes import PREFIXES
from server.pages.checks import verdict
from server.pages.doubts import HOLDS
from server.pages.groups import basis
from server.pages.index import Statement, Statements, key
from server.pages.marks import Mark, is_claim, mark
from server.pages.names import Names, Shown, bk
from server.pages.proofs import Fact, asserting

LAYERS: Final[Mapping[str, str]] = {
    terms.ARTICLE_FRAME: "our list of segments, notes and works",
    terms.BACKGROUND: "background that we add",
    terms.CHECKS: "a check of ours",
    terms.ENTITIES: "our catalogue of things and their kinds",
    terms.LINKS: "our links to other data sets",
    terms.METADATA: "what the release says of itself",
    terms.ONTOLOGY: "an axiom of our ontology",
    terms.PROOFS: "our record of the proofs",
    terms.PROVENANCE: "our record of the claims",
    terms.SHAPES: "a shape of ours",
    terms.SNAPSHOT: "a dated copy of another data set",
}
"""Layer -> what a statement in it rests on, in words: ours, never the article's."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One graph that asserts a triple.

    Attributes:
        graph: The graph: a claim or a layer of ours.
        said: What kind of ground that is, in words; nothing for a claim.
        claim: The claim that asserts it, or that the record is about.
        segments: Where that claim is stated.
        notes: The notes it cites.
        doubts: The checks that do not hold.
        sources: For background, where it is from.
    """

    graph: Shown
    said: str
    claim: Mark | None
    segments: tuple[Shown, ...]
    notes: tuple[Shown, ...]
    doubts: tuple[Shown, ...]
    sources: tuple[Shown, ...]


def grounds(names: Names, fact: Fact) -> tuple[Ground, ...]:
    """Find what asserts a triple, the claims first.

    Args:
        names: The names of the release.
        fact: The triple.

    Returns:
        One ground a graph; none where nothing asserts it.
    """
    # A step of a proof is worked out, but it follows from no rule: the record has it.
    found = asserting(names.index, fact) or _recorded(names, fact)
    ordered = sorted(found, key=lambda one: not is_claim(one.graph))
    return tuple(_ground(names, statement) for statement in ordered)


def _recorded(names: Names, fact: Fact) -> Statements:
    about = names.index.about.get(fact.subject, ())
    found = (s for s in about if s.graph == terms.PROOFS and Fact.of(s) == fact)
    return tuple(found)


def claims(found: tuple[Ground, ...]) -> Iterator[str]:
    """Yield the IRIs of the claims among grounds."""
    yield from (one.claim.iri for one in found if one.claim)


def _ground(names: Names, statement: Statement) -> Ground:
    index, graph = names.index, statement.graph
    # What our record says of a claim leads to the place of that claim.
    claim = next(
        (name for name in (graph, key(statement.subject)) if is_claim(name)), ""
    )
    checks = [c for c in index.subjects(bk("concerns"), claim) if _doubts(names, c)]
    sources = basis(index, statement) if graph == terms.BACKGROUND else []
    return Ground(
        graph=names.link(graph),
        said="" if is_claim(graph) else LAYERS.get(graph, names.label(graph)),
        claim=mark(names, claim) if claim else None,
        segments=names.links(index.iris(claim, bk("isStatedIn"))),
        notes=names.links(index.iris(claim, bk("cites"))),
        doubts=names.links(checks),
        sources=tuple(_source(names, iri) for iri in sources),
    )


def _doubts(names: Names, check: str) -> bool:
    return verdict(names, check) not in {HOLDS, ""}


def _source(names: Names, record: str) -> Shown:
    """Show the record of a background statement under the name of its source."""
    index, place = names.index, f"{PREFIXES['dcterms']}source"
    found = index.objects(record, place)
    texts = [names.shown(value).text for value in found]
    return names.link(record, ", ".join(texts))
