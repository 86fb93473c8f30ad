"""A release is opened only if it is whole and of this format."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.publish import publish
from graph.release import ReleaseError, open_release, verify
from graph.stages import Validated


@pytest.fixture
def folder(judged: Validated, tmp_path: Path) -> Path:
    return publish(judged, tmp_path / "build").folder


def edited(**changes: object) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / "manifest.json"
        found = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**found, **changes}), encoding="utf-8")

    return edit


def test_a_release_yields_every_quad(judged: Validated, folder: Path) -> None:
    release = open_release(folder)

    assert set(judged.graph.quads()) < set(release.quads())
    assert sum(1 for _ in release.quads()) == sum(release.manifest.graphs.values())


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        pytest.param(
            edited(format=2),
            "has format version 2, and this program reads version 1; build it again",
            id="another format version",
        ),
        pytest.param(
            edited(format=None), "has format version None", id="no format version"
        ),
        pytest.param(
            edited(files={"dataset.nq": {"sha256": ""}}),
            "is not a manifest",
            id="a manifest without what it must say",
        ),
        pytest.param(
            edited(warnings=7),
            "manifest.json is not as it was",
            id="an edited manifest",
        ),
        pytest.param(
            lambda folder: (folder / "manifest.json").unlink(),
            "holds no release (manifest.json is missing); build one",
            id="no manifest",
        ),
        pytest.param(
            lambda folder: (folder / "manifest.json").write_text("{", "utf-8"),
            "manifest.json cannot be read",
            id="a broken manifest",
        ),
        pytest.param(
            lambda folder: (folder / "dataset.nq").write_text("", "utf-8"),
            "is damaged: dataset.nq is not as it was published",
            id="a changed file",
        ),
        pytest.param(
            lambda folder: (folder / "default.ttl.gz").unlink(),
            "is damaged: default.ttl.gz is missing",
            id="a missing file",
        ),
        pytest.param(
            lambda folder: (folder / "notes.txt").write_text("", "utf-8"),
            "is damaged: notes.txt does not belong to the release",
            id="a file too many",
        ),
        pytest.param(
            lambda folder: (folder / "SHA256SUMS").unlink(),
            "is damaged: SHA256SUMS cannot be read",
            id="no checksums",
        ),
    ],
)
def test_what_is_no_whole_release_of_this_format_is_refused(
    folder: Path, damage: Callable[[Path], object], sentence: str
) -> None:
    damage(folder)

    with pytest.raises(ReleaseError) as refusal:
        open_release(folder)

    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_folder_that_does_not_exist_holds_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="holds no release"):
        open_release(tmp_path / "nowhere")


def test_every_damage_is_listed(folder: Path) -> None:
    (folder / "dataset.nq").write_text("", encoding="utf-8")
    (folder / "dataset.trig").unlink()

    assert verify(folder) == [
        "dataset.trig is missing",
        "dataset.nq is not as it was published (its checksum differs)",
    ]
