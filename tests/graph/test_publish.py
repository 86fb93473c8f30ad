"""A release is a value: same sources, same bytes, whole or not at all."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from graph.publish import publish
from graph.release import open_release, verify
from graph.shelving import PublishError
from graph.stages import Validated
from graph.terms import to_graph
from ontology.terms import ENTAILED, METADATA, PROOFS

HERE = Path(__file__).parent


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_release_has_the_files_of_its_manifest(
    judged: Validated, tmp_path: Path
) -> None:
    release = publish(judged, tmp_path / "build")

    plain = [name for name in release.manifest.files if not name.endswith(".gz")]
    assert plain == [
        "asserted.ttl",
        "catalog.ttl",
        "claims.sha256.tsv",
        "dataset.nq",
        "dataset.trig",
        "default.ttl",
        "layers/article.ttl",
        "layers/claims.trig",
        "layers/entailed.ttl",
        "layers/entities.ttl",
        "layers/metadata.ttl",
        "layers/ontology.ttl",
        "layers/proofs.ttl",
        "layers/provenance.ttl",
        "layers/shapes.ttl",
        "nanopubs.csv",
        "nanopubs.nq",
        "nanopubs.trig",
        "ro-crate-metadata.json",
        "sources.sha256",
        "validation.ttl",
    ]
    assert verify(release.folder) == []
    assert open_release(release.folder) == release


def test_the_dataset_is_sorted_and_holds_the_sources_forms(
    judged: Validated, tmp_path: Path
) -> None:
    folder = publish(judged, tmp_path / "build").folder

    lines = (folder / "dataset.nq").read_bytes().split(b"\n")
    assert lines[:-1] == sorted(set(lines[:-1]))
    assert any(b'"205000000.0"^^' in line for line in lines)


def test_trig_and_the_layers_say_what_the_dataset_says(
    judged: Validated, tmp_path: Path
) -> None:
    release = publish(judged, tmp_path / "build")

    quads = set(release.quads())
    trig = set(ox.parse(path=release.folder / "dataset.trig"))
    layers = {
        q.triple
        for path in (release.folder / "layers").glob("*.t*")
        if path.suffix != ".gz"
        for q in ox.parse(path=path)
    }
    assert trig == quads
    assert layers == {q.triple for q in quads}


@pytest.mark.parametrize(
    ("name", "left_out"),
    [("default.ttl", {PROOFS}), ("asserted.ttl", {ENTAILED, PROOFS})],
)
def test_a_view_in_turtle_means_the_same_to_two_parsers(
    judged: Validated, tmp_path: Path, name: str, left_out: set[str]
) -> None:
    release = publish(judged, tmp_path / "build")
    expected = {
        q.triple for q in release.quads() if str(q.graph_name)[1:-1] not in left_out
    }

    by_oxigraph = list(ox.parse(path=release.folder / name))
    by_rdflib = rdflib.Graph().parse(release.folder / name)

    assert {q.triple for q in by_oxigraph} == expected
    assert len(by_oxigraph) == len(expected) == len(by_rdflib)
    named = {t for t in by_rdflib if not any(isinstance(x, rdflib.BNode) for x in t)}
    assert named == {
        t
        for t in to_graph(by_oxigraph)
        if not any(isinstance(x, rdflib.BNode) for x in t)
    }


def test_turtle_for_reading_puts_the_type_first_and_prefixes_in_order(
    judged: Validated, tmp_path: Path
) -> None:
    folder = publish(judged, tmp_path / "build").folder

    text = (folder / "layers" / "entities.ttl").read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert head == sorted(head)
    assert '\nplace:land a bk:Country ;\n    rdfs:label "land"@en .\n' in text


def test_a_packed_file_unpacks_to_its_plain_one(
    judged: Validated, tmp_path: Path
) -> None:
    folder = publish(judged, tmp_path / "build").folder

    packed = (folder / "dataset.nq.gz").read_bytes()
    assert gzip.decompress(packed) == (folder / "dataset.nq").read_bytes()
    assert packed[4:8] == bytes(4)


def test_the_manifest_counts_what_is_there(judged: Validated, tmp_path: Path) -> None:
    manifest = publish(judged, tmp_path / "build").manifest

    assert manifest.counts == {
        "claims": 2,
        "observations": 1,
        "segments": 2,
        "notes": 0,
        "works": 0,
        "checks": 0,
        "entities": 8,
        "linkable": 6,
        "linked": 0,
        "sought": 0,
    }
    assert manifest.files["dataset.nq"].triples == sum(manifest.graphs.values())


def test_the_metadata_does_not_count_itself(judged: Validated, tmp_path: Path) -> None:
    release = publish(judged, tmp_path / "build")

    store = ox.Store()
    store.bulk_extend(release.quads())
    found = store.query(
        "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?n WHERE { GRAPH ?g "
        "{ <https://w3id.org/borderkg/dataset> void:triples ?n } }"
    )
    others = {q.triple for q in release.quads() if str(q.graph_name)[1:-1] != METADATA}
    assert [row[0].value for row in found] == [str(len(others))]  # type: ignore[union-attr] # a SELECT


@pytest.mark.slow
def test_two_runs_give_the_same_bytes_whatever_the_hash_seed_and_the_folder(
    tmp_path: Path,
) -> None:
    for seed in ("1", "2"):
        script = (
            "import sys; from pathlib import Path; from graph import pipeline; "
            "from graph.inventory import Sources; "
            "pipeline.run(Sources.under(Path(sys.argv[1])), Path(sys.argv[2]), print)"
        )
        folder = tmp_path / seed / ("x" * int(seed))
        subprocess.run(
            [sys.executable, "-c", script, HERE.parents[1], folder],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"},
            cwd=tmp_path,
            check=True,
        )

    assert contents(tmp_path / "1" / "x") == contents(tmp_path / "2" / "xx")


def test_the_same_sources_give_the_same_release_and_nothing_is_written(
    judged: Validated, tmp_path: Path
) -> None:
    first = publish(judged, tmp_path / "build")
    before = contents(first.folder)

    second = publish(judged, tmp_path / "build")

    assert second == first
    assert contents(second.folder) == before


def test_what_was_damaged_is_written_again(judged: Validated, tmp_path: Path) -> None:
    first = publish(judged, tmp_path / "build")
    before = contents(first.folder)
    (first.folder / "default.ttl").write_text("", encoding="utf-8")

    second = publish(judged, tmp_path / "build")

    assert second == first
    assert contents(second.folder) == before


def test_a_folder_that_cannot_be_made_is_named_in_one_sentence(
    judged: Validated, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(PublishError, match=r"cannot be written to .*/file/build: "):
        publish(judged, tmp_path / "file" / "build")
