"""From somebody else's identifier to our page, over the real release."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store
from werkzeug.test import TestResponse

from ontology.prefixes import BASE, PREFIXES
from server.lookup.linked import PREDICATES
from server.lookup.schemes import SCHEMES

SKOS = PREFIXES["skos"]
XINJIANG = f"{BASE}place/xinjiang"


def ask(
    client: FlaskClient, text: str, headers: Mapping[str, str] | None = None
) -> TestResponse:
    return client.get(f"/lookup?id={quote(text, safe='')}", headers=headers)


def told(client: FlaskClient, text: str) -> tuple[int, list[dict[str, Any]]]:
    answer = ask(client, text, headers={"Accept": "application/json"})
    return answer.status_code, json.loads(answer.data)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Q34800", "/place/xinjiang"),
        ("https://m.wikidata.org/wiki/Q34800?uselang=ru#P131", "/place/xinjiang"),
        ("https://www.geonames.org/1526384/almaty.html", "/place/almaty"),
        ("KZ", "/place/kazakhstan"),
        ("cn-xj", "/place/xinjiang"),
        ("wof:85632307", "/place/kazakhstan"),
        ("03hcmxw73", "/actor/xinjiang-production-and-construction-corps"),
        ("place:xinjiang", "/place/xinjiang"),
        (XINJIANG, "/place/xinjiang"),
        ("claim:s6-13", "/claim/s6-13"),
        ("bk:isPartOf", "/ontology/isPartOf"),
        ("wd:Q178803", "/measure/foreign-trade-turnover"),
    ],
)
def test_one_thing_that_is_the_same_or_nearly_so_is_redirected_to(
    real_client: FlaskClient, text: str, page: str
) -> None:
    answer = ask(real_client, text)

    assert (answer.status_code, answer.location) == (303, page)
    assert answer.data == b""
    assert real_client.get(page).status_code == 200


@pytest.mark.parametrize(
    "example", [each for scheme in SCHEMES for each in scheme.examples]
)
def test_every_example_of_the_page_leads_somewhere(
    real_client: FlaskClient, example: str
) -> None:
    assert f"<code>{example}</code>" in real_client.get("/lookup").text
    assert ask(real_client, example).status_code in {300, 303}


def test_every_link_of_the_release_leads_to_the_thing_that_has_it(
    real_client: FlaskClient,
) -> None:
    index_ = real_client.application.extensions["borderkg.pages"].index
    links = {
        (target, s.subject.value)
        for target, naming in index_.naming.items()
        for s in naming
        if s.predicate in PREDICATES
    }

    missing = [
        (target, iri)
        for target, iri in sorted(links)
        if iri not in {match["iri"] for match in told(real_client, target)[1]}
    ]

    assert len(links) > 250
    assert missing == []


def test_json_says_what_is_linked_how_and_how_much_there_is(
    real_client: FlaskClient,
) -> None:
    status, found = told(real_client, "Q34800")

    assert status == 200
    assert [match["iri"] for match in found] == [XINJIANG]
    assert found[0]["label"] == "Xinjiang"
    assert found[0]["predicate"] == f"{SKOS}exactMatch"
    assert 0.5 <= found[0]["confidence"] <= 1
    assert found[0]["claims"] > 10
    assert found[0]["page"] == "/place/xinjiang"
    named = real_client.get("/lookup?id=Q34800&format=json")
    assert json.loads(named.data) == found


def test_something_wider_is_offered_and_never_redirected_to(
    real_client: FlaskClient,
) -> None:
    page = ask(real_client, "Q31113", headers={"Accept": "text/html"})
    status, found = told(real_client, "Q31113")

    assert page.status_code == 300
    assert "Location" not in page.headers
    assert 'href="/actor/armed-forces-of-the-kuomintang"' in page.text
    assert status == 300
    assert [m["predicate"] for m in found] == [f"{SKOS}broadMatch"]


def test_several_things_are_offered_the_most_alike_first(
    real_client: FlaskClient,
) -> None:
    page = ask(real_client, "wd:Q36253", headers={"Accept": "text/html"})
    status, found = told(real_client, "wd:Q36253")

    assert (page.status_code, status) == (300, 300)
    assert "Location" not in page.headers
    assert len({match["iri"] for match in found}) == len(found) > 1
    order = [list(PREDICATES).index(match["predicate"]) for match in found]
    assert order == sorted(order)
    assert all(f'href="{match["page"]}"' in page.text for match in found)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Q3480", "Q34800"),
        ("geonames:1526385", "1526384"),
        ("ror:03hcmxw74", "03hcmxw73"),
        ("place:xinjang", "place:xinjiang"),
    ],
)
def test_what_leads_nowhere_is_told_what_is_near(
    real_client: FlaskClient, text: str, meant: str
) -> None:
    answer = ask(real_client, text)
    problem = answer.get_json(force=True)
    page = ask(real_client, text, headers={"Accept": "text/html"})

    assert (answer.status_code, page.status_code) == (404, 404)
    assert answer.mimetype == "application/problem+json"
    assert meant in [near["id"] for near in problem["meant"]]
    assert meant in problem["detail"]
    assert f"<code>{meant}</code>" in page.text


@pytest.mark.parametrize(
    ("text", "name", "iri"),
    [
        (
            "Q192567",
            "Ili Kazakh Autonomous Prefecture",
            "ili-kazakh-autonomous-prefecture",
        ),
        ("https://sws.geonames.org/11895425/", "Kokdala", "kokdala"),
        ("Q434924", "Altay Prefecture", "altay-prefecture"),
    ],
)
def test_what_was_rejected_resolves_to_nothing_and_says_what_it_is_not(
    real_client: FlaskClient, text: str, name: str, iri: str
) -> None:
    answer = ask(real_client, text)
    problem = answer.get_json(force=True)
    page = ask(real_client, text, headers={"Accept": "text/html"})

    assert (answer.status_code, page.status_code) == (404, 404)
    assert "published as not the same as" in problem["detail"]
    assert name in problem["detail"]
    rejected = {one["iri"]: one for one in problem["rejected"]}
    found = rejected[f"{BASE}place/{iri}"]
    assert found["ground"]
    assert "What it is not" in page.text
    record = found["mapping"].removeprefix(BASE)
    assert real_client.get(f"/{record}").status_code == 200


def test_no_rejected_mapping_leads_anywhere_by_itself(real_client: FlaskClient) -> None:
    linked = real_client.application.extensions["borderkg.linked"]

    for identifier, rejected in linked.by_rejected.items():
        found = {match.iri for match in linked.find(identifier)}
        exact = {
            link.iri
            for link in linked.by_identifier.get(identifier, ())
            if link.predicate == f"{SKOS}exactMatch"
        }
        assert not exact & {one.subject for one in rejected}
        assert found >= exact
    assert len(linked.by_rejected) > 30


def test_what_is_no_identifier_is_told_what_is_understood(
    real_client: FlaskClient,
) -> None:
    answer = ask(real_client, "  xinjiang ")
    problem = answer.get_json(force=True)
    page = ask(real_client, "Синьцзян", headers={"Accept": "text/html"})

    assert (answer.status_code, page.status_code) == (400, 400)
    assert {form["scheme"] for form in problem["forms"]} >= {"Wikidata", "GeoNames"}
    assert XINJIANG in [near["iri"] for near in problem["meant"]]
    assert 'value="Синьцзян"' in page.text
    assert 'href="/place/xinjiang"' in page.text


@pytest.mark.parametrize("query", ["id=", "id=Q1&id=Q2", "id=%FF", "id=Q1&format=png"])
def test_a_request_that_names_no_one_identifier_is_refused(
    real_client: FlaskClient, query: str
) -> None:
    assert real_client.get(f"/lookup?{query}").status_code in {400, 406}


def test_a_query_string_over_the_limit_is_refused(real_client: FlaskClient) -> None:
    assert real_client.get(f"/lookup?id=Q{'1' * 9000}").status_code == 414


def test_the_form_stands_on_a_page_that_home_links_to(client: FlaskClient) -> None:
    home = client.get("/").text
    page = client.get("/lookup")

    assert 'href="/lookup"' in home
    assert page.status_code == 200
    assert '<form class="lookup" action="/lookup" method="get">' in page.text
    assert client.get("/lookup", headers={"Accept": "application/json"}).is_json


def test_head_options_and_headers_are_as_elsewhere(real_client: FlaskClient) -> None:
    head = real_client.head("/lookup?id=Q34800")
    options = real_client.options("/lookup")
    form = real_client.get("/lookup")
    seen = real_client.get("/lookup", headers={"If-None-Match": form.headers["ETag"]})

    assert (head.status_code, head.location) == (303, "/place/xinjiang")
    assert head.headers["Access-Control-Allow-Origin"] == "*"
    assert head.headers["Cache-Control"] == "no-cache"
    assert "Accept" in head.headers["Vary"]
    assert options.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert seen.status_code == 304
    assert real_client.post("/lookup").status_code == 405


def test_no_host_that_a_client_names_comes_back(real_client: FlaskClient) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}

    for text in ("Q34800", "Q31113", "Q3480", "nothing"):
        answer = ask(real_client, text, headers=forged)
        assert b"evil.example" not in answer.data
        assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x>', "https://x.example/<b>"]
)
def test_what_was_asked_is_shown_and_never_obeyed(
    real_client: FlaskClient, text: str
) -> None:
    page = ask(real_client, text, headers={"Accept": "text/html"}).text

    assert text not in page
    assert "<script" not in page


def test_the_json_ld_of_a_thing_carries_its_links(real_client: FlaskClient) -> None:
    written = real_client.get("/place/xinjiang.jsonld").data
    store = Store()
    store.load(written, format=RdfFormat.JSON_LD)

    ours = {str(q.object) for q in store if q.subject.value == XINJIANG}

    assert "<http://www.wikidata.org/entity/Q34800>" in ours
    assert "<https://sws.geonames.org/1529047/>" in ours
    assert b"sameAs" not in written
