"""Say what stands in the four graphs of a claim's nanopublication.

*Assertion* is the claim's graph. *Provenance* is what the article's side of it is:
where the claim is stated and by whom, in which words, with which notes, and what is
known of these segments, notes, works and of the article, so that a nanopublication
can be understood alone. *Publication info* is the project's side: who read the
article so, how sure, under which licence.

Things that the assertion names are not labelled here. Their IRIs are English words,
the paraphrase says the whole in a sentence, and a nanopublication that repeated the
labels would get another name whenever somebody improves one of them.

Source: Nanopublication Guidelines, working draft, "Basic Elements"; PROV-O; the
    extensions of the nanopublication model (npx).
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph.metadata import DATASET, LICENCE
from graph.nanopubs.trusty import PLACE
from ontology import terms
from ontology.prefixes import PREFIXES

Value = NamedNode | BlankNode | Literal | Triple

NAMESPACE: Final = PREFIXES["nanopub"]
THIS: Final = f"{NAMESPACE}{PLACE}"
"""The nanopublication, until its code is known."""

HEAD: Final = f"{THIS}#Head"
ASSERTION: Final = f"{THIS}#assertion"
PROVENANCE: Final = f"{THIS}#provenance"
PUBINFO: Final = f"{THIS}#pubinfo"
GRAPHS: Final = (HEAD, ASSERTION, PROVENANCE, PUBINFO)

_NP, _NPX, _PROV = PREFIXES["np"], PREFIXES["npx"], PREFIXES["prov"]
_DCTERMS, _BK = PREFIXES["dcterms"], PREFIXES["bk"]
_IS_CURATED_BY: Final = f"{_BK}isCuratedBy"
_OURS: Final = frozenset({_IS_CURATED_BY, f"{_BK}encodingConfidence"})
_IS_ATTRIBUTED_TO: Final = f"{_BK}isAttributedTo"
_AGENTS: Final = frozenset({_IS_ATTRIBUTED_TO, f"{_BK}isRelayedBy"})
_SOURCES: Final = frozenset(
    {
        terms.IS_STATED_IN, terms.CITES, terms.CITES_WORK,
        f"{_BK}isReportedVia", f"{_BK}isSegmentOf",
    }
)  # fmt: skip
"""What leads from a claim to what it rests on, and from there further."""


class Known:
    """What a release knows, to be looked up by layer and subject."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Sort quads by graph and subject."""
        self.graphs: dict[str, dict[str, list[Quad]]] = {}
        for quad in quads:
            graph, subject = quad.graph_name, quad.subject
            if isinstance(graph, NamedNode) and isinstance(subject, NamedNode):
                about = self.graphs.setdefault(graph.value, {})
                about.setdefault(subject.value, []).append(quad)

    def said(self, layer: str, name: str) -> list[Quad]:
        """Return what a layer says of a thing."""
        return self.graphs.get(layer, {}).get(name, [])

    def labels(self, name: str) -> list[Quad]:
        """Return the names of a thing."""
        said = self.said(terms.ENTITIES, name)
        return [quad for quad in said if quad.predicate.value == terms.RDFS_LABEL]


def head() -> Iterator[Quad]:
    """Yield the graph that holds a nanopublication together."""
    yield link(THIS, terms.RDF_TYPE, f"{_NP}Nanopublication", HEAD)
    yield link(THIS, f"{_NP}hasAssertion", ASSERTION, HEAD)
    yield link(THIS, f"{_NP}hasProvenance", PROVENANCE, HEAD)
    yield link(THIS, f"{_NP}hasPublicationInfo", PUBINFO, HEAD)


def assertion(known: Known, claim: str) -> Iterator[Quad]:
    """Yield what a claim asserts."""
    for said in known.graphs[claim].values():
        yield from moved(said, ASSERTION)


def provenance(known: Known, claim: str) -> Iterator[Quad]:
    """Yield where the article says so, who says it there, and on what ground."""
    said = [
        quad
        for quad in known.said(terms.PROVENANCE, claim)
        if quad.predicate.value not in _OURS
    ]
    yield link(ASSERTION, f"{_PROV}specializationOf", claim, PROVENANCE)
    for segment in _named(said, {terms.IS_STATED_IN}):
        yield link(ASSERTION, f"{_PROV}wasDerivedFrom", segment, PROVENANCE)
    for agent in _named(said, {_IS_ATTRIBUTED_TO}):
        yield link(ASSERTION, f"{_PROV}wasAttributedTo", agent, PROVENANCE)
    yield from moved(said, PROVENANCE)
    for agent in _named(said, _AGENTS):
        yield from moved(known.labels(agent), PROVENANCE)
    reached = list(_named(said, _SOURCES))
    for name in reached:  # grows on the way
        described = known.said(terms.ARTICLE_FRAME, name)
        yield from moved(described, PROVENANCE)
        reached += [n for n in _named(described, _SOURCES) if n not in reached]


def pubinfo(known: Known, claim: str) -> Iterator[Quad]:
    """Yield who made the nanopublication, of what, and how sure they are."""
    said = known.said(terms.PROVENANCE, claim)
    ours = [quad for quad in said if quad.predicate.value in _OURS]
    yield link(THIS, terms.DESCRIBES, claim, PUBINFO)
    yield link(THIS, f"{_NPX}hasNanopubType", terms.CLAIM, PUBINFO)
    for quad in said:
        if quad.predicate.value == f"{_BK}paraphrase":
            yield stated(THIS, terms.RDFS_LABEL, quad.object, PUBINFO)
    yield from moved(ours, PUBINFO)
    yield from made_by(known, _named(ours, {_IS_CURATED_BY}))


def made_by(known: Known, curators: Iterable[str]) -> Iterator[Quad]:
    """Yield who made a nanopublication, under which licence, and for which dataset."""
    for curator in curators:
        yield link(THIS, f"{_DCTERMS}creator", curator, PUBINFO)
        yield from moved(known.labels(curator), PUBINFO)
    yield link(THIS, f"{_DCTERMS}license", LICENCE, PUBINFO)
    yield link(THIS, f"{_DCTERMS}isPartOf", DATASET, PUBINFO)


def history(created: str, supersedes: str) -> Iterator[Quad]:
    """Yield when a nanopublication was made and which it replaces, where known."""
    if created:
        date = Literal(created, datatype=NamedNode(f"{PREFIXES['xsd']}date"))
        yield stated(THIS, f"{_DCTERMS}created", date, PUBINFO)
    if supersedes:
        yield link(THIS, f"{_NPX}supersedes", supersedes, PUBINFO)


def link(subject: str, predicate: str, value: str, graph: str) -> Quad:
    """State a relation in one of the graphs."""
    return stated(subject, predicate, NamedNode(value), graph)


def stated(subject: str, predicate: str, value: Value, graph: str) -> Quad:
    """State anything in one of the graphs."""
    return Quad(NamedNode(subject), NamedNode(predicate), value, NamedNode(graph))


def _named(said: Iterable[Quad], predicates: Collection[str]) -> Iterator[str]:
    """Yield what some quads relate to by some predicates."""
    for quad in said:
        if quad.predicate.value in predicates and isinstance(quad.object, NamedNode):
            yield quad.object.value


def moved(quads: Iterable[Quad], graph: str) -> Iterator[Quad]:
    """Yield quads in another graph."""
    there = NamedNode(graph)
    for quad in quads:
        yield Quad(quad.subject, quad.predicate, quad.object, there)
