"""``/evidence`` over HTTP: ways to ask, what comes back, and what is refused."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.engine.interface import Answer, DatasetSpec, stays
from server.engine.local import Local
from server.evidence.tracing import QUESTIONS
from server.query.guard import Checked
from tests.server.evidence.engines import SETTINGS

LABELS = (
    "SELECT ?s ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?s ?l"
)
ASSERTED = "https://w3id.org/borderkg/graph/asserted"


def ask(client: FlaskClient, **parameters: object) -> dict[str, Any]:
    answer = client.post("/evidence", json={"query": LABELS, **parameters})
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    found: dict[str, Any] = answer.get_json()
    return found


def rows(client: FlaskClient) -> list[dict[str, Any]]:
    answer = client.get("/sparql", query_string={"query": LABELS})
    found: list[dict[str, Any]] = json.loads(answer.data)["results"]["bindings"]
    return found


def test_a_row_is_answered_with_its_triples_and_graphs(
    toy_client: FlaskClient,
) -> None:
    found = ask(toy_client, row=1)

    (row,) = found["rows"]
    assert row["row"] == 1
    assert row["binding"] == rows(toy_client)[1]
    assert (row["standing"], row["traceable"], row["more"]) == (
        "solution",
        "whole",
        False,
    )
    ((triple,),) = [witness["triples"] for witness in row["witnesses"]]
    assert triple["subject"] == row["binding"]["s"]
    assert triple["object"] == row["binding"]["l"]
    assert triple["heldBy"]
    assert found["total"] == len(rows(toy_client))
    limits = found["limits"]
    assert 0 < limits["questions"]["used"] <= limits["questions"]["allowed"]


def test_each_way_to_ask_has_the_same_answer(toy_client: FlaskClient) -> None:
    asked = {"query": LABELS, "row": "0"}
    binding = rows(toy_client)[0]
    sparql = {"Content-Type": "application/sparql-query"}

    answers = [
        toy_client.get("/evidence", query_string=asked),
        toy_client.post("/evidence", data=asked),
        toy_client.post("/evidence?row=0", data=LABELS, headers=sparql),
        toy_client.post("/evidence?row=0", json={"query": LABELS}),
        toy_client.post("/evidence", json={"query": LABELS, "binding": binding}),
        toy_client.post(
            "/evidence", data={"query": LABELS, "binding": json.dumps(binding)}
        ),
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1


def test_all_rows_are_answered_in_the_order_of_the_answer(
    toy_client: FlaskClient,
) -> None:
    found = ask(toy_client, rows="all")

    assert [row["binding"] for row in found["rows"]] == rows(toy_client)
    assert [row["row"] for row in found["rows"]] == list(range(found["total"]))


def test_the_view_that_is_asked_decides_what_holds_a_triple(
    toy_client: FlaskClient,
) -> None:
    found = ask(toy_client, rows="all", **{"default-graph-uri": [ASSERTED]})

    held = {
        graph
        for row in found["rows"]
        for witness in row["witnesses"]
        for triple in witness["triples"]
        for graph in triple["heldBy"]
    }
    assert held
    assert "https://w3id.org/borderkg/graph/entailed" not in held


def test_a_page_shows_the_same(toy_client: FlaskClient) -> None:
    asked = {"query": LABELS, "rows": "all"}

    page = toy_client.get(
        "/evidence", query_string=asked, headers={"Accept": "text/html"}
    )
    same = toy_client.get("/evidence", query_string={**asked, "format": "html"})

    assert page.content_type == "text/html; charset=utf-8"
    assert page.text.count("<section") == len(rows(toy_client)) + 1
    assert same.text == page.text
    assert page.headers["Access-Control-Allow-Origin"] == "*"


def test_a_page_names_things_by_their_labels(toy_client: FlaskClient) -> None:
    asked = {"query": "SELECT ?x { ?x ?p ?label FILTER (?label = 'China'@en) }"}

    page = toy_client.get(
        "/evidence", query_string={**asked, "row": 0, "format": "html"}
    )

    china = "https://w3id.org/borderkg/place/china"
    assert f'<a href="/place/china" title="{china}">China</a>' in page.text


def test_each_row_of_a_page_of_results_leads_to_its_evidence(
    toy_client: FlaskClient,
) -> None:
    asked = {"query": LABELS, "format": "html", "default-graph-uri": ASSERTED}

    page = toy_client.get("/sparql", query_string=asked).text

    numbers = re.findall(r'<button form="evidence" name="row" value="(\d+)"', page)
    assert numbers == [str(number) for number in range(len(numbers))]
    assert numbers
    form = re.search(
        r'<form id="evidence" action="/evidence" method="get">.*?</form>',
        page,
        re.DOTALL,
    )
    assert form
    assert f'name="default-graph-uri" value="{ASSERTED}"' in form[0]


def test_a_long_query_is_sent_on_by_post(toy_client: FlaskClient) -> None:
    asked = {"query": LABELS + " #" + "x" * SETTINGS.url, "format": "html"}

    page = toy_client.post("/sparql", data=asked).text

    assert '<form id="evidence" action="/evidence" method="post">' in page


def refused(answer: TestResponse) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.status_code, answer.get_json()["type"].rpartition("/")[2]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({}, 400, "bad-request"),
        ({"row": 0, "rows": "all"}, 400, "bad-request"),
        ({"rows": "some"}, 400, "bad-request"),
        ({"row": -1}, 400, "bad-request"),
        ({"row": "one"}, 400, "bad-request"),
        ({"row": True}, 400, "bad-request"),
        ({"row": 1.5}, 400, "bad-request"),
        ({"row": "1" * 10}, 400, "bad-request"),
        ({"binding": []}, 400, "bad-request"),
        ({"binding": {"s": "x"}}, 400, "bad-request"),
        ({"binding": {"s": {"type": "uri", "value": 1}}}, 400, "bad-request"),
        ({"binding": {"s": {"type": "uri", "value": "a:> } #"}}}, 400, "bad-request"),
        (
            {"binding": {"s": {"type": "literal", "value": "x", "xml:lang": "e n"}}},
            400,
            "bad-request",
        ),
        ({"binding": {"s": {"type": "iri", "value": "a:b"}}}, 400, "bad-request"),
        ({"query": ["ASK {}"], "row": 0}, 400, "bad-request"),
        ({"query": "", "row": 0}, 400, "syntax-error"),
        ({"query": "SELECT ?x {", "row": 0}, 400, "syntax-error"),
        ({"row": 99}, 404, "no-such-row"),
        ({"binding": {}}, 404, "no-such-row"),
        ({"query": "ASK { <a:a> <a:a> <a:a> }", "row": 0}, 404, "no-such-row"),
        ({"query": "ASK { SERVICE <a:a> { ?x ?y ?z } }", "row": 0}, 403, "read-only"),
        ({"query": "DELETE WHERE { ?x ?y ?z }", "row": 0}, 403, "read-only"),
        ({"update": "CLEAR ALL", "row": 0}, 403, "read-only"),
        ({"query": LABELS + " " * SETTINGS.body, "row": 0}, 413, "limit-exceeded"),
    ],
)  # fmt: skip
def test_what_cannot_be_traced_is_refused(
    toy_client: FlaskClient, body: dict[str, object], status: int, kind: str
) -> None:
    asked = {"query": LABELS, **body}

    assert refused(toy_client.post("/evidence", json=asked)) == (status, kind)


@pytest.mark.parametrize("body", ["", "[]", "{", "[" * 20_000, '"query"'])
def test_a_body_that_is_no_object_is_refused(
    toy_client: FlaskClient, body: str
) -> None:
    answer = toy_client.post(
        "/evidence", data=body, headers={"Content-Type": "application/json"}
    )

    assert refused(answer) == (400, "bad-request")


def test_an_address_without_a_query_is_refused(toy_client: FlaskClient) -> None:
    assert refused(toy_client.get("/evidence?row=0")) == (400, "bad-request")


RUNAWAY = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"


def test_a_runaway_query_ends_at_the_deadline(toy_client: FlaskClient) -> None:
    # What only counts is quick: more patterns than a fast machine counts by then.
    more = " . ?s ?t ?u . ?v ?w ?x . ?y ?z ?aa }"
    asked = f"SELECT (COUNT(*) AS ?n) {RUNAWAY.removesuffix(' }')}{more}"

    begun = monotonic()
    answer = toy_client.post("/evidence", json={"query": asked, "row": 0})

    assert refused(answer) == (503, "deadline-exceeded")
    assert monotonic() - begun < 30


def test_a_row_whose_solutions_take_too_long_says_so(toy_client: FlaskClient) -> None:
    # One row is found at once; all others must be looked at to see which equal it.
    parts = ", ".join(f"STR(?{name})" for name in "abcdefghijklmnopqr")
    asked = f"SELECT (CONCAT({parts}) AS ?x) {RUNAWAY} LIMIT 1"

    found = ask(toy_client, query=asked, row=0)

    (row,) = found["rows"]
    assert row["traceable"] == "not"
    (untraced,) = row["untraced"]
    assert untraced["reason"].startswith("it takes longer than")
    assert found["limits"]["seconds"] == 2.0


@contextmanager
def counted(engine: Local) -> Iterator[list[str]]:
    """Note what an engine is asked."""
    asked: list[str] = []
    whole = engine.run

    def run(
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = stays,
    ) -> Answer:
        asked.append(query if isinstance(query, str) else query.text)
        return whole(query, dataset, media_type, gone)

    engine.run = run  # type: ignore[method-assign]
    try:
        yield asked
    finally:
        engine.run = whole  # type: ignore[method-assign]


def test_no_request_asks_more_questions_than_are_allowed(
    toy_client: FlaskClient, toy_engine: Local
) -> None:
    paths = " UNION ".join(f"{{ ?s (<a:{n}>|!<a:a>)+ ?l }}" for n in range(20))

    with counted(toy_engine) as questions:
        found = ask(toy_client, query=f"SELECT ?s ?l {{ {paths} }}", rows="all")

    assert len(questions) <= QUESTIONS + 1
    assert found["limits"]["questions"]["used"] == len(questions)
