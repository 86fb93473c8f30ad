"""The service description: what this endpoint is, in RDF.

Small and constant. It counts what the manifest counted and claims no feature it
lacks. The claims are too many to be listed one by one: they stand as one part.

Source: SPARQL 1.1 Service Description.
"""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from graph.release import Manifest
from ontology.prefixes import PREFIXES
from ontology.terms import ASSERTED, DEFAULT, HIDDEN
from server.negotiation import FORMATS as TABLE
from server.negotiation import Format
from server.routes.protocol import UNNAMED

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
REGIME: Final = "http://www.w3.org/ns/entailment/OWL-RDF-Based"
PROFILE: Final = "http://www.w3.org/ns/owl-profile/RL"
GEO: Final = "http://www.opengis.net/def/function/geosparql/"

RESULTS: Final = sorted(
    {row.syntax.iri.rpartition("/")[2] for row in TABLE if row.syntax}
)
"""Formats by the names of the W3C's list."""

CASTS: Final = (
    *("date", "time", "duration", "dayTimeDuration", "yearMonthDuration"),
    *("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
)
"""Datatypes that a value can be turned into besides those of SPARQL itself."""

RELATIONS: Final = (
    *("sfEquals", "sfDisjoint", "sfIntersects", "sfTouches"),
    *("sfCrosses", "sfWithin", "sfContains", "sfOverlaps"),
    *("ehEquals", "ehDisjoint", "ehMeet", "ehOverlap"),
    *("ehCovers", "ehCoveredBy", "ehInside", "ehContains"),
    *("rcc8eq", "rcc8dc", "rcc8ec", "rcc8po"),
    *("rcc8tppi", "rcc8tpp", "rcc8ntpp", "rcc8ntppi"),
)
"""Questions about two geometries."""

SHAPES: Final = (
    *("convexHull", "envelope", "getSRID", "asGeoJSON"),
    *("dimension", "isEmpty", "isSimple", "centroid"),
)
"""Functions of one geometry; ``distance`` takes two and a unit."""

MEASURES: Final = ("length", "perimeter")
"""Functions of one geometry and a unit."""

FUNCTIONS: Final = (
    *(PREFIXES["xsd"] + name for name in CASTS),
    *(GEO + name for name in (*RELATIONS, *SHAPES, *MEASURES, "distance")),
)
"""What can be called besides the functions of SPARQL 1.1."""

FILES: Final = {DEFAULT: "default.ttl", ASSERTED: "asserted.ttl"}
"""The file of a view; the manifest says how many triples it has."""

SAID: Final = (
    f"default-graph-uri={ASSERTED} leaves out what was inferred. A view named alone "
    "replaces the default graph only: layers and claims stay named. What follows by "
    "the rules of OWL 2 RL is in the default graph; no more is inferred for a query. "
    f"default-graph-uri={UNNAMED}, which rdflib sends, is as if it were not sent."
)


def describe(endpoint: str, form: Format, manifest: Manifest) -> bytes:
    """Describe the endpoint.

    Args:
        endpoint: Its IRI.
        form: How to write it, a format of triples.
        manifest: What the release says of itself.

    Returns:
        The description.
    """
    triples = [*_service(endpoint, manifest), *_dataset(manifest)]
    prefixes = {name: PREFIXES[name] for name in ("g", "rdfs", "void", "xsd")}
    prefixes |= {"sd": SD, "formats": FORMATS, "geof": GEO}
    known = form.syntax in {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML}
    text = serialize(
        triples,
        format=form.syntax,  # type: ignore[arg-type]
        prefixes=prefixes if known else None,
    )
    return text or b""


def _service(endpoint: str, manifest: Manifest) -> Iterator[Triple]:
    service = NamedNode(endpoint)
    yield _a(service, "Service")
    yield Triple(service, _sd("endpoint"), service)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for name in RESULTS:
        yield Triple(service, _sd("resultFormat"), NamedNode(FORMATS + name))
    if HIDDEN[DEFAULT].isdisjoint(manifest.graphs):
        yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for iri in FUNCTIONS:
        yield Triple(service, _sd("extensionFunction"), NamedNode(iri))
    yield Triple(service, _sd("defaultEntailmentRegime"), NamedNode(REGIME))
    yield Triple(service, _sd("defaultSupportedEntailmentProfile"), NamedNode(PROFILE))
    yield Triple(service, _sd("defaultDataset"), BlankNode("dataset"))
    yield Triple(service, _sd("availableGraphs"), BlankNode("graphs"))
    comment = NamedNode(PREFIXES["rdfs"] + "comment")
    yield Triple(service, comment, Literal(SAID, language="en"))
    for iri in FUNCTIONS:
        yield _a(NamedNode(iri), "Function")


def _dataset(manifest: Manifest) -> Iterator[Triple]:
    dataset, graphs = BlankNode("dataset"), BlankNode("graphs")
    yield _a(dataset, "Dataset")
    yield _a(dataset, "GraphCollection")
    yield _a(graphs, "GraphCollection")
    yield Triple(dataset, _sd("defaultGraph"), NamedNode(DEFAULT))
    yield from _graph(DEFAULT, _size(manifest, DEFAULT))
    yield from _named(graphs, "asserted", ASSERTED, _size(manifest, ASSERTED))
    claims = 0
    for number, (name, size) in enumerate(manifest.graphs.items()):
        if name.startswith(PREFIXES["claim"]):
            claims += size
        else:
            yield from _named(dataset, f"graph{number}", name, size)
    if claims:
        part = NamedNode(f"{PREFIXES['desc']}claims")
        void = PREFIXES["void"]
        yield Triple(dataset, NamedNode(f"{void}subset"), part)
        yield Triple(part, NamedNode(f"{void}triples"), Literal(claims))


def _named(
    collection: BlankNode, label: str, iri: str, size: int | None
) -> Iterator[Triple]:
    named = BlankNode(label)
    yield Triple(collection, _sd("namedGraph"), named)
    yield _a(named, "NamedGraph")
    yield Triple(named, _sd("name"), NamedNode(iri))
    yield Triple(named, _sd("graph"), NamedNode(iri))
    yield from _graph(iri, size)


def _graph(iri: str, size: int | None) -> Iterator[Triple]:
    yield _a(NamedNode(iri), "Graph")
    if size is not None:
        count = NamedNode(f"{PREFIXES['void']}triples")
        yield Triple(NamedNode(iri), count, Literal(size))


def _size(manifest: Manifest, view: str) -> int | None:
    file = manifest.files.get(FILES[view])
    return file.triples if file else None


def _a(subject: NamedNode | BlankNode, kind: str) -> Triple:
    return Triple(subject, NamedNode(f"{PREFIXES['rdf']}type"), _sd(kind))


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
