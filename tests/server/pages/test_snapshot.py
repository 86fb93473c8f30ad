"""The page of the snapshot's sources, and that of the queries that join with others."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from ontology.prefixes import PREFIXES
from ontology.terms import RDF_TYPE

PAGE = {"Accept": "text/html"}
TURTLE = {"Accept": "text/turtle"}


def triples(client: FlaskClient, path: str) -> list[ox.Quad]:
    return list(ox.parse(client.get(f"{path}.nt").data, format=ox.RdfFormat.N_TRIPLES))


def test_each_source_is_credited_with_its_terms(real_client: FlaskClient) -> None:
    page = unescape(real_client.get("/snapshot", headers=PAGE).text)

    rights = [
        quad.object.value
        for quad in triples(real_client, "/snapshot")
        if quad.predicate.value == f"{PREFIXES['dcterms']}rights"
        and isinstance(quad.object, ox.Literal)
    ]
    assert len(rights) > 15
    assert [text for text in rights if text not in page] == []
    assert page.count("ODbL 1.0</a>") == 2


def test_the_query_of_the_page_names_source_and_licence(
    real_client: FlaskClient,
) -> None:
    page = unescape(real_client.get("/snapshot", headers=PAGE).text)
    (link,) = re.findall(r'<a href="(/sparql\?query=[^"]+)">Run it', page)
    (query,) = parse_qs(urlsplit(link).query)["query"]
    store = ox.Store()
    store.extend(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for path in ("/graph/snapshot.nq",)
        for quad in ox.parse(real_client.get(path).data, format=ox.RdfFormat.N_QUADS)
    )

    found = store.query(query)

    assert isinstance(found, ox.QuerySolutions)
    names = {row["name"] for row in found if row["source"] and row["found"]}
    assert ox.Literal("Xinjiang", language="en") in names


def test_the_downloads_lead_to_the_sources(real_client: FlaskClient) -> None:
    assert 'href="/snapshot"' in real_client.get("/dumps/").text


def test_the_name_of_an_item_is_shown_beside_its_number(
    real_client: FlaskClient,
) -> None:
    page = real_client.get("/snapshot/q34800-label-en", headers=PAGE).text

    assert "wd:Q34800 (Xinjiang)" in page


@pytest.mark.parametrize("path", ["/snapshot", "/federation"])
def test_a_release_without_them_has_an_empty_page(
    client: FlaskClient, path: str
) -> None:
    assert "This release has none." in client.get(path, headers=PAGE).text


@pytest.mark.parametrize("path", ["/snapshot", "/federation"])
def test_a_page_is_negotiated_as_turtle(real_client: FlaskClient, path: str) -> None:
    answer = real_client.get(path, headers=TURTLE)

    assert answer.mimetype == "text/turtle"
    assert "Accept" in answer.headers["Vary"]
    assert len(list(ox.parse(answer.data, format=ox.RdfFormat.TURTLE))) > 10


def test_a_federated_query_is_not_offered_to_be_run_here(
    real_client: FlaskClient,
) -> None:
    executable = ox.NamedNode(f"{PREFIXES['sh']}SPARQLExecutable")
    told = triples(real_client, "/federation")

    assert any(quad.predicate.value.endswith("federatesWith") for quad in told)
    assert [
        q for q in told if q.predicate.value == RDF_TYPE if q.object == executable
    ] == []


def test_a_query_is_handed_out_as_a_file(real_client: FlaskClient) -> None:
    answer = real_client.get("/federation/13-countries-named-in-kazakh.rq")

    assert answer.mimetype == "application/sparql-query"
    assert "SERVICE <https://query.wikidata.org/sparql>" in answer.text
    assert real_client.get("/federation/no-such.rq").status_code == 404


def test_the_problem_of_service_leads_to_the_queries(real_client: FlaskClient) -> None:
    page = real_client.get("/problem/read-only", headers=PAGE).text

    assert 'href="/federation"' in page
    assert (
        'href="/federation"'
        not in real_client.get("/problem/deadline", headers=PAGE).text.partition(
            "<main"
        )[2]
    )
