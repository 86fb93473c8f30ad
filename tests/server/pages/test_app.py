"""What holds of every answer: headers, hosts, errors, result pages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ontology.prefixes import BASE
from server.run import PortTakenError, listen

PATHS = ["/", "/place/toy-hill", "/claim/s6-9.ttl", "/dumps/", "/dumps/default.ttl"]
PATHS += ["/nothing/here", "/health", "/sparql", "/static/style.css"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_secure_headers(
    client: FlaskClient, path: str
) -> None:
    headers = client.get(path, buffered=True).headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Server" not in headers
    assert headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [*PATHS, "/dumps", "/place/toy-hill/", "/place/"])
def test_no_answer_repeats_the_host_it_was_asked_by(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(
        path,
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        buffered=True,
    )

    assert answer.status_code in {200, 404}
    assert b"evil.example" not in answer.data
    assert "evil.example" not in str(answer.headers)


def test_nothing_can_be_changed(client: FlaskClient) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.open("/place/toy-hill", method=method).status_code == 405


def test_the_app_answers_from_memory_when_the_release_is_gone(
    app: Flask, client: FlaskClient
) -> None:
    folder = app.extensions["borderkg.release"].folder
    (folder / "dataset.nq").unlink()

    assert client.get("/place/toy-hill").status_code == 200


def test_a_result_links_names_and_offers_other_formats(
    client: FlaskClient, told: dict[str, bytes]
) -> None:
    told["body"] = (
        b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"uri","value":'
        b'"https://w3id.org/borderkg/place/toy-hill"}},{"b":{"type":"literal","value":'
        b'"<i>x</i>","xml:lang":"en"}},{"a":{"type":"uri","value":"javascript:x"}}]}}'
    )

    page = client.get(
        "/sparql?query=SELECT * {?a ?b ?c}", headers={"Accept": "text/html"}
    ).text

    assert re.search(r'<a href="/place/toy-hill"[^>]*>place:toy-hill</a>', page)
    assert "3 rows" in page
    assert "&lt;i&gt;x&lt;/i&gt;" in page
    assert 'href="javascript' not in page
    for form in ("json", "xml", "csv", "tsv"):
        assert f"format={form}" in page


def test_a_result_without_rows_says_so(
    client: FlaskClient, told: dict[str, bytes]
) -> None:
    told["body"] = b'{"head":{"vars":["a"]},"results":{"bindings":[]}}'

    page = client.get(
        "/sparql?query=SELECT * {?a ?b ?c}", headers={"Accept": "text/html"}
    ).text

    assert "No rows" in page


def test_a_yes_is_a_yes(client: FlaskClient) -> None:
    page = client.get("/sparql?query=ASK {}", headers={"Accept": "text/html"}).text

    assert "<strong>yes</strong>" in page


def test_the_query_stands_in_the_form_again(client: FlaskClient) -> None:
    query = "ASK { ?a ?b '</textarea><script>' }"
    page = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    ).text

    assert "&lt;/textarea&gt;&lt;script&gt;" in page
    assert "<script" not in page


def test_a_taken_port_is_one_clear_sentence() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(PortTakenError, match=f"port {port} is taken"):
            listen("127.0.0.1", port)


def test_the_choice_of_graphs_stands_in_the_form_again(client: FlaskClient) -> None:
    query = {
        "query": "ASK {}",
        "default-graph-uri": f"{BASE}graph/asserted",
        "named-graph-uri": f"{BASE}graph/links",
    }
    page = client.get(
        "/sparql",
        query_string=query,
        headers={"Accept": "text/html"},
    ).text

    assert re.search(r'value="[^"]*graph/asserted" checked', page)
    assert f'name="named-graph-uri" value="{BASE}graph/links"' in page


def test_a_refused_query_stands_in_the_form_with_the_reason(
    client: FlaskClient, told: dict[str, bytes]
) -> None:
    told.clear()

    answer = client.get(
        "/sparql", query_string={"query": "ASK {}#<"}, headers={"Accept": "text/html"}
    )

    assert answer.status_code == 503
    assert "No worker" in answer.text.split('role="alert"')[1]
    assert "ASK {}#&lt;</textarea>" in answer.text
