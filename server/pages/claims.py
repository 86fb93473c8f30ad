"""The page of a claim: what it says, who says it, where, and what it asserts.

The sentence itself is not here: the text is not redistributed. Fragments as printed,
the anchor in the article and a paraphrase of our own stand in for it.
"""

from dataclasses import dataclass

from ontology.terms import PROVENANCE
from server.pages import figures, rdf
from server.pages.index import Statement, key
from server.pages.marks import CLAIM, Mark, is_claim, mark
from server.pages.names import TYPE, Names, Shown, bk


@dataclass(frozen=True, slots=True)
class Source:
    """A note a claim cites, with the works the note names."""

    note: Shown
    works: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What the page of a claim shows besides the page of any thing.

    Attributes:
        mark: Its summary.
        segments: Where it is stated.
        relayed: Agents that pass it on.
        via: Works it is reported through.
        sources: Notes and their works.
        confidence: How sure the encoder is, 0 to 1.
        curators: Who encoded it.
        figures: The observations it gives.
        triples: What its graph asserts: subject, predicate, object.
        trig: Its graph and its provenance.
        previous: The claim before it, or nothing.
        following: The claim after it, or nothing.
    """

    mark: Mark
    segments: tuple[Shown, ...]
    relayed: tuple[Shown, ...]
    via: tuple[Shown, ...]
    sources: tuple[Source, ...]
    confidence: str
    curators: tuple[Shown, ...]
    figures: tuple[figures.Figure, ...]
    triples: tuple[tuple[Shown, Shown, Shown], ...]
    trig: str
    previous: Shown | None
    following: Shown | None


def claim(names: Names, iri: str) -> Claim | None:
    """Gather the page of a claim.

    Args:
        names: The names of the release.
        iri: Any IRI.

    Returns:
        The claim, or nothing where the IRI names no claim.
    """
    if not is_claim(iri) or iri not in names.index.names:
        return None
    index = names.index
    asserted = index.within.get(iri, ())
    said = [s for s in index.about.get(iri, ()) if s.graph == PROVENANCE]
    before, after = _neighbours(names, iri)
    return Claim(
        mark=mark(names, iri),
        segments=names.links(index.iris(iri, bk("isStatedIn"))),
        relayed=names.links(index.iris(iri, bk("isRelayedBy"))),
        via=names.links(index.iris(iri, bk("isReportedVia"))),
        sources=tuple(
            Source(names.link(note), names.links(index.iris(note, bk("citesWork"))))
            for note in index.iris(iri, bk("cites"))
        ),
        confidence=index.text(iri, bk("encodingConfidence")),
        curators=names.links(index.iris(iri, bk("isCuratedBy"))),
        figures=figures.figures(names, _observations(asserted)),
        triples=tuple(
            (names.shown(s.subject), names.link(s.predicate), names.shown(s.object))
            for s in asserted
        ),
        trig=rdf.trig([*asserted, *said]),
        previous=before,
        following=after,
    )


def _observations(asserted: tuple[Statement, ...]) -> list[str]:
    return [
        key(s.subject)
        for s in asserted
        if s.predicate == TYPE and key(s.object) == bk("Observation")
    ]


def _neighbours(names: Names, iri: str) -> tuple[Shown | None, Shown | None]:
    every = names.index.members.get(CLAIM.rstrip("/"), ())
    place = every.index(iri)
    before = names.link(every[place - 1]) if place else None
    after = names.link(every[place + 1]) if place + 1 < len(every) else None
    return before, after
