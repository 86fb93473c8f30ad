"""The cookbook apart from its recipes' answers: addresses, files, what may go wrong."""

import ast
import json
import re
import shlex
from urllib.request import urlopen

import nbformat
import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.release import Release
from ontology.prefixes import PREFIXES
from server import create_app
from server.cookbook.languages import LANGUAGES, Language
from server.cookbook.recipes import Recipe, recipes
from server.query.guard import check
from server.settings import Settings
from tests.server.pages.conftest import Says

ELSEWHERE = "https://example.org/it's/$(id)/sparql"
ROWS = {
    "head": {"vars": ["a", "b"]},
    "results": {
        "bindings": [
            {"a": {"type": "literal", "value": f"<b>{n}</b>"}} for n in range(7)
        ]
    },
}


@pytest.fixture
def told() -> dict[str, bytes]:
    return {"body": json.dumps(ROWS).encode()}


@pytest.mark.parametrize("recipe", recipes(), ids=lambda one: one.name)
def test_a_recipe_can_be_quoted_in_every_language(recipe: Recipe) -> None:
    declared = dict(re.findall(r"PREFIX ([\w-]+): <([^>]+)>", recipe.query))

    assert not set("'`\\$") & set(recipe.query)
    assert '"""' not in recipe.query
    assert check(recipe.query, Settings()).form == "SELECT"
    assert declared.items() <= PREFIXES.items()
    assert all(f"{prefix}:" in recipe.query.rpartition(">")[2] for prefix in declared)
    assert {*recipe.dates, *recipe.explain} <= set(re.findall(r"\w+", recipe.query))
    assert recipe.title
    assert recipe.prose.endswith(".")


def test_a_recipe_has_a_file_in_every_language(client: FlaskClient) -> None:
    for recipe in recipes():
        for language in LANGUAGES:
            answer = client.get(f"/cookbook/{recipe.name}.{language.suffix}")
            assert answer.status_code == 200
            assert answer.mimetype == language.media_type
            name = f"{recipe.name}.{language.suffix}"
            assert name in answer.headers["Content-Disposition"]
            assert recipe.query in answer.text
            again = {"If-None-Match": answer.headers["ETag"]}
            assert client.get(answer.request.path, headers=again).status_code == 304


@pytest.mark.parametrize(
    "name", ["no-such.sh", "time-series.exe", "time-series", "..%2f..%2fsettings.py"]
)
def test_there_is_no_other_file(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/cookbook/{name}")

    assert answer.status_code == 404
    assert "Content-Disposition" not in answer.headers


def test_only_the_address_of_the_endpoint_is_the_operators(
    release: Release, told: dict[str, bytes]
) -> None:
    ours, theirs = (
        create_app(release, Says(told), Settings(endpoint=endpoint)).test_client()
        for endpoint in ("https://a.example/sparql", "https://b.example/query/sparql")
    )

    for name in ("", *every_file()):
        here = ours.get(f"/cookbook/{name}").text
        there = theirs.get(f"/cookbook/{name}").text
        assert "https://a.example/sparql" in here
        assert there == here.replace("a.example/", "b.example/query/")


def every_file() -> list[str]:
    files = [f"{r.name}.{one.suffix}" for r in recipes() for one in LANGUAGES]
    return [*files, "borderkg.ipynb"]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.name)
def test_the_address_stays_one_string_whatever_it_holds(
    release: Release, told: dict[str, bytes], language: Language
) -> None:
    app = create_app(release, Says(told), Settings(endpoint=ELSEWHERE))
    code = app.test_client().get(f"/cookbook/time-series.{language.suffix}").text

    line = next(one for one in code.splitlines() if re.match("(const )?ENDPOINT", one))
    written = line.partition("=")[2].strip().rstrip(";")
    if language.suffix == "sh":
        assert shlex.split(written) == [ELSEWHERE]
    else:
        assert ast.literal_eval(written) == ELSEWHERE


def test_the_notebook_is_one(client: FlaskClient) -> None:
    notebook = nbformat.reads(client.get("/cookbook/borderkg.ipynb").text, 4)

    nbformat.validate(notebook)
    assert len([c for c in notebook.cells if c.cell_type == "code"]) == 8


def test_the_page_has_an_anchor_and_the_first_rows_of_every_recipe(
    client: FlaskClient,
) -> None:
    page = client.get("/cookbook").text

    for recipe in recipes():
        assert f'<a href="#{recipe.name}">' in page
        assert f'id="{recipe.name}"' in page
        assert recipe.title in page
    assert page.count("7 rows, the first 5 here") == len(recipes())
    assert page.count("<tbody>") == len(recipes())
    assert "<b>0</b>" not in page
    assert "<script" not in page
    assert 'href="/cookbook"' in client.get("/").text


def test_an_answer_is_asked_for_once_and_again_only_if_there_was_none(
    app: Flask, told: dict[str, bytes]
) -> None:
    client = app.test_client()
    body = told.pop("body")

    without = client.get("/cookbook")
    told["body"] = body
    whole = client.get("/cookbook")
    told.pop("body")
    kept = client.get("/cookbook")

    assert without.status_code == 200
    assert without.text.count("could not be had just now") == len(recipes())
    assert without.headers["Cache-Control"] == "no-store"
    assert "could not be had" not in whole.text
    assert whole.headers["ETag"]
    assert kept.data == whole.data


def test_a_server_of_ones_own_tells_recipes_its_own_address(server: str) -> None:
    address = f"{server}/cookbook/value-with-claim.sh"
    with urlopen(address, timeout=20) as answer:  # noqa: S310 - an address of ours
        recipe = answer.read().decode()

    assert f"ENDPOINT={server}/sparql\n" in recipe
