"""The service description: what this endpoint is, in RDF.

Small and constant; it names the release's graphs and claims no feature it lacks.

Source: SPARQL 1.1 Service Description; DESIGN, section 3.
"""

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from server import views
from server.answers import TRIPLES

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"

RESULTS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV"),
    *("SPARQL_Results_TSV", "Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)
"""Formats by the names of the W3C's list."""


def describe(endpoint: str, syntax: str, graphs: tuple[str, ...]) -> bytes:
    """Describe the endpoint.

    Args:
        endpoint: Its IRI.
        syntax: How to write it, see ``negotiation``.
        graphs: The IRIs of the layers.

    Returns:
        The description.
    """
    service = NamedNode(endpoint)
    dataset, view = BlankNode("dataset"), NamedNode(views.DEFAULT)
    kind = NamedNode(_RDF + "type")
    triples = [
        Triple(service, kind, _sd("Service")),
        Triple(service, _sd("endpoint"), service),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        *(
            Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name))
            for name in RESULTS
        ),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, kind, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), view),
        Triple(view, kind, _sd("Graph")),
    ]
    for number, name in enumerate(graphs):
        graph = BlankNode(f"graph{number}")
        triples += [
            Triple(dataset, _sd("namedGraph"), graph),
            Triple(graph, kind, _sd("NamedGraph")),
            Triple(graph, _sd("name"), NamedNode(name)),
        ]
    comment = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    said = (
        f"default-graph-uri={views.ASSERTED} leaves out what was inferred. A view "
        "named alone replaces the default graph only: layers and claims stay named."
    )
    triples.append(Triple(service, comment, Literal(said, language="en")))
    prefixes = {"sd": _SD, "formats": _FORMATS}
    written = TRIPLES[syntax]
    known = written in {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML}
    text = serialize(triples, format=written, prefixes=prefixes if known else None)
    return text or b""


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
