"""Checks: the mark beside a claim, the page of a check, the list of all, the filter."""

import re
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from server.pages.reckoning import amount

FAILS = (
    '<a class="doubt fails" href="/check/height-of-the-hill"'
    ' title="The hill is no higher than its range.">check fails</a>'
)
SUSPICIOUS = (
    '<a class="doubt suspicious" href="/check/praise-of-the-hill"'
    ' title="A hill is praised once.">suspicious</a>'
)
CLAIM = "https://w3id.org/borderkg/claim/s6-9"
HTML = {"Accept": "text/html"}


def flat(text: str) -> str:
    """Collapse white space and drop tags, as a reader does."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.mark.parametrize(
    "path",
    ["/", "/place/toy-hill", "/segment/s6.p18.s2", "/article", "/claim", "/note/40"],
)
def test_a_claim_in_doubt_bears_a_second_mark_wherever_it_stands(
    client: FlaskClient, path: str
) -> None:
    page = client.get(path).text

    marks = re.findall(r'class="mark" href="/claim/s6-9"[^>]*>s6-9</a>(.{0,9})', page)
    shown = "height of the hill" if path == "/note/40" else FAILS
    assert shown in page
    assert path == "/note/40" or set(marks) == {" <a class"}


def test_a_check_that_holds_leaves_no_mark_beside_the_claim(
    client: FlaskClient,
) -> None:
    page = client.get("/place/toy-hill").text

    assert "/check/year-of-the-height" not in page
    assert SUSPICIOUS in page


@pytest.mark.parametrize(
    "iri", [CLAIM, "https://w3id.org/borderkg/observation/s6-9-height"]
)
def test_a_result_cell_that_is_a_doubted_claim_or_its_figure_bears_the_mark(
    client: FlaskClient, told: dict[str, bytes], iri: str
) -> None:
    told["body"] = (
        '{"head":{"vars":["c"]},"results":{"bindings":'
        f'[{{"c":{{"type":"uri","value":"{iri}"}}}}]}}}}'
    ).encode()

    page = client.get("/sparql?query=SELECT+*{?c+?p+?o}", headers=HTML).text

    cell = page.split("<tbody>")[1].split("</tbody>")[0]
    assert FAILS in cell


def test_the_page_of_a_claim_shows_all_its_checks_with_their_figures(
    client: FlaskClient,
) -> None:
    page = client.get("/claim/s6-9").text

    words = flat(page.split('id="checks"')[1].split("</section>")[0])
    assert "Checks 2: fails 1, holds 1" in words
    assert "height of the hill fails The hill is no higher than its range." in words
    assert "Printed 1.5 km Worked out 0.2 km Difference allowed 0.05 km" in words
    assert "They are 1.3 km apart; what is printed is 7.5 times the other" in words
    assert "year of the height holds The height is measured in one year." in words
    assert "Printed 1992 Worked out 1992 Difference allowed none" in words


def test_a_likely_reading_is_said_to_be_the_projects(client: FlaskClient) -> None:
    said = (
        "the project\u2019s and not the article\u2019s: "
        "A hundred and fifty metres. As a figure: 0.15"
    )

    for path in ("/claim/s6-9", "/check/height-of-the-hill", "/checks"):
        assert flat(client.get(path).text).count(said) == 1, path


def test_the_value_of_a_doubted_claim_stands_as_printed(client: FlaskClient) -> None:
    page = client.get("/claim/s6-9").text

    figures = flat(page.split("Figures it gives")[1].split("</section>")[0])
    assert "about 1.5 km" in figures
    assert "0.15" not in figures


def test_the_page_of_a_check_shows_its_arithmetic_claims_and_query(
    client: FlaskClient,
) -> None:
    page = client.get("/check/height-of-the-hill").text

    words = flat(page)
    assert "Why it is asked: A hill is printed as a mountain." in words
    assert "Tolerance: Half the last digit." in words
    assert "What is held together 1 claim s6-9 check fails" in words
    assert "printed as about 1.50 km high" in words
    assert "Notes and works note 40" in words
    assert "SELECT ?expected { ?x ?y ?expected }" in words
    assert "On record" not in words


def test_the_query_of_a_check_opens_over_what_is_asserted(client: FlaskClient) -> None:
    page = client.get("/check/height-of-the-hill").text

    (link,) = re.findall(r'href="(/sparql[^"]*)">Run it', page)
    answer = client.get(link.replace("&amp;", "&"), headers=HTML)
    assert answer.status_code == 200
    assert "SELECT ?expected { ?x ?y ?expected }" in answer.text
    assert "default-graph-uri=https%3A%2F%2Fw3id.org%2Fborderkg%2Fgraph%2Fasserted" in (
        link
    )


def test_the_list_groups_checks_by_verdict_with_counts(client: FlaskClient) -> None:
    words = flat(client.get("/checks").text)

    assert "all 3 fails 1 suspicious 1 holds 1" in words
    order = [words.index(w) for w in ("Fails 1", "Suspicious 1", "Holds 1")]
    assert order == sorted(order)


def test_the_list_is_filtered_by_a_link(client: FlaskClient) -> None:
    page = client.get("/checks?verdict=holds").text

    assert 'href="/checks?verdict=holds" aria-current="page"' in page
    assert "/check/year-of-the-height" in page
    assert "/check/height-of-the-hill" not in page


def test_an_unknown_verdict_is_refused_with_those_there_are(
    client: FlaskClient,
) -> None:
    answer = client.get("/checks?verdict=maybe", headers={"Accept": "*/*"})

    assert answer.status_code == 400
    assert "fails, suspicious, holds" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "accept", "found"),
    [
        ("/checks", "text/turtle", {"height", "praise", "year"}),
        ("/checks.ttl", "*/*", {"height", "praise", "year"}),
        ("/checks?verdict=fails", "text/turtle", {"height"}),
        ("/checks.ttl?verdict=suspicious", "*/*", {"praise"}),
    ],
)
def test_the_list_is_rdf_for_whoever_asks_for_that(
    client: FlaskClient, path: str, accept: str, found: set[str]
) -> None:
    answer = client.get(path, headers={"Accept": accept})

    checks = {
        str(triple.subject)
        for triple in parse(answer.data, RdfFormat.TURTLE)
        if triple.predicate.value.endswith("/verdict")
    }
    assert answer.mimetype == "text/turtle"
    assert {re.split(r"[/-]", check)[5] for check in checks} == found


def test_the_list_varies_with_what_is_asked_for(client: FlaskClient) -> None:
    answer = client.get("/checks")

    assert "Accept" in answer.headers["Vary"]
    assert client.get("/checks.csv").status_code == 404


def test_the_list_is_in_the_navigation(client: FlaskClient) -> None:
    navigation = client.get("/").text.split("<nav")[1].split("</nav>")[0]

    assert '<a href="/checks">Checks</a>' in navigation


def test_the_article_is_filtered_by_the_verdict_of_checks(client: FlaskClient) -> None:
    page = client.get("/article?verdict=suspicious").text

    assert '<option value="suspicious" selected>' in page
    assert 'href="/claim/s6-10"' in page
    assert 'href="/claim/s6-9"' not in page


@pytest.mark.parametrize(
    ("value", "unit", "text", "exact"),
    [
        ("6.37426900585", "", "≈ 6.37427", "6.37426900585"),
        ("1570000000000", "USD", "1,570 billion USD", ""),
        ("0", "", "0", ""),
        ("54.5", "%", "54.5 %", ""),
    ],
)
def test_a_figure_is_rounded_for_reading_and_kept_whole_beside(
    value: str, unit: str, text: str, exact: str
) -> None:
    found = amount(Decimal(value), unit)

    assert (found.text, found.exact) == (text, exact)
