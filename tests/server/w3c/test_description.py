"""The W3C's tests of the service description; and what it claims is true."""

from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from server.routes.description import CASTS, FUNCTIONS, GEO, MEASURES, RELATIONS, SHAPES
from tests.server.w3c.service import Service
from tests.server.w3c.suite import MF, Suite, items

SHAPES_FILE = Path(__file__).with_name("service-description.shapes.ttl")
SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
MEDIA_TYPES = {
    "SPARQL_Results_JSON": "application/sparql-results+json",
    "SPARQL_Results_XML": "application/sparql-results+xml",
    "SPARQL_Results_CSV": "text/csv",
    "SPARQL_Results_TSV": "text/tab-separated-values",
    "Turtle": "text/turtle",
    "N-Triples": "application/n-triples",
    "RDF_XML": "application/rdf+xml",
    "JSON-LD": "application/ld+json",
    "N-Quads": "application/n-quads",
    "TriG": "application/trig",
}
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
METRE = "<http://www.opengis.net/def/uom/OGC/1.0/metre>"
SQUARE = f'"POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))"^^<{WKT}>'
LINE = f'"LINESTRING(0 0, 1 1)"^^<{WKT}>'
POINT = f'"POINT(0.5 0.5)"^^<{WKT}>'
VALUES = {
    "date": "2020-01-02",
    "time": "10:00:00",
    "duration": "P1Y2M3D",
    "dayTimeDuration": "P1DT2H",
    "yearMonthDuration": "P1Y2M",
    "gYear": "2020",
    "gYearMonth": "2020-01",
    "gMonth": "--01",
    "gMonthDay": "--01-02",
    "gDay": "---02",
}


@pytest.fixture
def described(service: Service) -> Store:
    store = Store()
    reply = service.send("GET", "/sparql")
    store.extend(parse(reply.body, format=RdfFormat.TURTLE))
    return store


def objects(store: Store, name: str) -> set[str]:
    found = store.quads_for_pattern(None, NamedNode(SD + name), None)
    return {str(quad.object.value) for quad in found}  # type: ignore[union-attr]


def test_the_three_tests_of_the_suite_pass(
    service: Service, protocol_suite: Suite
) -> None:
    folder = protocol_suite.root / "sparql" / "sparql11" / "service-description"
    graph = protocol_suite.read(folder / "manifest.ttl")
    manifest = NamedNode(protocol_suite.iri(folder / "manifest.ttl"))
    tests = items(graph, manifest, MF + "entries")

    reply = service.send("GET", "/sparql")
    found = rdflib.Graph().parse(reply.body, format="turtle")
    endpoint = rdflib.URIRef(service.settings.endpoint)
    shapes = rdflib.Graph().parse(SHAPES_FILE)
    told = list(found.objects(endpoint, rdflib.URIRef(SD + "endpoint")))
    conforms, _, report = pyshacl.validate(found, shacl_graph=shapes)
    passed = {
        "returns-rdf": reply.status == 200
        and reply.media_type == "text/turtle"
        and len(found) > 100,
        "has-endpoint-triple": told == [endpoint],
        "conforms-to-schema": conforms,
    }

    assert {test.value.partition("#")[2] for test in tests} == set(passed)
    assert set(passed.values()) == {True}, report


def test_every_format_it_names_is_served(service: Service, described: Store) -> None:
    named = {iri.removeprefix(FORMATS) for iri in objects(described, "resultFormat")}
    assert named == MEDIA_TYPES.keys()

    for name in named:
        query = "SELECT * {}" if "Results" in name else "CONSTRUCT {} {}"
        reply = service.query(query, MEDIA_TYPES[name])
        assert (reply.status, reply.media_type) == (200, MEDIA_TYPES[name])


def test_every_function_it_names_gives_a_value(
    service: Service, described: Store
) -> None:
    calls = {f"http://www.w3.org/2001/XMLSchema#{n}": f'"{VALUES[n]}"' for n in CASTS}
    calls |= {GEO + name: f"{SQUARE}, {POINT}" for name in RELATIONS}
    calls |= {GEO + name: SQUARE for name in SHAPES}
    calls |= {GEO + name: f"{LINE}, {METRE}" for name in MEASURES}
    calls[GEO + "perimeter"] = f"{SQUARE}, {METRE}"
    calls[GEO + "distance"] = f"{POINT}, {POINT}, {METRE}"
    assert objects(described, "extensionFunction") == set(FUNCTIONS) == calls.keys()

    valueless = []
    for iri, arguments in calls.items():
        query = f"SELECT (<{iri}>({arguments}) AS ?x) {{}}"
        reply = service.query(query, "text/csv")
        if reply.status != 200 or not reply.body.decode().split("\r\n")[1]:
            valueless.append(iri)

    assert valueless == []


def test_every_graph_it_names_has_as_many_triples_as_it_says(
    service: Service, described: Store
) -> None:
    told = {
        row["name"].value: row["n"].value
        for row in described.query(  # type: ignore[union-attr]
            "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
            "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?name ?n "
            "{ ?d a sd:Dataset ; sd:namedGraph [ sd:name ?name ; sd:graph ?g ] . "
            "?g void:triples ?n }"
        )
    }
    reply = service.query(
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", "text/csv"
    )

    counted = dict(
        line.split(",") for line in reply.body.decode().split("\r\n")[1:] if line
    )
    assert len(told) > 50
    assert told == counted


def test_a_description_the_client_has_is_not_sent_again(service: Service) -> None:
    first = service.send("GET", "/sparql")

    again = service.send(
        "GET", "/sparql", headers={"If-None-Match": first.headers["ETag"] or ""}
    )

    assert again.status == 304
    assert again.body == b""
