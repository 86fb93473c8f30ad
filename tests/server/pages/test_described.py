"""Programs are told what a page is about, in headers and as schema.org has it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph import pipeline
from graph.inventory import Sources
from graph.release import Release
from server import create_app
from server.engine import local as engine
from server.settings import Settings

ROOT = Path(__file__).parents[3]
BASE = "https://w3id.org/borderkg/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The small graph of the pipeline's tests, which has claims and a description."""
    mini = ROOT / "tests" / "graph" / "fixtures" / "mini"
    sources = Sources(ROOT / "ontology", ROOT / "shapes", mini)
    return pipeline.run(sources, tmp_path_factory.mktemp("mini"), lambda _: None)


@pytest.fixture(scope="module")
def client(release: Release, small: Settings) -> Iterator[FlaskClient]:
    with engine.start(release, small) as running:
        yield create_app(release, running, small).test_client()


def links(client: FlaskClient, path: str) -> set[tuple[str, str, str]]:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    answer.close()
    found = ", ".join(answer.headers.getlist("Link"))
    return {(rel, target, kind) for target, rel, kind in LINK.findall(found)}


def described(client: FlaskClient, path: str) -> dict[str, Any]:
    block = BLOCK.search(client.get(path).text)
    assert block
    said: dict[str, Any] = json.loads(block[1])
    return said


def a_claim(client: FlaskClient) -> str:
    found = re.search(r'href="(/claim/[^"?#]+)"', client.get("/claim").text)
    assert found
    return found[1]


def test_a_claim_has_the_links_of_a_landing_page(client: FlaskClient) -> None:
    path = a_claim(client)
    found = links(client, path)

    assert ("cite-as", BASE + path[1:], "") in found
    assert ("license", LICENCE, "") in found
    assert ("type", "https://schema.org/AboutPage", "") in found
    assert ("type", "https://schema.org/Claim", "") in found
    assert ("describedby", f"{path}.ttl", "text/turtle") in found


def test_data_lead_back_to_their_page(client: FlaskClient) -> None:
    path = a_claim(client)

    assert ("describes", f"{path}.html", "text/html") in links(client, f"{path}.ttl")
    assert "cite-as" not in {rel for rel, *_ in links(client, f"{path}.ttl")}


@pytest.mark.parametrize("path", ["/", "/dumps/"])
def test_a_page_of_the_release_leads_to_its_files(
    client: FlaskClient, release: Release, path: str
) -> None:
    found = links(client, path)
    items = {(target, kind) for rel, target, kind in found if rel == "item"}

    assert ("cite-as", f"{BASE}dataset", "") in found
    assert ("describedby", "/dumps/catalog.ttl", "text/turtle") in found
    assert ("/dumps/default.ttl", "text/turtle") in items
    for target, kind in items:
        file = release.manifest.files[target.removeprefix("/dumps/")]
        assert kind == file.media_type


def test_a_file_leads_to_the_release_it_is_of(client: FlaskClient) -> None:
    found = links(client, "/dumps/default.ttl")

    assert ("collection", "/dumps/", "text/html") in found


@pytest.mark.parametrize("path", ["/", "/dumps/"])
def test_a_page_of_the_release_describes_it_to_search_engines(
    client: FlaskClient, release: Release, path: str
) -> None:
    said = described(client, path)

    assert said["@type"] == "Dataset"
    assert 50 <= len(said["description"]) <= 5000
    assert said["license"] == LICENCE
    assert said["version"] == release.manifest.version
    assert said["creator"][0]["name"]
    assert said["citation"]["author"]
    for one in said["distribution"]:
        file = release.manifest.files[one["name"]]
        assert one["contentUrl"] == f"{BASE}dumps/{one['name']}"
        assert one["sha256"] == file.sha256
        assert one["contentSize"] == f"{file.bytes} B"


def test_the_page_of_downloads_describes_every_file_of_the_data(
    client: FlaskClient, release: Release
) -> None:
    found = {one["name"] for one in described(client, "/dumps/")["distribution"]}

    describing = {"catalog.ttl", "ro-crate-metadata.json"}
    assert found == release.manifest.files.keys() - describing
