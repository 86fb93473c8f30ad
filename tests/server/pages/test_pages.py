"""What pages say, and that nothing a label says becomes markup."""

import re

import pytest
from flask.testing import FlaskClient

from ontology.prefixes import curie
from server.pages.bindings import binding
from server.pages.names import address, direction
from server.pages.words import number, ordinal, period


def flat(text: str) -> str:
    """Collapse white space and drop tags, as a reader does."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_thing_shows_its_names_in_their_language_and_direction(
    client: FlaskClient,
) -> None:
    page = client.get("/place/toy-hill").text

    assert "<h1>Toy Hill</h1>" in page
    assert '<span lang="ug" dir="rtl">تۆپە</span>' in page
    assert '<span lang="zh">玩具山</span>' in page
    assert '<span lang="en">the Hill</span>' in page


def test_what_the_article_says_bears_the_mark_of_its_claim(client: FlaskClient) -> None:
    page = client.get("/place/toy-hill").text

    said = page.split("What the article says")[1].split("</section>")[0]
    assert 'href="/place/plain"' in said
    assert 'href="/claim/s6-9"' in said
    assert "reported by gatekeeper" in flat(said)
    assert 'href="/place/range"' not in said


def test_background_and_inference_stand_apart(client: FlaskClient) -> None:
    page = client.get("/place/toy-hill").text

    background = page.split(">Background<")[1].split("</section>")[0]
    inferred = page.split(">Inferred<")[1].split("</section>")[0]
    assert 'href="/place/range"' in background
    assert 'href="/background/hill-is-part-of-range"' in background
    assert 'href="/place/plain"' not in background
    assert 'href="/ontology/isWithin"' in inferred


def test_figures_are_told_in_words_with_their_claim(client: FlaskClient) -> None:
    page = client.get("/place/toy-hill").text

    figures = flat(page.split(">Figures ")[1].split("</section>")[0])
    assert "height Toy Hill about 1.5 km January to June 1992 s6-9" in figures
    assert "about 1.50 km high" in figures


def test_a_claim_shows_who_says_it_where_and_what_it_asserts(
    client: FlaskClient,
) -> None:
    page = client.get("/claim/s6-9").text

    words = flat(page)
    assert "Toy Hill is some one and a half kilometres high." in words
    assert "As printed about 1.50 km high" in words
    assert "Stated in segment s6.p18.s2" in words
    assert "Said by gatekeeper" in words
    assert "Cites note 40 check fails : A Book of Hills" in words
    assert "claim:s6-9 {" in page
    assert 'rel="next" href="/claim/s6-10"' in page
    assert 'rel="prev"' not in page


def test_a_segment_gives_its_anchor_and_claims_but_no_text(client: FlaskClient) -> None:
    words = flat(client.get("/segment/s6.p18.s2").text)

    assert "The text itself is not redistributed" in words
    assert "Offsets 100 to 160" in words
    assert "Claims stated in it 2" in words
    assert "segment s6.p18.s10 →" in words


def test_a_segment_without_claims_says_why(client: FlaskClient) -> None:
    words = flat(client.get("/segment/s6.p18.s10").text)

    assert "None: heading, no statement ." in words.replace("statement.", "statement .")


def test_a_term_shows_meaning_place_and_uses(client: FlaskClient) -> None:
    words = flat(client.get("/ontology/Hill").text)

    assert "A place that is higher than what surrounds it." in words
    assert "Below place" in words
    assert "Checked by hill shape" in words
    assert "1 thing is written down as one" in words


def test_uses_of_a_term_leave_out_what_was_inferred(client: FlaskClient) -> None:
    words = flat(client.get("/ontology/Place").text)

    assert "Uses 4 things" in words


def test_the_ontology_lists_its_terms_by_module(client: FlaskClient) -> None:
    page = client.get("/ontology").text

    assert "place module" in page
    assert "<code>bk:isPartOf</code>" in page


def test_no_label_becomes_markup(client: FlaskClient) -> None:
    for path in ("/place/hostile", "/place", "/ontology/Place", "/graph/entities"):
        page = client.get(path).text

        assert "<script" not in page
        assert "<b>x</b>" not in page
        assert not re.search(r"<[^>]*\sonmouseover=\"", page)


def test_only_web_addresses_become_links(client: FlaskClient) -> None:
    page = client.get("/place/hostile").text

    hrefs = re.findall(r'href="([^"]*)"', page)
    assert hrefs
    assert [h for h in hrefs if not re.match(r"(/(?!/)|https?://|#)", h)] == []
    assert "javascript:alert" in page


def test_pages_hold_no_script_and_no_inline_style(client: FlaskClient) -> None:
    for path in ("/", "/place/toy-hill", "/claim/s6-9", "/dumps/", "/sparql"):
        page = client.get(path, headers={"Accept": "text/html"}).text

        assert "<script" not in page
        assert "style=" not in page
        assert not re.search(r'(<link[^>]* href|src|action)="(https?:)?//', page)


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("https://w3id.org/borderkg/place/x", "/place/x"),
        ("https://w3id.org/borderkg//evil.example/x", "/evil.example/x"),
        ("http://example.org/a", "http://example.org/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("urn:x", ""),
    ],
)
def test_an_iri_has_an_address_or_none(iri: str, path: str) -> None:
    assert address(iri) == path


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("https://w3id.org/borderkg/place/khorgos", "place:khorgos"),
        ("http://www.wikidata.org/entity/Q232", "wd:Q232"),
        ("https://w3id.org/borderkg/place/a/b", "https://w3id.org/borderkg/place/a/b"),
        ("http://example.org/a", "http://example.org/a"),
    ],
)
def test_an_iri_is_shortened_where_a_prefix_fits(iri: str, short: str) -> None:
    assert curie(iri) == short


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ug", "rtl"), ("ug-latn", ""), ("kk-arab", "rtl"), ("kk", ""), ("zh", "")],
)
def test_a_language_has_a_direction(language: str, expected: str) -> None:
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("lexical", "said"),
    [
        ("9200000000.0", "9.2 billion"),
        ("432000000.0", "432 million"),
        ("3680000.0", "3.68 million"),
        ("10597000.0", "10.597 million"),
        ("4654321.0", "4,654,321"),
        ("5600.0", "5,600"),
        ("12.10", "12.1"),
        ("0.5", "0.5"),
        ("many", "many"),
    ],
)
def test_a_number_is_written_for_reading(lexical: str, said: str) -> None:
    assert number(lexical) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("1992-01-01", "1992-12-31", "1992"),
        ("1980-01-01", "1989-12-31", "1980 to 1989"),
        ("1993-01-01", "1993-06-30", "January to June 1993"),
        ("1992-11-01", "1992-11-30", "November 1992"),
        ("1983-11-16", "1983-11-16", "16 November 1983"),
        ("1991-01-01", "", "since 1991"),
        ("", "2017-12-31", "until 2017"),
        ("2016-10-01", "2017-03-31", "October 2016 to March 2017"),
        ("2016-10-02", "2017-03-30", "2 October 2016 to 30 March 2017"),
        ("", "", ""),
        ("soon", "later", "soon to later"),
    ],
)
def test_a_period_is_said_as_people_do(first: str, last: str, said: str) -> None:
    assert period(first, last) == said


@pytest.mark.parametrize(
    ("lexical", "said"),
    [("1", "1st"), ("2", "2nd"), ("8", "8th"), ("11", "11th"), ("23", "23rd")],
)
def test_an_ordinal_has_its_ending(lexical: str, said: str) -> None:
    assert ordinal(lexical) == said


def test_a_literal_keeps_its_language_and_datatype() -> None:
    greeting = binding({"type": "literal", "value": "سالام", "xml:lang": "ug"})
    amount = binding(
        {
            "type": "literal",
            "value": "1",
            "datatype": "http://www.w3.org/2001/XMLSchema#decimal",
        }
    )

    assert (greeting.language, greeting.direction) == ("ug", "rtl")
    assert amount.datatype == "xsd:decimal"
    assert binding(None).text == ""


def test_an_observation_says_its_figure_first(client: FlaskClient) -> None:
    words = flat(client.get("/observation/s6-9-height").text)

    assert "In words Measure Of Value When Claim As printed height" in words
    assert words.index("about 1.5 km") < words.index("What the article says")


def test_what_is_inferred_and_has_no_proof_says_so(client: FlaskClient) -> None:
    asked = {"s": "place:toy-hill", "p": "rdf:type", "o": "bk:Place"}

    page = client.get("/explain", query_string=asked, headers={"Accept": "text/html"})
    members = client.get("/explain", query_string=asked | {"format": "json"}).get_json()

    assert "The release holds no proof of it." in page.text
    assert (members["status"], members["proof"]) == ("entailed", None)
