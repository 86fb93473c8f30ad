"""Describe the dataset and its services for catalogues, in the layer ``g:metadata``.

Who made it and when is taken from the record of the ontology, what it is about from
what its claims speak of most, its span of time from their observations. A contact is
not given, since there is none yet.

Source: Data Catalog Vocabulary (DCAT), version 3.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.metadata import DATASET, LICENCE
from graph.statements import iri, text, typed
from ontology import terms
from ontology.prefixes import BASE, PREFIXES

DESCRIPTION: Final = (
    "A claim-level knowledge graph of one scholarly article on the border economy of "
    "Xinjiang. Each claim is a named graph that says where in the article it stands, "
    "who says it, and how sure and how exact it is; what follows by reasoning is kept "
    "apart, with a proof of each triple, and what does not add up is said."
)
TIME: Final = f"{PREFIXES['desc']}time"
"""From the first to the last day of any observation."""

SPARQL: Final = f"{BASE}sparql"
RECONCILIATION: Final = f"{BASE}reconcile"

MOST: Final = 12
"""How many things count as what the dataset is about."""

_RECORD: Final = NamedNode(f"{PREFIXES['module']}all")
_DCAT: Final = PREFIXES["dcat"]
_DCTERMS: Final = PREFIXES["dcterms"]
_THEME: Final = "http://publications.europa.eu/resource/authority/data-theme/ECON"
"""Economy and finance, in the list that European catalogues share."""

_DAYS: Final = frozenset({terms.FROM, f"{PREFIXES['bk']}to"})
_TAKEN: Final = tuple(
    NamedNode(_DCTERMS + name) for name in ("creator", "publisher", "issued")
)
_SERVICES: Final = (
    (SPARQL, "SPARQL endpoint", "http://www.w3.org/TR/sparql11-protocol/"),
    (
        RECONCILIATION,
        "Reconciliation service",
        "https://reconciliation-api.github.io/specs/0.2/",
    ),
)


def describe(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield what catalogues ask for.

    Args:
        quads: The dataset.

    Yields:
        Statements of ``g:metadata``.
    """
    quads = tuple(quads)
    yield text(DATASET, f"{_DCTERMS}description", DESCRIPTION)
    yield iri(DATASET, f"{_DCAT}theme", _THEME)
    for quad in quads:
        if quad.subject == _RECORD and quad.predicate in _TAKEN:
            yield Quad(
                NamedNode(DATASET),
                quad.predicate,
                quad.object,
                NamedNode(terms.METADATA),
            )
    yield from _subjects(quads)
    yield from _time(quads)
    for service, title, specification in _SERVICES:
        yield iri(DATASET, f"{_DCTERMS}relation", service)
        yield iri(service, terms.RDF_TYPE, f"{_DCAT}DataService")
        yield text(service, terms.RDFS_LABEL, title)
        yield text(service, f"{_DCTERMS}title", title)
        yield iri(service, f"{_DCAT}endpointURL", service)
        yield iri(service, f"{_DCAT}endpointDescription", service)
        yield iri(service, f"{_DCAT}servesDataset", DATASET)
        yield iri(service, f"{_DCTERMS}conformsTo", specification)
        yield iri(service, f"{_DCTERMS}license", LICENCE)


def _subjects(quads: tuple[Quad, ...]) -> Iterator[Quad]:
    """Yield the things most claims mention, their names, and the places among them."""
    mentions = (quad for quad in quads if quad.predicate.value == terms.MENTIONS)
    found = Counter(str(quad.object.value) for quad in mentions)  # type: ignore[union-attr]
    most = sorted(found, key=lambda name: (-found[name], name))[:MOST]
    for name in most:
        yield iri(DATASET, f"{_DCTERMS}subject", name)
        if name.startswith(PREFIXES["place"]):
            yield iri(DATASET, f"{_DCTERMS}spatial", name)
    named = {NamedNode(name) for name in most}
    for quad in quads:
        if quad.predicate.value == terms.RDFS_LABEL and quad.subject in named:
            label = quad.object
            if isinstance(label, Literal) and label.language == "en":
                yield text(DATASET, f"{_DCAT}keyword", label.value)


def _time(quads: tuple[Quad, ...]) -> Iterator[Quad]:
    """Yield the first and the last day of any observation."""
    kind = NamedNode(terms.OBSERVATION)
    observations = {q.subject for q in quads if q.object == kind}
    days = sorted(
        quad.object.value
        for quad in quads
        if quad.predicate.value in _DAYS
        and isinstance(quad.object, Literal)
        and quad.subject in observations
    )
    if days:
        yield iri(DATASET, f"{_DCTERMS}temporal", TIME)
        yield iri(TIME, terms.RDF_TYPE, f"{_DCTERMS}PeriodOfTime")
        yield text(TIME, terms.RDFS_LABEL, "from the first to the last observation")
        yield typed(TIME, f"{_DCAT}startDate", days[0], "date")
        yield typed(TIME, f"{_DCAT}endDate", days[-1], "date")
