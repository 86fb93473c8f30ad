"""The scoreboard shows every question of the release, and what none of them asks."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from ontology.prefixes import PREFIXES
from server.pages.names import Shown
from server.pages.questions import every

ROOM = Path(__file__).parents[3] / "graph" / "questions"
PAGE = {"Accept": "text/html"}
NO = ((Shown("false"),),)


def test_all_questions_pass_at_the_real_release(real_client: FlaskClient) -> None:
    page = real_client.get("/questions", headers=PAGE).text
    quads = ox.parse(
        real_client.get("/questions.nt").data, format=ox.RdfFormat.N_TRIPLES
    )

    outcomes = [
        q.object.value.rpartition("#")[2]
        for q in quads
        if q.predicate.value == f"{PREFIXES['earl']}outcome"
    ]
    assert outcomes == ["passed"] * len(list(ROOM.glob("*.rq")))
    assert f"{len(outcomes)} of {len(outcomes)}" in page


def test_the_matrix_tells_touched_terms_from_untouched(
    real_client: FlaskClient,
) -> None:
    page = real_client.get("/questions", headers=PAGE).text
    names = {
        name
        for path in ROOM.glob("*.rq")
        for name in ("bk:measures", "bk:polarity")
        if name in path.read_text(encoding="utf-8")
    }
    matrix = page[page.index('id="coverage"') :]

    touched = matrix.index('href="/ontology/measures"')
    assert names == {"bk:measures"}
    assert '<span class="count">' in matrix[touched : touched + 200]
    assert 'href="/ontology/polarity"' in matrix


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.rq")), ids=lambda p: p.stem)
def test_a_question_has_a_page_with_its_query_and_rows(
    real_client: FlaskClient, path: Path
) -> None:
    page = real_client.get(f"/question/{path.stem}", headers=PAGE)

    assert page.status_code == 200
    assert ">passes</span>" in page.text
    assert "/sparql?query=" in page.text


def test_a_release_without_questions_says_so(client: FlaskClient) -> None:
    assert "This release has none." in client.get("/questions", headers=PAGE).text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("q009-division-for-infrastructure", "/claim/s3-84", id="a claim"),
        pytest.param(
            "q048-counterpart-of-jeminay",
            "/background/east-kazakhstan-region-is-part-of-kazakhstan",
            id="background, by inference",
        ),
        pytest.param("q071-notes-citing-hou-and-ji", "/graph/article", id="notes"),
        pytest.param(
            "q129-amount-of-the-assistance",
            "no statement matches what it asks",
            id="nothing",
        ),
    ],
)
def test_a_question_says_what_it_draws_on(
    real_client: FlaskClient, name: str, told: str
) -> None:
    page = real_client.get(f"/question/{name}", headers=PAGE).text
    drawn = page[page.index('id="drawn"') : page.index("Every statement about it")]

    assert told in drawn


def test_every_question_lists_what_it_draws_on_or_why_nothing(
    real_client: FlaskClient,
) -> None:
    names = real_client.application.extensions["borderkg.pages"].names

    bare = {
        one.number
        for one in every(names)
        if not (one.claims or one.background or one.layers)
    }

    assert bare == {one.number for one in every(names) if one.actual == NO}
