"""Why a query has no rows, asked of the real release as any client asks."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient

from server.engine.local import Local
from server.help.probing import PROBES
from server.query.tree.reading import read
from server.query.tree.walking import patterns
from server.settings import Settings

Serving = Callable[[Settings], AbstractContextManager[tuple[int, Local]]]

PREFIXES = """PREFIX bk: <https://w3id.org/borderkg/ontology/>
PREFIX g: <https://w3id.org/borderkg/graph/>
PREFIX place: <https://w3id.org/borderkg/place/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
"""
QUESTIONS = Path(__file__).parents[2] / "graph" / "questions"
ASSERTED = "https://w3id.org/borderkg/graph/asserted"


def explanation(server: str, query: str, **parameters: str) -> dict[str, Any]:
    return explained(server, PREFIXES + query, **parameters)


def explained(server: str, query: str, **parameters: str) -> dict[str, Any]:
    asked = {"query": query, "explain-empty": "true", **parameters}
    with urlopen(f"{server}/sparql", urlencode(asked).encode(), timeout=20) as answer:  # noqa: S310
        assert answer.headers["Content-Type"] == "application/json"
        found: dict[str, Any] = json.load(answer)
    assert 0 <= found["probes"]["used"] <= found["probes"]["allowed"] == PROBES
    return found


def matches(found: dict[str, Any]) -> dict[str, int | None]:
    return {each["place"]["text"]: each["matches"] for each in found["patterns"]}


def parts(found: dict[str, Any]) -> list[str]:
    return [each["text"] for each in found["culprit"]["parts"]]


def offers(found: dict[str, Any]) -> dict[str, list[str]]:
    return {
        each["kind"]: [offer["text"] for offer in each["offers"]]
        for each in found["suggestions"]
    }


@pytest.mark.parametrize(
    ("begin", "sentence"),
    [
        ("SELECT ?s", "The query has 1 row."),
        ("CONSTRUCT WHERE", "The query has 1 solution."),
        ("ASK", "The answer is yes: the pattern has 1 solution."),
    ],
)
def test_a_query_with_rows_is_said_to_have_them(
    server: str, begin: str, sentence: str
) -> None:
    found = explanation(server, begin + " { ?s rdfs:label 'Khorgos'@en }")

    assert found["rows"] == found["solutions"] == 1
    assert found["sentence"] == sentence
    assert found["culprit"] is None


def test_each_pattern_is_counted_alone_and_the_empty_one_is_named(server: str) -> None:
    query = """SELECT * {
      ?s a bk:Observation ;
         bk:valeu ?v .
      OPTIONAL { ?s bk:unit ?u } }"""

    found = explanation(server, query)

    assert found["rows"] == 0
    assert matches(found) == {
        "?s a bk:Observation": 300,
        "?s bk:valeu ?v": 0,
        "?s bk:unit ?u": 118,
    }
    assert [each["role"] for each in found["patterns"]] == [
        *("required", "required", "optional")
    ]
    assert parts(found) == ["?s bk:valeu ?v"]
    place = found["culprit"]["parts"][0]
    assert (place["line"], place["column"]) == (10, 10)
    assert offers(found)["term"][0] == "bk:value"
    assert found["suggestions"][0]["offers"][0]["matches"] == 119


def test_the_smallest_set_that_never_joins_is_named(server: str) -> None:
    query = """SELECT * { ?o bk:unit ?u ; a bk:Observation ; bk:value ?v .
      ?o a ?kind . ?o a bk:Place . OPTIONAL { ?o rdfs:label ?l } }"""

    found = explanation(server, query)

    assert parts(found) in (
        ["?o bk:unit ?u", "?o a bk:Place"],
        ["?o a bk:Observation", "?o a bk:Place"],
        ["?o bk:value ?v", "?o a bk:Place"],
    )
    assert found["culprit"]["minimal"]
    assert found["culprit"]["joined"] == ["o"]
    assert "each match, but never together" in found["sentence"]


@pytest.mark.parametrize(
    ("written", "part", "without"),
    [
        ("FILTER(?v > 1e30)", "FILTER(?v > 1e30)", 119),
        ("FILTER NOT EXISTS { ?o a ?c }", "FILTER NOT EXISTS { ?o a ?c }", 119),
        ("MINUS { ?o bk:value ?v }", "MINUS { ?o bk:value ?v }", 119),
        ("FILTER(?v > 0) FILTER(?v < -1)", "FILTER(?v < -1)", None),
    ],
)
def test_a_filter_is_named_with_the_rows_there_would_be_without_it(
    server: str, written: str, part: str, without: int | None
) -> None:
    found = explanation(server, f"SELECT * {{ ?o bk:value ?v {written} }}")

    assert parts(found) == [part]
    assert found["culprit"]["without"] == without or without is None
    assert found["sentence"].startswith(f"Without {part} there would be ")


def test_filters_that_only_together_leave_nothing_are_named_together(
    server: str,
) -> None:
    query = """SELECT * { ?o bk:value ?v
      FILTER(?v > 1000) FILTER(?v > 1001) FILTER(?v < 900) FILTER(?v < 899) }"""

    found = explanation(server, query)

    assert parts(found) == ["FILTER(?v > 1000)", "FILTER(?v < 900)"]
    assert found["sentence"] == "These 2 together leave no solution."


@pytest.mark.parametrize(
    ("pattern", "kind", "text"),
    [
        ("?s a bk:Plaze", "term", "bk:Place"),
        ("place:korgos rdfs:label ?l", "term", "place:khorgos"),
        ("?s bk:isPartOff ?o", "term", "bk:isPartOf"),
        ("?s bk:ispartof ?o", "form", "bk:isPartOf"),
        ("?s bk:isPartOf/bk:isWithinn ?o", "term", "bk:isWithin"),
        ("?s ?p <https://www.wikidata.org/wiki/Q148>", "form", "wd:Q148"),
        ("?s ?p <https://www.wikidata.org/entity/Q148>", "form", "wd:Q148"),
        ("?s ?p wdt:Q148", "form", "wd:Q148"),
        ("<https://w3id.org/borderkg/place/China/> ?p ?o", "form", "place:china"),
        ("?s rdfs:label 'Khorgos'", "literal", '"Khorgos"@en'),
        ("?s rdfs:label 'khorgos'@en", "literal", '"Khorgos"@en'),
        ("?s rdfs:label 'Khorgoss'@en", "literal", '"Khorgos"@en'),
        ("?s bk:value 205000000", "literal", "205000000.0"),
        ("?s bk:value '205000000'", "literal", "205000000.0"),
        (
            "place:china bk:isPartOf place:xinjiang",
            "direction",
            "place:xinjiang bk:isPartOf place:china",
        ),
        ("VALUES ?s { place:korgos } ?s rdfs:label ?l", "term", "place:khorgos"),
        ("?s a bk:Place FILTER(?s = place:korgos)", "term", "place:khorgos"),
        ("?s bk:value ?value FILTER(?valeu > 3)", "variable", "?value"),
    ],
)
def test_what_may_have_been_meant_is_suggested(
    server: str, pattern: str, kind: str, text: str
) -> None:
    found = explanation(server, f"SELECT * {{ {pattern} }}")

    assert text in offers(found)[kind]


def test_an_offer_says_how_often_the_pattern_matches_with_it(server: str) -> None:
    found = explanation(server, "SELECT * { place:china bk:isPartOf place:xinjiang }")

    (suggested,) = (s for s in found["suggestions"] if s["kind"] == "direction")
    assert suggested["offers"][0]["matches"] == 1


def test_what_stands_in_a_constants_place_is_offered(server: str) -> None:
    query = "SELECT * { place:khorgos rdfs:label 'No such name'@en }"

    found = explanation(server, query)

    assert '"Khorgos"@en' in offers(found)["value"]


def test_the_layer_that_a_view_leaves_out_is_named(server: str) -> None:
    query = "SELECT * { place:xinjiang bk:isWithin place:china }"

    found = explanation(server, query, **{"default-graph-uri": ASSERTED})

    assert explanation(server, query)["rows"] == 1
    assert offers(found) == {"graph": ["g:entailed"]}
    said = "It matches in g:entailed, which the view g:asserted leaves out."
    assert found["suggestions"][0]["sentence"] == said


def test_the_graphs_that_from_leaves_out_are_named(server: str) -> None:
    query = "SELECT * FROM g:links { ?s bk:value ?v }"

    found = explanation(server, query)

    assert found["rows"] == 0
    assert all(name.startswith("claim:") for name in offers(found)["graph"])
    assert "and others" in found["suggestions"][0]["sentence"]


def test_the_graph_that_graph_leaves_out_is_named(server: str) -> None:
    query = "SELECT * { ?a a bk:Country GRAPH g:links { ?a bk:isWithin ?b } }"

    found = explanation(server, query)

    assert parts(found) == ["?a bk:isWithin ?b"]
    assert found["culprit"]["parts"][0]["graph"] == "g:links"
    assert offers(found)["graph"] == ["g:entailed"]


def test_patterns_that_no_one_graph_holds_have_solutions_outside(server: str) -> None:
    query = "SELECT * { GRAPH ?g { ?s bk:isPartOf ?o . ?s bk:isWithin ?o } }"

    found = explanation(server, query)

    assert parts(found) == ["?s bk:isPartOf ?o", "?s bk:isWithin ?o"]
    assert "No one graph holds all of them." in found["suggestions"][0]["sentence"]


def test_an_empty_union_is_explained_side_by_side(server: str) -> None:
    query = "SELECT * { { ?s a bk:Nope } UNION { ?s a bk:Place ; bk:value ?v } }"

    found = explanation(server, query)

    inside = [[p["text"] for p in side["parts"]] for side in found["culprit"]["inside"]]
    assert inside == [["?s a bk:Nope"], ["?s a bk:Place", "?s bk:value ?v"]]


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("SELECT * { ?s a bk:Place } LIMIT 0", "LIMIT 0"),
        ("SELECT * { ?s a bk:Place } OFFSET 100000", "OFFSET 100000"),
        (
            "SELECT ?s { ?s a bk:Place } GROUP BY ?s HAVING (COUNT(*) > 9)",
            "HAVING (COUNT(*) > 9)",
        ),
        (
            "SELECT (COUNT(*) AS ?n) { ?s a bk:Place } HAVING (?n < 0)",
            "HAVING (?n < 0)",
        ),
        (
            "SELECT * { ?s a bk:Place } VALUES ?s { bk:Place }",
            "VALUES ?s { bk:Place }",
        ),
    ],
)
def test_a_pattern_with_solutions_is_not_blamed_for_what_follows_it(
    server: str, query: str, part: str
) -> None:
    found = explanation(server, query)

    assert found["rows"] == 0
    assert found["solutions"] > 0
    assert parts(found) == [part]
    assert part in found["sentence"]


@pytest.mark.parametrize("form", ["ASK", "CONSTRUCT { ?s a bk:X } WHERE", "SELECT *"])
def test_every_form_with_a_pattern_is_explained(server: str, form: str) -> None:
    found = explanation(server, form + " { ?s a bk:Plaze }")

    assert (found["rows"], found["solutions"]) == (0, 0)
    assert offers(found)["term"][0] == "bk:Place"


def test_a_count_of_nothing_is_explained_although_it_is_a_row(server: str) -> None:
    found = explanation(server, "SELECT (COUNT(*) AS ?n) { ?s a bk:Plaze }")

    assert (found["rows"], found["solutions"]) == (1, 0)
    assert parts(found) == ["?s a bk:Plaze"]


def test_a_path_between_open_ends_is_not_counted_and_the_answer_says_so(
    server: str,
) -> None:
    found = explanation(server, "SELECT * { ?a bk:isPartOf* ?b . ?b a bk:Plaze }")

    path = found["patterns"][0]
    assert path["matches"] is None
    assert "open ends" in path["reason"]
    assert parts(found) == ["?b a bk:Plaze"]


def test_blank_nodes_and_collections_are_asked_apart(server: str) -> None:
    query = "SELECT * { [ a bk:Observation ; bk:value ?v ] bk:unit ( ?x ) . }"

    found = explanation(server, query)

    counted = {m["place"]["text"]: m["matches"] for m in found["patterns"]}
    assert counted["[…] a bk:Observation"] == 300
    assert counted["[…] bk:unit (…)"] == 118
    assert found["rows"] == 0


@pytest.mark.slow
def test_a_letter_that_a_question_has_lost_is_found_again(server: str) -> None:
    for path in sorted(QUESTIONS.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        start, end = last_name(text)
        name = text[start:end]
        middle = name.index(":") + (len(name) - name.index(":")) // 2
        broken = name[:middle] + name[middle + 1 :]

        found = explained(server, text[:start] + broken + text[end:])

        if found["culprit"] or not found["rows"]:
            texts = [part["text"] for part in every_part(found["culprit"])]
            assert any(broken in each for each in texts), path.stem
            offered = [o["text"] for s in found["suggestions"] for o in s["offers"]]
            assert name in offered, path.stem


def last_name(text: str) -> tuple[int, int]:
    """Where the last prefixed name of a query's triple patterns stands."""
    where = read(text).where
    assert where is not None
    names = [
        term
        for pattern in patterns(where)
        for term in pattern.terms
        if term.kind == "iri" and len(term.of(text).partition(":")[2]) > 4
    ]
    return names[-1].start, names[-1].end


def every_part(culprit: dict[str, Any]) -> list[dict[str, Any]]:
    inside = [part for each in culprit["inside"] for part in every_part(each)]
    return [*culprit["parts"], *inside]


def test_what_is_nested_to_the_limit_still_says_how_many_rows_it_has(
    server: str,
) -> None:
    found = explanation(server, "SELECT * " + "{" * 64 + "?s a bk:Plaze" + "}" * 64)

    assert found["rows"] == 0
    assert matches(found) == {"?s a bk:Plaze": 0}
    assert parts(found) == ["?s a bk:Plaze"]


def test_get_and_a_bare_parameter_and_a_direct_post_ask_the_same(server: str) -> None:
    query = PREFIXES + "ASK { ?s a bk:Plaze }"
    address = f"{server}/sparql?explain-empty"

    with urlopen(f"{address}&{urlencode({'query': query})}", timeout=20) as answer:  # noqa: S310
        got = json.load(answer)
    kind = {"Content-Type": "application/sparql-query"}
    with urlopen(Request(address, query.encode(), kind), timeout=20) as answer:  # noqa: S310
        posted = json.load(answer)

    assert got == posted
    assert got["sentence"] == "This pattern matches nothing: ?s a bk:Plaze"


def test_a_browser_gets_a_page_and_finds_it_from_an_empty_result(server: str) -> None:
    query = urlencode({"query": PREFIXES + "SELECT * { ?s a bk:Plaze }"})
    browser = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
    results = Request(f"{server}/sparql?{query}", headers=browser)  # noqa: S310
    with urlopen(results, timeout=20) as answer:  # noqa: S310
        page = answer.read().decode()
    link = page.partition('">Why not?')[0].rpartition('href="')[2]
    linked = Request(server + link.replace("&amp;", "&"), headers=browser)  # noqa: S310

    with urlopen(linked, timeout=20) as answer:  # noqa: S310
        kind, page = answer.headers["Content-Type"], answer.read().decode()

    assert kind == "text/html; charset=utf-8"
    assert "This pattern matches nothing" in page
    assert 'href="/ontology/Place"' in page


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", 403, "read-only"),
        ("INSERT DATA { bk:a bk:b bk:c }", 403, "read-only"),
        ("SELECT * { ?s ?p }", 400, "syntax-error"),
        ("SELECT * { ?s ?p ?o }" + " " * 70_000, 413, "limit-exceeded"),
        ("SELECT * {" + "?s ?p ?o ." * 101 + "}", 400, "limit-exceeded"),
        ("SELECT * { ?s ?p ?o FILTER(bk:nope(?o)) }", 400, "evaluation-failed"),
    ],
)
def test_what_may_not_be_asked_is_not_explained(
    server: str, query: str, status: int, kind: str
) -> None:
    with pytest.raises(HTTPError) as caught:
        explanation(server, query)

    with caught.value as refused:
        assert refused.status == status
        assert json.load(refused)["type"].endswith(f"/{kind}")


def test_a_parameter_that_says_neither_yes_nor_no_is_refused(
    toy_client: FlaskClient,
) -> None:
    asked = {"query": "ASK {}", "explain-empty": "perhaps"}

    answer = toy_client.get("/sparql", query_string=asked)

    assert answer.status_code == 400
    assert "explain-empty" in answer.get_json()["detail"]


def test_a_parameter_that_says_no_changes_nothing(toy_client: FlaskClient) -> None:
    asked = {"query": "ASK {}", "explain-empty": "false"}

    answer = toy_client.get("/sparql", query_string=asked)

    assert answer.get_json() == {"head": {}, "boolean": True}


RUNAWAY = "".join(f"?a{n}?b{n}?c{n}." for n in range(9))


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {RUNAWAY} }}",
        f"SELECT * {{ {RUNAWAY} FILTER(?a0 = ?c8 && ?a0 != ?c8) }}",
        f"SELECT ?a1 {{ {RUNAWAY} }} GROUP BY ?a1 HAVING (COUNT(*) < 0)",
        f"ASK {{ ?s ?p ?o FILTER NOT EXISTS {{ {RUNAWAY} FILTER(?c8 = 1) }} }}",
    ],
)
def test_what_the_deadline_leaves_no_time_for_is_said(
    serving: Serving, query: str
) -> None:
    with serving(Settings(deadline=2.0, workers=2)) as (port, _):
        asked = urlencode({"query": query, "explain-empty": "true"})
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", f"/sparql?{asked}")
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()

    assert answer.status == 200
    assert body["rows"] is None
    assert [each["what"] for each in body["unexamined"]]
