"""Make the nanopublications of a release: one a claim, and one that lists them all.

A claim that was withdrawn after its nanopublication was published gets a retraction.
A nanopublication that was published before and still says the same is made again with
its date of then, and so gets its name of then; else it replaces that one. Nothing
here looks at a clock: the date is the one the ontology's record gives this version.

Source: Nanopublication Guidelines, working draft; the extensions npx (indexes,
    retractions and updates).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, Quad

from graph.metadata import DATASET
from graph.nanopubs import content, trusty
from graph.nanopubs.content import ASSERTION, PROVENANCE, PUBINFO, THIS, Known, link
from graph.stages import Published
from ontology import terms
from ontology.prefixes import PREFIXES

CURATORS: Final = f"{PREFIXES['actor']}borderkg-curators"
"""Who makes an index and takes back; who made a claim is said with the claim."""

_NPX, _PROV = PREFIXES["npx"], PREFIXES["prov"]
_ISSUED: Final = f"{PREFIXES['dcterms']}issued"
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Nanopub:
    """A nanopublication.

    Attributes:
        row: What the next release has to know of it.
        code: Its artifact code.
        draft: Its content, with ``trusty.PLACE`` where the code belongs.
    """

    row: Published
    code: str
    draft: tuple[Quad, ...]


def make(quads: Iterable[Quad], published: Iterable[Published]) -> list[Nanopub]:
    """Make the nanopublications of a release.

    Args:
        quads: Everything the release says.
        published: What earlier releases published, at most one a claim.

    Returns:
        Those of the claims by number, then retractions, then the index.
    """
    known = Known(quads)
    before = {row.about: row for row in published}
    issued = next(_issued(known), "")
    claims = sorted(known.graphs.keys() - {*terms.LAYERS}, key=_by_number)
    made = [
        _made(claim, _of_claim(known, claim), before.get(claim), issued)
        for claim in claims
    ]
    made += [
        _retracted(known, before[claim], issued)
        for claim in sorted(before.keys() - {*claims, DATASET}, key=_by_number)
    ]
    index = tuple(_index(known, [one.row.nanopub for one in made]))
    return [*made, _made(DATASET, index, before.get(DATASET), issued)]


def _made(
    about: str, body: tuple[Quad, ...], before: Published | None, issued: str
) -> Nanopub:
    """Make one as it was published before, if it still says the same, or anew."""
    if before is not None:
        again = _named(about, body, before.created, before.supersedes)
        if again.row.nanopub == before.nanopub:
            return again
    return _named(about, body, issued, before.nanopub if before else "")


def _retracted(known: Known, before: Published, issued: str) -> Nanopub:
    """Take back what was published of a claim that is there no more."""
    retracts = before.retracts or before.nanopub
    body = tuple(_retraction(known, before.about, retracts))
    if before.retracts:
        again = _named(before.about, body, before.created, before.supersedes, retracts)
        if again.row.nanopub == before.nanopub:
            return again
    supersedes = before.nanopub if before.retracts else ""
    return _named(before.about, body, issued, supersedes, retracts)


def _named(
    about: str,
    body: tuple[Quad, ...],
    created: str,
    supersedes: str,
    retracts: str = "",
) -> Nanopub:
    draft = (*body, *content.history(created, supersedes))
    code = trusty.code(draft)
    iri = content.NAMESPACE + code
    return Nanopub(Published(about, iri, created, supersedes, retracts), code, draft)


def _of_claim(known: Known, claim: str) -> tuple[Quad, ...]:
    return (
        *content.head(),
        *content.assertion(known, claim),
        *content.provenance(known, claim),
        *content.pubinfo(known, claim),
    )


def _retraction(known: Known, claim: str, retracts: str) -> Iterator[Quad]:
    yield from content.head()
    yield link(CURATORS, f"{_NPX}retracts", retracts, ASSERTION)
    yield link(ASSERTION, f"{_PROV}wasAttributedTo", CURATORS, PROVENANCE)
    yield from content.moved(known.said(terms.WITHDRAWN, claim), PROVENANCE)
    yield link(THIS, f"{_NPX}hasNanopubType", f"{_NPX}retracts", PUBINFO)
    yield from content.made_by(known, [CURATORS])


def _index(known: Known, names: list[str]) -> Iterator[Quad]:
    yield from content.head()
    for name in names:
        yield link(THIS, f"{_NPX}includesElement", name, ASSERTION)
    yield link(ASSERTION, terms.RDF_TYPE, f"{_NPX}IndexAssertion", PROVENANCE)
    yield link(ASSERTION, f"{_PROV}wasDerivedFrom", DATASET, PROVENANCE)
    yield link(THIS, terms.RDF_TYPE, f"{_NPX}NanopubIndex", PUBINFO)
    title = Literal("Nanopublications of BorderKG", language="en")
    yield content.stated(THIS, terms.RDFS_LABEL, title, PUBINFO)
    yield from content.made_by(known, [CURATORS])


def _issued(known: Known) -> Iterator[str]:
    """Yield the date that the record of the ontology gives this version."""
    for quad in known.said(terms.ONTOLOGY, f"{PREFIXES['module']}all"):
        if quad.predicate.value == _ISSUED and isinstance(quad.object, Literal):
            yield quad.object.value


def _by_number(claim: str) -> tuple[list[int], str]:
    return [int(number) for number in _NUMBER.findall(claim)], claim
