"""Catalogues are told of every file with its size and checksum, as the manifest has."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from graph import publish
from graph.release import Manifest, Release
from graph.stages import Validated
from ontology.prefixes import PREFIXES

HEAD = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("dcat", "dcterms", "spdx"))
DATASET = "https://w3id.org/borderkg/dataset"
DUMPS = "https://w3id.org/borderkg/dumps/"
DESCRIBING = {"catalog.ttl", "ro-crate-metadata.json"}


@pytest.fixture(scope="module")
def release(judged: Validated, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return publish.publish(judged, tmp_path_factory.mktemp("described"))


@pytest.fixture(scope="module")
def catalogue(release: Release) -> Store:
    store = Store()
    store.load(path=release.folder / "catalog.ttl", format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def crate(release: Release) -> dict[str, dict[str, Any]]:
    text = (release.folder / "ro-crate-metadata.json").read_text(encoding="utf-8")
    return {one["@id"]: one for one in json.loads(text)["@graph"]}


def rows(store: Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(HEAD + query)
    assert isinstance(found, QuerySolutions)
    return {tuple(term.value for term in row if term is not None) for row in found}


def listed(manifest: Manifest) -> set[tuple[str, str, str]]:
    return {
        (name, str(file.bytes), file.sha256)
        for name, file in manifest.files.items()
        if name not in DESCRIBING
    }


def test_the_catalogue_has_size_and_checksum_of_every_other_file(
    release: Release, catalogue: Store
) -> None:
    query = f"""SELECT ?name ?size ?sum {{
      <{DATASET}> dcat:distribution ?file .
      ?file dcterms:title ?name ; dcat:downloadURL ?file ; dcat:byteSize ?size ;
        dcterms:license [] ; dcat:mediaType [] ; spdx:checksum ?of .
      ?of spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?sum }}"""

    assert rows(catalogue, query) == listed(release.manifest)


def test_a_packed_file_has_the_type_of_what_is_in_it(catalogue: Store) -> None:
    query = f"""SELECT ?type ?packed {{ <{DUMPS}default.ttl.gz>
      dcat:mediaType ?type ; dcat:compressFormat ?packed }}"""

    types = "https://www.iana.org/assignments/media-types/"
    assert rows(catalogue, query) == {
        (f"{types}text/turtle", f"{types}application/gzip")
    }


@pytest.mark.parametrize(
    "name",
    [
        "dcterms:title", "dcterms:description", "dcterms:publisher", "dcterms:creator",
        "dcterms:license", "dcterms:issued", "dcat:version", "dcat:keyword",
        "dcat:theme", "dcterms:temporal",
    ],
)  # fmt: skip
def test_the_dataset_has_what_catalogues_ask_for(catalogue: Store, name: str) -> None:
    assert rows(catalogue, f"SELECT ?o {{ <{DATASET}> {name} ?o }}")


def test_both_services_serve_the_dataset(catalogue: Store) -> None:
    query = f"""SELECT ?url {{ ?s a dcat:DataService ;
      dcat:endpointURL ?url ; dcat:servesDataset <{DATASET}> }}"""

    assert rows(catalogue, query) == {
        ("https://w3id.org/borderkg/sparql",),
        ("https://w3id.org/borderkg/reconcile",),
    }


def test_the_crate_lists_every_file_of_the_folder(
    release: Release, crate: dict[str, dict[str, Any]]
) -> None:
    there = {
        path.relative_to(release.folder).as_posix()
        for path in Path(release.folder).rglob("*")
        if path.is_file()
    }
    parts = {part["@id"] for part in crate["./"]["hasPart"]}

    assert parts == there - {"ro-crate-metadata.json"}
    assert all(crate[name]["@type"] == "File" for name in parts)
    for name, file in release.manifest.files.items():
        if name != "ro-crate-metadata.json":
            assert crate[name]["sha256"] == file.sha256
            assert crate[name]["contentSize"] == str(file.bytes)


def test_the_crate_has_what_its_specification_demands(
    crate: dict[str, dict[str, Any]],
) -> None:
    root = crate["./"]

    assert crate["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert crate["ro-crate-metadata.json"]["conformsTo"] == {
        "@id": "https://w3id.org/ro/crate/1.1"
    }
    for name in ("name", "description", "datePublished", "version"):
        assert root[name]
    for name in ("license", "citation"):
        assert crate[root[name]["@id"]]["name"]
    assert [crate[one["@id"]]["name"] for one in root["author"]]
