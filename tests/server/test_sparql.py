"""The protocol over HTTP: forms of request, formats, refusals, and who hangs up."""

import csv
import io
import json
import socket
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse

from server.engine.local import Local
from server.settings import Settings
from tests.server.processes import children, until

Serving = Callable[[Settings], AbstractContextManager[tuple[int, Local]]]

LABELS = (
    "SELECT ?l { <https://w3id.org/borderkg/place/china> "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?l"
)
PLACE = "DESCRIBE <https://w3id.org/borderkg/place/china>"
TRIPLES = "".join(f"?a{n}?b{n}?c{n}." for n in range(9))
ENDLESS = "SELECT (COUNT(*) AS ?n) {" + TRIPLES + "}"
SPARQL = "{http://www.w3.org/2005/sparql-results#}"


def test_json_rows(toy_client: FlaskClient) -> None:
    answer = toy_client.get("/sparql", query_string={"query": LABELS})

    assert answer.status_code == 200
    assert answer.content_type == "application/sparql-results+json"
    assert answer.vary.as_set() == {"accept", "accept-encoding"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.get_json() == {
        "head": {"vars": ["l"]},
        "results": {
            "bindings": [
                {"l": {"type": "literal", "value": "China", "xml:lang": "en"}},
                {"l": {"type": "literal", "value": "中国", "xml:lang": "zh-hans"}},
            ]
        },
    }


@pytest.mark.parametrize(
    ("accept", "read"),
    [
        (
            "application/sparql-results+xml",
            lambda text: [e.text for e in ET.fromstring(text).iter(SPARQL + "literal")],  # noqa: S314 - our own
        ),
        (
            "text/csv",
            lambda text: [row[0] for row in csv.reader(io.StringIO(text))][1:],
        ),
        (
            "text/tab-separated-values",
            lambda text: [row.split('"')[1] for row in text.splitlines()[1:]],
        ),
        (
            "application/json",
            lambda text: [
                row["l"]["value"] for row in json.loads(text)["results"]["bindings"]
            ],
        ),
    ],
)
def test_rows_come_in_every_format(
    toy_client: FlaskClient, accept: str, read: Callable[[str], list[str]]
) -> None:
    answer = toy_client.get(
        "/sparql", query_string={"query": LABELS}, headers={"Accept": accept}
    )

    assert answer.status_code == 200
    assert answer.mimetype == accept
    assert read(answer.text) == ["China", "中国"]


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/n-quads", RdfFormat.N_QUADS),
        ("application/trig", RdfFormat.TRIG),
    ],
)
def test_triples_come_in_every_format(
    toy_client: FlaskClient, accept: str, syntax: RdfFormat
) -> None:
    answer = toy_client.get(
        "/sparql", query_string={"query": PLACE}, headers={"Accept": accept}
    )

    found = {str(triple_of(quad)) for quad in parse(answer.data, format=syntax)}
    assert answer.mimetype == accept
    assert len(found) == 9


def triple_of(quad: Quad) -> object:
    return quad.subject, quad.predicate, quad.object


def test_ask_is_answered_by_form_and_directly(toy_client: FlaskClient) -> None:
    form = toy_client.post("/sparql", data={"query": "ASK {}"})
    direct = toy_client.post(
        "/sparql", data="ASK {}", content_type="application/sparql-query"
    )

    assert form.get_json() == direct.get_json() == {"head": {}, "boolean": True}


def test_the_asserted_view_is_one_parameter_away(toy_client: FlaskClient) -> None:
    asked = {
        "query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "default-graph-uri": "https://w3id.org/borderkg/graph/asserted",
        "format": "csv",
    }

    answer = toy_client.get("/sparql", query_string=asked)

    assert answer.text == "n\r\n12\r\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="results.csv"'


def test_head_is_get_without_the_body(toy_client: FlaskClient) -> None:
    got = toy_client.get("/sparql", query_string={"query": "ASK {}"})
    head = toy_client.head("/sparql", query_string={"query": "ASK {}"})

    assert head.data == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert head.content_type == got.content_type


def test_a_preflight_is_answered(toy_client: FlaskClient) -> None:
    answer = toy_client.options("/sparql", headers={"Origin": "null"})

    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_are_refused(toy_client: FlaskClient, method: str) -> None:
    answer = toy_client.open("/sparql", method=method)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        pytest.param("", 400, "syntax-error", id="empty"),
        pytest.param("SELECT * {", 400, "syntax-error", id="unfinished"),
        pytest.param("CLEAR ALL", 403, "read-only", id="update"),
        pytest.param("ASK {SERVICE <a:a> {}}", 403, "read-only", id="service"),
        pytest.param(
            "ASK " + "{" * 2_500 + "}" * 2_500, 400, "limit-exceeded", id="2500 deep"
        ),
    ],
)
def test_what_is_no_answerable_query_is_refused(
    toy_client: FlaskClient, query: str, status: int, kind: str
) -> None:
    answer = toy_client.post("/sparql", data={"query": query})

    assert answer.status_code == status
    assert answer.get_json()["type"].endswith(f"/problem/{kind}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_service_never_leaves_the_machine(toy_client: FlaskClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.5)
        address = f"<http://127.0.0.1:{canary.getsockname()[1]}/>"
        for query in (
            f"ASK {{ SERVICE {address} {{ ?s ?p ?o }} }}",
            f"PREFIX : {address} ASK {{ ?s ?p true.SERVICE:x {{ ?s ?p ?o }} }}",
            f"ASK FROM {address} {{ ?s ?p ?o }}",
            f"LOAD {address}",
        ):
            toy_client.post("/sparql", data={"query": query})
        with pytest.raises(TimeoutError):
            canary.accept()


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        pytest.param(
            'SELECT ("a\\u0001" AS ?x) {}', "application/sparql-results+xml", id="rows"
        ),
        pytest.param(
            'SELECT ("\\uFFFE" AS ?x) {}', "application/sparql-results+xml", id="fffe"
        ),
        pytest.param(
            'CONSTRUCT { <a:a> <a:b> "\\u0001" } {}',
            "application/rdf+xml",
            id="triples",
        ),
        pytest.param(
            "CONSTRUCT { <a:a> <http://e/> 1 } {}",
            "application/rdf+xml",
            id="predicate",
        ),
    ],
)
def test_xml_that_cannot_carry_a_term_is_refused(
    toy_client: FlaskClient, query: str, accept: str
) -> None:
    answer = toy_client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": accept}
    )

    assert answer.status_code == 406
    assert "application/sparql-results+json" in answer.get_json()["available"]


def test_a_carriage_return_survives_xml(toy_client: FlaskClient) -> None:
    asked = {"query": 'SELECT ("a\\r\\nb" AS ?x) {}', "format": "xml"}

    answer = toy_client.get("/sparql", query_string=asked)

    root = ET.fromstring(answer.text)  # noqa: S314 - our own
    assert [e.text for e in root.iter(SPARQL + "literal")] == ["a\r\nb"]


def test_without_a_query_the_service_describes_itself(toy_client: FlaskClient) -> None:
    answer = toy_client.get("/sparql", headers={"Accept": "application/n-triples"})

    assert answer.status_code == 200
    assert (
        "<https://w3id.org/borderkg/sparql> "
        "<http://www.w3.org/ns/sparql-service-description#endpoint> "
        "<https://w3id.org/borderkg/sparql> ."
    ) in answer.text.splitlines()
    assert "https://w3id.org/borderkg/graph/entities" in answer.text


def test_a_client_that_hangs_up_frees_its_worker_long_before_the_deadline(
    serving: Serving,
) -> None:
    with serving(Settings(deadline=60.0, workers=2)) as (port, running):
        process = running.child.process_id
        before = children(process)
        with socket.create_connection(("127.0.0.1", port)) as client:
            request = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n"
            client.sendall(request.encode())
            time.sleep(0.4)

        until(20, lambda: children(process) != before)


@pytest.mark.slow
def test_eight_endless_queries_leave_the_server_well(serving: Serving) -> None:
    settings = Settings(deadline=3.0, workers=4)

    def ask(query: str) -> int:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", f"/sparql?query={quote(query)}")
        status = connection.getresponse().status
        connection.close()
        return status

    with serving(settings) as (port, _), ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, [ENDLESS] * 16))
        after = ask("ASK {}")

    assert answers == {429, 503}
    assert after == 200
