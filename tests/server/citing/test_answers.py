"""The address of an answer asks the query again and says what has become of it."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.prefixes import BASE
from server.citing import results
from server.citing.results import IncomparableError

LABELS = "SELECT ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
TODAY = f"0.1.0-{'0' * 12}"
P = NamedNode("http://example.org/p")


def address(client: FlaskClient, query: str) -> str:
    """Take the address that the page of results offers."""
    told = urlencode({"query": query})
    page = client.get(f"/sparql?{told}", headers={"Accept": "text/html"}).text
    found = re.search(r'<a href="(/cite\?[^"]*)">open it', page)
    assert found, page
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize(
    "query",
    [
        LABELS,
        f"{LABELS} ORDER BY ?l",
        "ASK { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isIRI(?s)) } LIMIT 3",
        "CONSTRUCT { [] <urn:p> ?l } WHERE { ?s ?p ?l FILTER(isLiteral(?l)) }",
    ],
)
def test_the_page_offers_an_address_at_which_the_answer_is_the_same(
    client: FlaskClient, later: FlaskClient, query: str
) -> None:
    path = address(client, query)
    told = parse_qs(urlsplit(path).query)

    assert told["query"] == [query]
    assert told["release"] == [TODAY]
    answer = client.get(path, headers={"Accept": "application/json"}).get_json()
    assert answer["verdict"] == "same"
    assert answer["today"] == answer["cited"]
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert "answer is the same" in page
    after = later.get(path).get_json()
    assert after["verdict"] == "same"
    assert after["today"]["release"] != after["cited"]["release"] == TODAY


def test_an_answer_that_differs_is_said_to_and_from_which_release_it_was(
    client: FlaskClient, later: FlaskClient
) -> None:
    path = address(client, LABELS)
    other = re.sub("sha256-[0-9a-f]{64}", f"sha256-{'a' * 64}", path)

    assert client.get(other).get_json()["verdict"] == "differs"
    page = later.get(other, headers={"Accept": "text/html"}).text
    assert "answer differs" in page
    assert f"cited from release {TODAY}" in page
    assert f"this is release 0.1.0-{'1' * 12}" in page


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()"])
def test_an_answer_that_never_stays_has_no_address(
    client: FlaskClient, call: str
) -> None:
    told = {"query": f"SELECT ({call} AS ?x) {{}}"}
    page = client.get(f"/sparql?{urlencode(told)}", headers={"Accept": "text/html"})
    answer = client.get(f"/cite?{urlencode(told)}").get_json()

    assert "no address to cite" in page.text
    assert "/cite?" not in page.text
    assert answer["verdict"] == "incomparable"
    assert answer["address"] is None
    whole = {**told, "release": TODAY, "result": f"sha256-{'a' * 64}", "cite": "csl"}
    assert client.get(f"/cite?{urlencode(whole)}").status_code == 400


def test_a_row_with_a_blank_node_is_not_compared(client: FlaskClient) -> None:
    told = urlencode({"query": "SELECT * { ?s ?p ?o FILTER(isBlank(?o)) }"})
    answer = client.get(f"/cite?{told}").get_json()

    assert answer["verdict"] == "incomparable"
    assert "blank node" in answer["reason"]


def test_a_query_that_fails_is_said_to_fail_with_its_own_status(
    client: FlaskClient,
) -> None:
    query = "SELECT (<http://example.org/none>(1) AS ?x) { ?s ?p ?o . }"
    told = {"query": query, "release": TODAY, "result": f"sha256-{'a' * 64}"}
    answer = client.get(f"/cite?{urlencode(told)}")

    assert answer.status_code == 400
    assert answer.get_json()["verdict"] == "incomparable"
    assert "has no answer" in answer.get_json()["reason"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"release": TODAY}, "one release and one result"),
        ({"result": f"sha256-{'a' * 64}"}, "one release and one result"),
        ({"release": "x", "result": f"sha256-{'a' * 64}"}, "no identifier"),
        ({"release": TODAY, "result": "sha256-xyz"}, "64 hexadecimal"),
        ({"release": TODAY, "result": f"md5-{'a' * 64}"}, "64 hexadecimal"),
        ({"cite": "bibtex"}, "release and result"),
        ({"cite": "word"}, "bibtex, csl, text"),
        ({"query": "SELECT"}, "more than one query"),
    ],
)
def test_an_address_that_is_not_whole_is_refused(
    client: FlaskClient, told: dict[str, str], said: str
) -> None:
    pairs = [("query", LABELS), *told.items()]
    answer = client.get(f"/cite?{urlencode(pairs)}")

    assert answer.status_code == 400
    assert said in answer.get_json(force=True)["detail"]


def test_release_and_result_without_a_query_are_refused(client: FlaskClient) -> None:
    told = {"release": TODAY, "result": f"sha256-{'a' * 64}"}

    assert client.get(f"/cite?{urlencode(told)}").status_code == 400


def test_the_guard_stands_before_this_address_too(client: FlaskClient) -> None:
    told = urlencode({"query": "SELECT * { SERVICE <http://example.org/> {} }"})

    assert client.get(f"/cite?{told}").status_code == 403


def test_a_file_of_an_answer_cites_its_whole_address(client: FlaskClient) -> None:
    path = address(client, LABELS)
    item, article = client.get(f"{path}&cite=csl").get_json(force=True)

    assert item["URL"] == f"{BASE}{path[1:]}"
    assert item["version"] == TODAY
    assert article["type"] == "article"


def test_a_query_too_long_for_an_address_is_said_to_be(client: FlaskClient) -> None:
    query = f"{LABELS} # {'x' * 8100}"
    page = client.post(
        "/sparql", data={"query": query}, headers={"Accept": "text/html"}
    ).text

    assert "has no address to cite" in page
    assert "8192 are allowed" in page


def test_graphs_asked_are_part_of_the_address(client: FlaskClient) -> None:
    graph = "https://w3id.org/borderkg/graph/asserted"
    told = urlencode({"query": "ASK {}", "default-graph-uri": graph})
    answer = client.get(f"/cite?{told}").get_json()

    assert answer["verdict"] == "new"
    assert parse_qs(answer["address"])["default-graph-uri"] == [graph]


def rows(*values: str) -> list[dict[str, dict[str, str]]]:
    return [{"x": {"type": "literal", "value": value}} for value in values]


def test_the_order_of_rows_counts_only_where_it_was_asked_for() -> None:
    one, other = rows("a", "b"), rows("b", "a")

    assert results.of_rows(["x"], one, in_order=False) == results.of_rows(
        ["x"], other, in_order=False
    )
    assert results.of_rows(["x"], one, in_order=True) != results.of_rows(
        ["x"], other, in_order=True
    )
    assert results.of_rows(["x"], rows("a"), in_order=False) != results.of_rows(
        ["x"], rows("a", "a"), in_order=False
    )


def test_what_looks_alike_is_not_the_same() -> None:
    kinds: list[dict[str, str] | None] = [
        {"type": "literal", "value": "http://a"},
        {"type": "uri", "value": "http://a"},
        {"type": "literal", "value": "http://a", "xml:lang": "en"},
        {"type": "literal", "value": "http://a", "datatype": "http://t"},
        {"type": "literal", "value": ""},
        None,
    ]
    found = {
        results.of_rows(["x"], [{"x": kind}] if kind else [{}], in_order=False)
        for kind in kinds
    }
    assert len(found) == len(kinds)


@pytest.mark.parametrize(
    ("query", "in_order"),
    [
        ("SELECT * { ?s ?p ?o } ORDER BY ?s", True),
        ("SELECT * { ?s ?p ?o } order # so\n by ?s LIMIT 1", True),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s } }", False),
        ("SELECT * { ?s ?p 'ORDER BY' } # ORDER BY ?s", False),
    ],
)
def test_only_the_order_of_the_query_itself_counts(
    query: str, *, in_order: bool
) -> None:
    assert results.ordered(query) is in_order


def test_names_of_blank_nodes_do_not_count_in_a_graph() -> None:
    found = {
        results.of_graph(
            [
                Triple(BlankNode(a), P, Literal("1")),
                Triple(BlankNode(b), P, BlankNode(a)),
            ]
        )
        for a, b in (("x", "y"), ("y", "x"), ("n1", "n2"))
    }
    assert len(found) == 1


def test_a_graph_with_very_many_blank_nodes_is_refused() -> None:
    many = [Triple(BlankNode(), P, Literal("1")) for _ in range(results.BLANK + 1)]

    assert results.of_graph(many[1:])
    with pytest.raises(IncomparableError, match="blank nodes"):
        results.of_graph(many)


def test_blank_nodes_that_nothing_tells_apart_are_refused_at_once() -> None:
    nodes = [BlankNode() for _ in range(30)]
    clique = [Triple(a, P, b) for a in nodes for b in nodes if a != b]

    with pytest.raises(IncomparableError, match="do not tell apart"):
        results.of_graph(clique)
