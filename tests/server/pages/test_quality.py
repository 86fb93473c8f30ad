"""The quality card of a release as a page, as JSON and as RDF."""

from flask.testing import FlaskClient

PAGE = {"Accept": "text/html"}


def test_the_real_card_names_what_ran_and_what_did_not(
    real_client: FlaskClient,
) -> None:
    card = real_client.get("/quality.json").json
    page = real_client.get("/quality", headers=PAGE).text

    assert card
    foops = [one for one in card["tests"] if one["suite"] == "FOOPS!"]
    assert len(foops) == 24
    assert sum(one["verdict"] == "untested" for one in foops) == 9
    robot = [one for one in card["tests"] if one["suite"] != "FOOPS!"]
    assert {one["verdict"] for one in robot} == {"passed"}
    assert card["counts"]["classes"] > 60
    assert "9 need the public web" in page


def test_the_card_is_negotiated(real_client: FlaskClient) -> None:
    for accept, kind in (
        ("application/json", "application/json"),
        ("text/turtle", "text/turtle"),
        ("*/*", "text/html"),
    ):
        answer = real_client.get("/quality", headers={"Accept": accept})

        assert answer.mimetype == kind
        assert "Accept" in answer.vary


def test_a_release_without_a_card_says_so(client: FlaskClient) -> None:
    assert "carries no card" in client.get("/quality", headers=PAGE).text
