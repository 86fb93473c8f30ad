"""Every problem that the server can have leads to a page that explains it."""

import ast
import json
from collections.abc import Iterator
from dataclasses import fields
from http import HTTPStatus
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology.prefixes import PREFIXES
from server.kinds import KINDS, TYPES, generic
from server.settings import Settings
from server.web.reply import refusal

SERVER = Path(__file__).parents[3] / "server"


def made() -> Iterator[tuple[str, str, str]]:
    """Where the code makes a problem: the module, the type and the title."""
    for file in SERVER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            given = {each.arg: each.value for each in node.keywords}
            if not {"type", "title", "detail"} <= given.keys():
                continue
            kind, title = given["type"], given["title"]
            if isinstance(kind, ast.Constant):
                assert isinstance(title, ast.Constant), file
                yield file.name, str(kind.value), str(title.value)


MADE = sorted(set(made()))


@pytest.mark.parametrize(("module", "kind", "title"), MADE)
def test_every_problem_that_the_code_makes_is_explained_under_its_title(
    client: FlaskClient, module: str, kind: str, title: str
) -> None:
    assert module
    assert KINDS[kind].title == title
    assert client.get(f"/problem/{kind}").status_code == 200


@pytest.mark.parametrize("status", [400, 408, 500, 501])
def test_what_never_reached_the_app_is_refused_as_a_kind_that_is_explained(
    status: int,
) -> None:
    refused = json.loads(refusal(HTTPStatus(status)).body)

    kind = KINDS[refused["type"].removeprefix(TYPES)]
    assert kind.title == refused["title"]
    assert status in kind.statuses


def test_no_kind_is_explained_that_nothing_makes() -> None:
    general = {generic(status).name for status in (*range(400, 418), 429, 431, 500)}

    assert len(MADE) > 15
    assert KINDS.keys() == {kind for _, kind, _ in MADE} | general


def test_every_limit_leads_to_a_problem_that_is_explained_with_its_status() -> None:
    for each in fields(Settings):
        if status := each.metadata["status"]:
            assert status in KINDS[each.metadata["problem"]].statuses


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_says_what_it_means_and_what_to_do(
    client: FlaskClient, kind: object
) -> None:
    assert isinstance(kind, type(KINDS["busy"]))
    page = client.get(f"/problem/{kind.name}", headers={"Accept": "text/html"})
    turtle = client.get(f"/problem/{kind.name}", headers={"Accept": "text/turtle"})

    assert f"<h1>{kind.title}".replace("'", "&#39;") in page.text
    assert kind.meaning.replace("'", "&#39;") in page.text
    assert kind.remedy.replace("'", "&#39;") in page.text
    found = {
        (quad.predicate.value.rpartition("#")[2], quad.object)
        for quad in parse(turtle.data, format=RdfFormat.TURTLE)
        if quad.subject == NamedNode(TYPES + kind.name)
    }
    assert ("prefLabel", Literal(kind.title, language="en")) in found
    assert ("definition", Literal(kind.meaning, language="en")) in found
    assert ("type", NamedNode(f"{PREFIXES['skos']}Concept")) in found


def test_a_kind_names_the_limits_behind_it(client: FlaskClient) -> None:
    page = client.get("/problem/deadline-exceeded").text

    assert '<a href="/limits#deadline">deadline</a>: at most 10.0 s' in page


def test_a_problem_and_the_page_of_limits_lead_to_its_kind(client: FlaskClient) -> None:
    html = {"Accept": "text/html"}

    assert 'href="/problem/not-found"' in client.get("/place/x", headers=html).text
    assert 'href="/problem/busy"' in client.get("/limits").text
    refused = client.get("/sparql?query=ASK{SERVICE<http://e/>{}}", headers=html)
    assert 'href="/problem/read-only"' in refused.text


def test_all_kinds_are_listed(client: FlaskClient) -> None:
    page = client.get("/problem").text

    assert all(f'href="/problem/{name}"' in page for name in KINDS)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/problem/", 200),
        ("/problem/busy.ttl", 200),
        ("/problem/busy.jsonld", 200),
        ("/problem/busy.exe", 404),
        ("/problem/no-such-kind", 404),
        ("/problem/no-such-kind.ttl", 404),
    ],
)
def test_an_address_answers_as_those_of_things_do(
    client: FlaskClient, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


def test_a_page_that_is_the_same_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/problem/busy")
    again = client.get(
        "/problem/busy", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 304
    assert first.headers["Content-Location"] == "/problem/busy.html"
    assert "Accept" in first.vary
