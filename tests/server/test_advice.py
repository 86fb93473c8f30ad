"""What is told of a mistake in SPARQL: where, what was expected, what to do."""

import json
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient

LINES = Path(__file__).with_name("mistakes.jsonl").read_text(encoding="utf-8")
MISTAKES = [json.loads(line) for line in LINES.splitlines()]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["query"])
def test_a_mistake_is_placed_and_answered(
    toy_client: FlaskClient, mistake: dict[str, Any]
) -> None:
    answer = toy_client.post("/sparql", data={"query": mistake["query"]})

    told = answer.get_json()
    assert answer.status_code == 400
    assert told["type"] == "https://w3id.org/borderkg/problem/syntax-error"
    found = {name: told.get(name, "") for name in mistake if name != "query"}
    assert found == {name: said for name, said in mistake.items() if name != "query"}


@pytest.mark.parametrize(
    ("called", "suggestion"),
    [
        ("xsd:integr(?o)", "write xsd:integer"),
        ("xsd:strng(?o)", "write xsd:string"),
        ("fn:contains(?o, 'x')", "write CONTAINS"),
        ("fn:string-length(?o)", None),
        ("xsd:length(?o)", None),
    ],
)
def test_an_unknown_function_is_answered_with_the_nearest(
    toy_client: FlaskClient, called: str, suggestion: str | None
) -> None:
    query = f"""PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        PREFIX fn: <http://www.w3.org/2005/xpath-functions#>
        SELECT * {{ ?s ?p ?o FILTER({called}) }}"""

    answer = toy_client.post("/sparql", data={"query": query})

    assert answer.status_code == 400
    assert answer.get_json()["type"].endswith("/evaluation-failed")
    assert answer.get_json().get("suggestion") == suggestion


def test_a_suggested_prefix_line_mends_the_query(toy_client: FlaskClient) -> None:
    query = "SELECT * { ?s foaf:name ?o }"
    told = toy_client.post("/sparql", data={"query": query}).get_json()
    line = told["suggestion"].removeprefix("add ")

    answer = toy_client.post("/sparql", data={"query": f"{line} {query}"})

    assert answer.status_code == 200


def test_a_browser_sees_the_suggestion_beside_its_query(server: str) -> None:
    query = "SELECT * { ?s foaf:name ?o }"
    address = f"{server}/sparql?{urlencode({'query': query})}"
    asked = Request(address, headers={"Accept": "text/html"})  # noqa: S310

    with pytest.raises(HTTPError) as caught:
        urlopen(asked, timeout=15)  # noqa: S310

    with caught.value as answer:
        page = answer.read().decode()
    assert "Expected: a prefix that is declared" in page
    assert "add PREFIX foaf: &lt;http://xmlns.com/foaf/0.1/&gt;" in page
    assert "?s foaf:name ?o }</textarea>" in page
