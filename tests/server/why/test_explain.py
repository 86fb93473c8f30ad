"""``/explain``: a tree that ends in the article, in words, as JSON and as RDF."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from ontology.prefixes import PREFIXES
from server import create_app
from server.settings import Settings
from tests.server.why.conftest import Silent, everything, published

BROWSER = {"Accept": "text/html"}
ASKED = {"s": "place:gate", "p": "bk:isWithin", "o": "place:land"}


def full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def path(s: str = "place:gate", p: str = "bk:isWithin", o: str = "place:land") -> str:
    return f"/explain?{urlencode({'s': full(s), 'p': full(p), 'o': full(o)})}"


def told(client: FlaskClient, **parts: str) -> dict[str, Any]:
    answer = client.get(f"{path(**parts)}&format=json")
    assert answer.status_code == 200, answer.text
    members: dict[str, Any] = answer.get_json()
    return members


def flat(page: str) -> str:
    """The page as a reader reads it."""
    main = page.split("<main", 1)[1].split("</main>", maxsplit=1)[0]
    text = " ".join(re.sub(r"<[^>]+>", " ", main).split())
    return re.sub(r" ([,.;)])", r"\1", text)


def test_the_page_says_the_tree_in_words_down_to_claim_and_segment(
    client: FlaskClient,
) -> None:
    answer = client.get(path(s="place:town"), headers=BROWSER)

    assert answer.status_code == 200
    words = flat(answer.text)
    assert (
        "1 Town is within Land because “is within” carries on from link to link "
        "(rule prp-trp) 2 Town is within County because what “is part of” something "
        "also “is within” it (rule prp-spo1) Town is part of County claim s1-02 The "
        "town is part of the county."
    ) in words
    assert "s: background that we add; source: a toy gazetteer" in words
    assert "The relation carries on from link to link." in words
    assert 'href="/segment/s1.p1.s2"' in answer.text
    assert "OWL_2_RL" in answer.text


def test_labels_are_escaped_everywhere(client: FlaskClient) -> None:
    for address in (path(), path(o="place:sea"), "/explain/without"):
        page = client.get(address, headers=BROWSER).text

        assert "<b>&" not in page
        assert "<script" not in page


def test_lists_open_and_close_in_pairs(client: FlaskClient) -> None:
    page = client.get(path(), headers=BROWSER).text

    depth = 0
    for tag in re.findall(r"</?(?:ul|li)\b", page):
        depth += -1 if tag.startswith("</") else 1
        assert depth >= 0
    assert depth == 0


def test_a_leaf_names_claim_speaker_places_notes_and_doubts(
    client: FlaskClient,
) -> None:
    found = told(client, o="place:town")

    (leaf,) = found["proof"]["premises"]
    (ground,) = leaf["asserted"]
    assert found["status"] == "entailed"
    assert leaf["sentence"] == "gate <b>& is part of Town"
    assert ground["claim"] == {
        "iri": full("claim:s1-01"),
        "paraphrase": "The gate is part of the town.",
        "kind": "fact",
        "modality": "stated",
        "attributedTo": [full("actor:authors-of-the-article")],
        "statedIn": [full("seg:s1.p1.s1"), full("seg:s1.p1.s2")],
        "cites": [full("note:1")],
        "doubtedBy": [full("check:place-of-the-gate")],
    }
    page = client.get(path(o="place:town"), headers=BROWSER).text
    assert "check fails" in page


def test_two_claims_that_say_the_same_both_stand_at_the_leaf(
    client: FlaskClient,
) -> None:
    found = told(client, s="place:town", o="place:county")

    (leaf,) = found["proof"]["premises"]
    assert [ground["graph"] for ground in leaf["asserted"]] == [
        full("claim:s1-02"),
        full("claim:s1-03"),
    ]


def test_what_is_asserted_is_not_called_inferred_and_may_follow_as_well(
    client: FlaskClient,
) -> None:
    both = told(client, o="place:county")
    only = told(client, p="bk:isPartOf", o="place:town")

    assert (both["status"], only["status"]) == ("asserted", "asserted")
    assert [p["sentence"] for p in both["anyway"]["premises"]] == [
        "gate <b>& is within Town",
        "Town is within County",
    ]
    assert only["anyway"] is None
    assert both["proof"] is None
    page = flat(client.get(path(o="place:county"), headers=BROWSER).text)
    assert "Asserted, not inferred" in page
    assert "It would follow anyway" in page


def test_a_kind_is_said_with_its_article_and_ends_in_our_catalogue(
    client: FlaskClient,
) -> None:
    found = told(client, p="rdf:type", o="bk:Place")

    assert found["sentence"] == "gate <b>& is a place"
    assert found["proof"]["axioms"][0]["sentence"] == "every gate is a place"
    (leaf,) = found["proof"]["premises"]
    assert leaf["asserted"] == [
        {
            "graph": full("g:entities"),
            "said": "our catalogue of things and their kinds",
        }
    ]


def test_a_chain_is_read_from_the_subject_on(client: FlaskClient) -> None:
    found = told(client, s="place:land", p="bk:opensWithin", o="place:town")

    assert [p["sentence"] for p in found["proof"]["premises"]] == [
        "Land opens gate <b>&",
        "gate <b>& is within Town",
    ]
    assert found["proof"]["axioms"][0]["sentence"] == (
        "“opens” and then “is within” make up “opens within”"
    )


def test_an_axiom_is_ours(client: FlaskClient) -> None:
    found = told(client, s="bk:Gate", p="rdfs:subClassOf", o="bk:Place")

    assert found["asserted"][0]["said"] == "an axiom of our ontology"


def test_what_does_not_hold_is_a_404_with_what_is_missing(client: FlaskClient) -> None:
    answer = client.get(f"{path(s='place:sea', o='place:land')}&format=json")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert problem["type"].endswith("/problem/not-entailed")
    ways = [
        (way["missing"]["sentence"], [p["sentence"] for p in way["premises"]])
        for way in problem["missing"]
    ]
    assert ("Sea is part of Land", []) in ways
    assert ("Sea is within Town", ["Town is within Land"]) in ways
    assert all("Sea is within Land" not in str(way) for way in ways)
    page = client.get(path(s="place:sea"), headers=BROWSER)
    assert page.status_code == 404
    assert "It would follow if one of these held as well" in flat(page.text)


def test_where_no_rule_comes_near_the_answer_says_so(client: FlaskClient) -> None:
    page = client.get(path(p="bk:opens", o="place:sea"), headers=BROWSER)

    assert page.status_code == 404
    assert "Nothing comes near" in page.text


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        ("turtle", RdfFormat.TURTLE),
        ("ntriples", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
        ("trig", RdfFormat.TRIG),
    ],
)
def test_the_rdf_alone_leads_from_the_triple_to_segment_note_and_work(
    client: FlaskClient, suffix: str, form: RdfFormat
) -> None:
    answer = client.get(f"{path()}&format={suffix}")

    assert answer.status_code == 200
    store = Store()
    for quad in parse(answer.data, format=form):
        store.add(type(quad)(quad.subject, quad.predicate, quad.object))
    rows = store.query(
        "PREFIX bk: <https://w3id.org/borderkg/ontology/>"
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
        "PREFIX place: <https://w3id.org/borderkg/place/>"
        "SELECT DISTINCT ?segment ?work {"
        " ?said rdf:subject place:gate ; rdf:predicate bk:isWithin ;"
        "   rdf:object place:land ."
        " ?proof bk:concludes ?said ; bk:isShortest true ; bk:rule ?rule ;"
        "   bk:premise+ ?leaf ."
        " ?leaf bk:isAssertedIn ?claim ."
        " ?claim bk:isStatedIn ?segment ."
        " OPTIONAL { ?claim bk:cites/bk:citesWork ?work } }"
    )
    found = {row["segment"].value for row in rows}  # type: ignore[union-attr]
    assert found == {full("seg:s1.p1.s1")}


def test_formats_follow_accept_and_a_page_is_for_whoever_has_no_wish(
    client: FlaskClient,
) -> None:
    kinds = {
        accept: client.get(path(), headers={"Accept": accept}).mimetype
        for accept in ("*/*", "application/json", "text/turtle", "application/trig")
    }

    assert kinds == {"*/*": "text/html"} | {k: k for k in list(kinds)[1:]}
    refused = client.get(path(), headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert client.get(f"{path()}&format=excel").status_code == 406


def test_an_explanation_is_not_sent_again_to_whoever_has_it(
    client: FlaskClient,
) -> None:
    first = client.get(path(), headers=BROWSER)
    again = client.get(
        path(), headers=BROWSER | {"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")
    assert "Accept" in first.vary


def test_prefixed_names_are_taken_too(client: FlaskClient) -> None:
    answer = client.get("/explain", query_string=ASKED | {"format": "json"})

    assert answer.get_json() == told(client)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({}, "lacks s (the subject), p (the predicate), o (the object)"),
        ({"s": "place:gate", "p": "bk:isWithin"}, "lacks o (the object)"),
        (ASKED | {"s": '"gate"'}, "The subject is a literal"),
        (ASKED | {"p": '"x"@en'}, "The predicate is a literal"),
        (ASKED | {"s": "_:b0"}, "The subject is a blank node"),
        (ASKED | {"o": "_:b0"}, "The object is a blank node"),
        (ASKED | {"s": "khorgos"}, "The subject is no absolute IRI"),
        (ASKED | {"s": "<https://w3id.org/borderkg/place/gate>"}, "without brackets"),
        (ASKED | {"s": "https://a b"}, "no absolute IRI"),
        (ASKED | {"s": "place:gat"}, "Near it: place:gate."),
        (ASKED | {"p": "bk:isNowhere"}, "names nothing bk:isNowhere"),
        (ASKED | {"o": "http://example.org/<script>"}, "no absolute IRI"),
        (ASKED | {"o": '"unclosed'}, "none in N-Triples form"),
        (ASKED | {"o": '"a" . <a:b> <a:c> "d"'}, "none in N-Triples form"),
        (ASKED | {"o": '"1"^^integer'}, "none in N-Triples form"),
        (ASKED | {"o": "x:" + "y" * 5000}, "a term may have 2000"),
        (ASKED | {"o": '"\x00' + "\ud7ff"}, "none in N-Triples form"),
        (ASKED | {"s": ["place:gate", "place:town"]}, "more than one value"),
    ],
)
def test_what_is_no_triple_is_refused_in_a_sentence(
    client: FlaskClient, parts: dict[str, Any], reason: str
) -> None:
    answer = client.get("/explain", query_string=parts)

    assert answer.status_code == 400
    assert reason in answer.get_json()["detail"]


def test_a_literal_that_nobody_asserts_is_no_error(client: FlaskClient) -> None:
    label = {"s": "place:town", "p": "rdfs:label", "format": "json"}

    held = client.get("/explain", query_string=label | {"o": '"Town"@en'})
    other = client.get("/explain", query_string=label | {"o": '"Village"@en'})

    assert held.get_json()["status"] == "asserted"
    assert other.status_code == 404


def test_rule_proof_and_statement_have_pages_that_read(client: FlaskClient) -> None:
    found = told(client)
    step = found["proof"]

    def page(iri: str) -> str:
        answer = client.get("/" + iri.split("borderkg/")[1], headers=BROWSER)
        assert answer.status_code == 200
        return flat(answer.text)

    rule, proof = page(step["rule"]), page(step["proof"])
    assert "The relation carries on from link to link." in rule
    assert re.search(r"Applied \d+ times in this release", rule)
    assert "gate <b>& is within Land".replace("<b>&", "&lt;b&gt;&amp;") in proof
    assert "One step of a proof." in proof
    assert "Inferred. Why it follows" in page(step["statement"])
    assert "“is within” carries on" in page(step["axioms"][0]["statement"])
    assert "Infers by prp-spo1" in page(full("bk:isPartOf"))


def test_an_inferred_statement_on_a_page_leads_to_its_explanation(
    client: FlaskClient,
) -> None:
    page = client.get("/place/gate", headers=BROWSER).text

    links = re.findall(r'class="why" href="([^"]+)"', page)
    assert links
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_a_step_of_a_proof_is_explained_by_the_record_that_has_it(
    client: FlaskClient,
) -> None:
    shown = told(client)["proof"]
    step = {"s": shown["proof"], "p": "bk:concludes", "o": shown["statement"]}

    found = client.get("/explain", query_string=step | {"format": "json"}).get_json()
    page = client.get("/explain", query_string=step, headers=BROWSER).text
    triples = client.get("/explain", query_string=step | {"format": "nt"}).text

    assert found["status"] == "asserted"
    assert [one["graph"] for one in found["asserted"]] == [full("g:proofs")]
    assert "our record of the proofs" in flat(page)
    assert f"<{step['s']}> <{full(step['p'])}> <{step['o']}> ." in triples


def test_what_was_withdrawn_is_asserted_by_nobody(
    sources: list[Quad], tmp_path: Path
) -> None:
    names = ("place:sea", "bk:isPartOf", "place:land", "g:withdrawn")
    subject, predicate, value, graph = (NamedNode(full(name)) for name in names)
    gone = Quad(subject, predicate, value, graph)
    release = published([*everything(sources), gone], tmp_path)
    client = create_app(release, Silent(), Settings()).test_client()

    answer = client.get(path(s="place:sea", p="bk:isPartOf"))

    assert answer.status_code == 404
