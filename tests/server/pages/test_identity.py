"""The page of a claim shows its checksum, and leads to the list of all."""

from dataclasses import replace

from flask.testing import FlaskClient

from graph import identity
from graph.release import DATASET, File, Release
from server import create_app
from server.settings import Settings
from tests.server.pages.conftest import Says

PAGE = {"Accept": "text/html"}


def test_a_claims_page_shows_the_checksum_that_the_release_lists(
    release: Release,
) -> None:
    lines = (release.folder / DATASET).read_bytes().split(b"\n")
    sums = identity.claim_sums(lines)
    (release.folder / identity.CLAIMS).write_bytes(identity.table(sums))
    listed = {identity.CLAIMS: File("0" * 64, 1, "text/tab-separated-values")}
    files = {**release.manifest.files, **listed}
    holding = replace(release, manifest=replace(release.manifest, files=files))
    client = create_app(holding, Says({}), Settings()).test_client()
    claim, checksum = next(iter(sums.items()))

    page = client.get(claim.removeprefix("https://w3id.org/borderkg"), headers=PAGE)

    assert f"<code>{checksum}</code>" in page.text
    assert 'href="/dumps/claims.sha256.tsv"' in page.text


def test_a_release_without_the_list_shows_none(
    client: FlaskClient, release: Release
) -> None:
    lines = (release.folder / DATASET).read_bytes().split(b"\n")
    claim = next(iter(identity.claim_sums(lines)))

    page = client.get(claim.removeprefix("https://w3id.org/borderkg"), headers=PAGE)

    assert page.status_code == 200
    assert "claims.sha256.tsv" not in page.text
