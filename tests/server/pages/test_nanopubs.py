"""A nanopublication answers at its IRI as it was published, in its four graphs."""

import html
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.nanopubs.making import Nanopub, make
from graph.nanopubs.writing import files, links
from graph.release import File, Release
from server import create_app
from server.settings import Settings
from tests.server.pages.conftest import Says

CLAIM = "https://w3id.org/borderkg/claim/"


@pytest.fixture
def made(release: Release) -> list[Nanopub]:
    return make(tuple(release.quads()), ())


@pytest.fixture
def holding(release: Release, made: list[Nanopub]) -> Release:
    """The toy release with the nanopublications of its claims."""
    listed = dict(release.manifest.files)
    for name, data, triples in files(made):
        (release.folder / name).write_bytes(data)
        listed[name] = File("0" * 64, len(data), "text/plain", triples)
    with (release.folder / "dataset.nq").open("ab") as dataset:
        ox.serialize(links(made), dataset, format=ox.RdfFormat.N_QUADS)
    return Release(release.folder, replace(release.manifest, files=listed))


@pytest.fixture
def client(holding: Release) -> FlaskClient:
    return create_app(holding, Says({"body": b""}), Settings()).test_client()


def quads(one: Nanopub) -> set[ox.Quad]:
    """Return what a nanopublication says, with its name in it."""
    text = ox.serialize(one.draft, format=ox.RdfFormat.N_QUADS) or b""
    named = text.replace(b"RA" + b"_" * 43, one.code.encode())
    return set(ox.parse(named, format=ox.RdfFormat.N_QUADS))


def label(one: Nanopub) -> str:
    """Return what a nanopublication calls itself."""
    this = ox.NamedNode(one.row.nanopub)
    (found,) = (
        quad.object
        for quad in quads(one)
        if quad.subject == this and quad.predicate.value.endswith("#label")
    )
    assert isinstance(found, ox.Literal)
    return found.value


@pytest.mark.parametrize(
    ("media_type", "suffix"),
    [
        ("application/trig", "trig"),
        ("application/n-quads", "nq"),
        ("application/ld+json", "jsonld"),
    ],
)
def test_each_format_has_all_four_graphs_and_every_form_as_published(
    client: FlaskClient, made: list[Nanopub], media_type: str, suffix: str
) -> None:
    form = ox.RdfFormat.from_media_type(media_type)
    for one in made:
        asked = client.get(f"/np/{one.code}", headers={"Accept": media_type})
        named = client.get(f"/np/{one.code}.{suffix}")

        assert asked.mimetype == named.mimetype == media_type
        assert asked.data == named.data
        assert set(ox.parse(asked.data, format=form)) == quads(one)
        assert "Accept" in asked.vary
        assert asked.headers["Content-Location"] == f"/np/{one.code}.{suffix}"


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/rdf+xml"]
)
def test_who_reads_only_triples_gets_them_without_their_graphs(
    client: FlaskClient, made: list[Nanopub], media_type: str
) -> None:
    one = made[0]
    answer = client.get(f"/np/{one.code}", headers={"Accept": media_type})

    assert answer.mimetype == media_type
    form = ox.RdfFormat.from_media_type(media_type)
    found = {quad.triple for quad in ox.parse(answer.data, format=form)}
    assert found == {quad.triple for quad in quads(one)}


def test_its_page_shows_the_graphs_and_leads_to_the_claim_and_the_other_formats(
    client: FlaskClient, made: list[Nanopub]
) -> None:
    one = made[0]
    answer = client.get(f"/np/{one.code}", headers={"Accept": "text/html"})

    assert f"<h1>{label(one)}</h1>" in answer.text
    for part in ("Head", "assertion", "provenance", "pubinfo"):
        assert f'<section id="{part}">' in answer.text
    assert f'href="/claim/{one.row.about.removeprefix(CLAIM)}"' in answer.text
    for suffix in ("trig", "nq", "jsonld"):
        assert f'href="/np/{one.code}.{suffix}"' in answer.text
        link = f'</np/{one.code}.{suffix}>; rel="alternate"'
        assert any(link in value for value in answer.headers.getlist("Link"))


def test_the_trig_has_prefixes_of_its_own_for_who_gives_it_another_name(
    client: FlaskClient, made: list[Nanopub]
) -> None:
    one = made[0]
    lines = client.get(f"/np/{one.code}.trig").text.splitlines()

    bearing = [line for line in lines if one.code in line]
    assert bearing == [
        f"@prefix sub: <{one.row.nanopub}#> .",
        f"@prefix this: <{one.row.nanopub}> .",
    ]


def test_the_page_of_a_claim_offers_it(
    client: FlaskClient, made: list[Nanopub]
) -> None:
    for one in made[:-1]:
        page = client.get(f"/claim/{one.row.about.removeprefix(CLAIM)}").text
        assert f'<a href="/np/{one.code}">nanopublication</a>' in page


def test_the_list_names_each_and_the_index(
    client: FlaskClient, made: list[Nanopub]
) -> None:
    page = client.get("/np/").text

    assert all(f'href="/np/{one.code}"' in page for one in made)
    assert client.get("/np").status_code == 200


@pytest.mark.parametrize(
    "name", [f"RA{'x' * 43}", "RA", "{code}.json", "{code}.xyz", "{code}x", "{code}."]
)
def test_what_was_not_published_is_not_found(
    client: FlaskClient, made: list[Nanopub], name: str
) -> None:
    answer = client.get(f"/np/{name.format(code=made[0].code)}")

    assert answer.status_code == 404


def test_files_that_are_gone_are_said_to_be_gone(
    client: FlaskClient, holding: Release, made: list[Nanopub]
) -> None:
    (holding.folder / "nanopubs.nq").unlink()

    assert client.get(f"/np/{made[0].code}.nq").status_code == 503


def test_a_release_without_any_says_so(release: Release) -> None:
    plain = create_app(release, Says({"body": b""}), Settings()).test_client()

    assert "has none" in plain.get("/np/").text
    assert plain.get(f"/np/RA{'x' * 43}").status_code == 404


def commands(page: str, name: str) -> str:
    """Return the commands that a page tells its reader to run."""
    found = re.search(rf'<pre [^>]*id="{name}">(.*?)</pre>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])


@pytest.mark.slow
def test_the_commands_on_the_page_check_one_and_sign_it_with_a_key_of_ones_own(
    server: str, real_client: FlaskClient, tmp_path: Path
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed; it makes the key")
    page = real_client.get("/np/").text
    install, checking = commands(page, "checking").split("\n", 1)
    version = importlib.metadata.version("nanopub")
    assert install == f"pip install nanopub=={version}"
    there = f"{server}/np/${{NANOPUB##*/}}.trig"
    assert "-o claim.trig $NANOPUB.trig" in checking
    checking = checking.replace("$NANOPUB.trig", there)

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"{checking}\n{commands(page, 'signing')}"],
        cwd=tmp_path,
        env={
            **os.environ,
            "HOME": str(tmp_path),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    lines = done.stdout.splitlines()
    assert lines[0] == "True"
    name, trusty, signature = lines[-1].split(" ")
    assert re.fullmatch(r"http://purl\.org/np/RA[\w-]{43}", name)
    assert (trusty, signature) == ("True", "True")
    assert "wasDerivedFrom" in (tmp_path / "signed.mine.trig").read_text()
