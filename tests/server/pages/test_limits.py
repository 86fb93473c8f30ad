"""The page of limits: what the settings say, and nothing left out."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.release import Release
from server import create_app
from server.settings import Settings


def test_a_limit_is_told_with_unit_meaning_and_its_refusal(client: FlaskClient) -> None:
    found = client.get("/limits?format=json").get_json()["limits"]

    assert found[0] == {
        "name": "deadline",
        "value": 10.0,
        "unit": "s",
        "meaning": "from a query's arrival to its answer",
        "status": 503,
        "problem": "https://w3id.org/borderkg/problem/deadline-exceeded",
        "setting": "BORDERKG_DEADLINE",
    }
    assert all(limit["unit"] and limit["meaning"] for limit in found)


def test_the_figures_are_those_of_this_server(app: Flask, release: Release) -> None:
    engine = app.extensions["borderkg.engine"]
    client = create_app(release, engine, Settings(patterns=7)).test_client()

    found = client.get("/limits", headers={"Accept": "application/json"}).get_json()

    assert {limit["name"]: limit["value"] for limit in found["limits"]}["patterns"] == 7


def test_every_limit_that_a_refusal_names_is_listed(
    client: FlaskClient, root: Path
) -> None:
    code = "".join(file.read_text() for file in (root / "server").rglob("*.py"))
    named = set(re.findall(r'(?:limit=|"limit": )"(\w+)"', code))
    counted = {"nesting", "patterns", "blocks", "closures", "steps", "operators"}

    found = client.get("/limits?format=json").get_json()["limits"]

    assert len(named) > 5
    assert {limit["name"] for limit in found} == named | counted | {"workers"}


def test_every_kind_of_refusal_is_one_that_the_server_makes(
    client: FlaskClient, root: Path
) -> None:
    code = "".join(file.read_text() for file in (root / "server").rglob("*.py"))

    for limit in client.get("/limits?format=json").get_json()["limits"]:
        kind = limit["problem"].rpartition("/")[2]
        assert f'type="{kind}"' in code


def test_the_page_shows_the_same(client: FlaskClient) -> None:
    page = client.get("/limits").text

    assert '<tr id="answer">' in page
    assert "20,000,000" in page
    assert "<code>result-too-large</code>" in page
    assert "429 Too Many Requests" in page


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("application/json", "application/json"),
        ("text/html;q=0.5, application/json", "application/json"),
    ],
)
def test_the_format_is_negotiated(
    client: FlaskClient, accept: str, media_type: str
) -> None:
    answer = client.get("/limits", headers={"Accept": accept})

    assert answer.mimetype == media_type
    assert "Accept" in answer.vary


@pytest.mark.parametrize("query", ["format=xml", "format=json&format=html"])
def test_another_format_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/limits?{query}").status_code in {400, 406}


def test_an_image_is_refused(client: FlaskClient) -> None:
    answer = client.get("/limits", headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert answer.get_json()["available"] == ["text/html", "application/json"]
