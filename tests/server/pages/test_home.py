"""The front page, and whether the server says that it is well."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient


def test_the_front_page_takes_a_question_without_scripts(client: FlaskClient) -> None:
    page = client.get("/").text

    assert re.search(r'<form [^>]*action="/sparql" method="get"', page)
    assert '<textarea id="query" name="query"' in page
    assert 'type="submit"' in page


def test_the_front_page_links_the_examples_of_the_release(client: FlaskClient) -> None:
    page = client.get("/").text

    links = [unescape(h) for h in re.findall(r'href="(/sparql\?query=[^"]*)"', page)]
    queries = [parse_qs(urlsplit(link).query)["query"][0] for link in links]
    assert queries == ["SELECT * { ?s ?p ?o } LIMIT 2", "ASK {}"]
    assert "What there is" in page


def test_the_front_page_counts_from_the_manifest(client: FlaskClient) -> None:
    page = client.get("/").text

    assert "<b>2</b> claims" in page
    assert "<b>2</b> segments" in page


def test_the_front_page_leads_to_a_thing_a_claim_and_the_terms(
    client: FlaskClient,
) -> None:
    page = client.get("/").text

    assert 'href="/crossing/gate"' in page
    assert 'href="/claim/s6-9"' in page
    assert 'href="/ontology"' in page
    assert 'href="/dumps/default.ttl"' in page


def test_health_is_good_once_a_query_is_answered(client: FlaskClient) -> None:
    answer = client.get("/health")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_health_is_bad_when_no_query_is_answered(
    client: FlaskClient, told: dict[str, bytes]
) -> None:
    told.clear()

    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.text == "not well: No worker\n"


def test_crawlers_find_what_the_data_set_is(client: FlaskClient) -> None:
    answer = client.get("/.well-known/void")

    assert answer.status_code == 200
    assert answer.mimetype == "text/turtle"
    assert "A toy data set" in answer.text
