"""A shelf: the last three releases side by side, and a link to the current one."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph import shelf
from graph.drops import DropError
from graph.release import ReleaseError, open_release, verify
from graph.shelving import PublishError, put_again
from tests.graph.shelves import add, identifier, litter, write

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "build"


def old_style(folder: Path) -> None:
    """What a build once made: a release at the top, with its memory inside."""
    folder.mkdir()
    write(folder, "old", claims=100, lines=1)
    (folder / ".cache").mkdir()
    (folder / ".cache" / "closure.nq").write_text("", encoding="utf-8")


def test_a_release_stands_under_its_identifier_and_current_leads_to_it(
    folder: Path,
) -> None:
    release = add(folder, "0123456789abcdef")

    assert release.manifest.id == "0.1.0-0123456789ab"
    assert release.folder == folder / "releases" / "0.1.0-0123456789ab"
    assert (folder / "current").readlink() == Path("releases/0.1.0-0123456789ab")
    assert sorted(path.name for path in folder.iterdir()) == ["current", "releases"]


def test_a_shelf_a_release_on_it_and_the_link_are_read_alike(folder: Path) -> None:
    release = add(folder, "one")

    for named in (folder, folder / "current", release.folder):
        assert open_release(named).manifest == release.manifest
        assert verify(named) == []


def test_who_has_opened_a_release_keeps_it_when_the_link_turns(folder: Path) -> None:
    add(folder, "one")
    opened = [open_release(folder), open_release(folder / "current")]

    add(folder, "two")

    assert [open_release(each.folder).manifest for each in opened] == [
        each.manifest for each in opened
    ]


def test_a_shelf_that_is_moved_is_still_one(folder: Path, tmp_path: Path) -> None:
    release = add(folder, "one")

    folder.rename(tmp_path / "elsewhere")

    assert open_release(tmp_path / "elsewhere").manifest == release.manifest


def test_the_last_three_releases_stay(folder: Path) -> None:
    for sources in ("one", "two", "three", "four"):
        add(folder, sources)

    assert shelf.names(folder) == [*map(identifier, ("four", "three", "two"))]


def test_what_is_lost_of_a_release_does_not_make_it_the_last_one(folder: Path) -> None:
    for sources in ("one", "two", "three"):
        add(folder, sources)

    (shelf.place(folder, identifier("one")) / "default.ttl").unlink()
    (shelf.place(folder, identifier("two")) / "manifest.json").unlink()

    assert shelf.names(folder) == [*map(identifier, ("three", "one", "two"))]


def test_a_release_that_is_published_again_is_the_last_one(folder: Path) -> None:
    for sources in ("one", "two", "three", "one", "four"):
        add(folder, sources)

    assert shelf.names(folder) == [*map(identifier, ("four", "one", "three"))]


def test_a_clock_that_was_set_back_changes_no_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(folder, "one")
    monkeypatch.setattr(time, "time_ns", lambda: 0)

    add(folder, "two")

    assert shelf.names(folder) == [identifier("two"), identifier("one")]


def test_the_same_sources_again_write_no_file(folder: Path) -> None:
    files = list(add(folder, "one").folder.rglob("*.*"))
    before = [path.stat() for path in files]

    add(folder, "one")

    after = [path.stat() for path in files]
    assert [each.st_ino for each in after] == [each.st_ino for each in before]


@pytest.mark.parametrize("name", ["default.ttl", "manifest.json", "SHA256SUMS"])
def test_a_release_that_was_damaged_is_replaced(folder: Path, name: str) -> None:
    release = add(folder, "one")
    before = (release.folder / name).read_bytes()
    (release.folder / name).write_text("damaged", encoding="utf-8")

    again = add(folder, "one")

    assert again == open_release(folder) == release
    assert (release.folder / name).read_bytes() == before


def test_only_a_whole_release_is_made_current_without_a_build(folder: Path) -> None:
    add(folder, "one")
    two = add(folder, "two")
    (two.folder / "default.ttl").unlink()

    assert put_again(folder, "two") is None
    assert put_again(folder, "three") is None
    assert put_again(folder, "one") == open_release(folder)
    assert shelf.current(folder) == identifier("one")


def test_what_dead_builds_left_is_swept_by_the_next_one_and_by_no_reader(
    folder: Path,
) -> None:
    add(folder, "one")
    (folder / "releases" / ".part-new-x").mkdir()
    (folder / "releases" / ".part-new-x" / "dataset.nq").write_text("", "utf-8")
    (folder / ".part-new-current").symlink_to("nowhere")

    open_release(folder)
    read = sorted(litter(folder))
    add(folder, "two")

    assert read == [".part-new-current", ".part-new-x"]
    assert litter(folder) == []


def test_two_builds_at_once_come_one_after_the_other(folder: Path, root: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.graph.shelves import add; "
        "add(Path(sys.argv[1]), sys.argv[2], lines=20_000)"
    )
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", script, folder, sources],
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        for sources in ("one", "two", "one")
    ]
    ended = [build.wait(120) for build in builds]

    assert ended == [0, 0, 0]
    assert set(shelf.names(folder)) == {identifier("one"), identifier("two")}
    assert verify(folder) == []
    assert litter(folder) == []


@pytest.mark.parametrize(
    "name",
    ["thesis.txt", "current", "releases/notes.txt", "releases/{}/notes/notes.txt"],
)
def test_a_folder_with_other_files_is_refused_with_their_name(
    folder: Path, name: str
) -> None:
    add(folder, "one")
    path = folder / name.format(identifier("one"))
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(PublishError) as refusal:
        add(folder, "two")

    assert f"holds {path.relative_to(folder)}, which no release has" in str(
        refusal.value
    )
    assert path.read_text(encoding="utf-8") == "mine"
    assert shelf.names(folder) == [identifier("one")]


def test_checksums_of_other_peoples_files_make_no_release_of_them(
    folder: Path,
) -> None:
    folder.mkdir()
    (folder / "disk.iso").write_text("mine", encoding="utf-8")
    (folder / "SHA256SUMS").write_text("0000  disk.iso\n", encoding="utf-8")

    with pytest.raises(PublishError, match=r"holds SHA256SUMS, which no release"):
        add(folder, "one")

    assert (folder / "disk.iso").read_text(encoding="utf-8") == "mine"


def test_a_release_as_builds_once_made_it_gives_way_to_a_shelf(folder: Path) -> None:
    old_style(folder)

    release = add(folder, "one")

    assert open_release(folder) == release
    top = sorted(path.name for path in folder.iterdir())
    assert top == [".cache", "current", "releases"]


def test_a_release_as_builds_once_made_it_is_kept_until_a_build_succeeds(
    folder: Path,
) -> None:
    old_style(folder)
    shutil.rmtree(folder / ".cache")
    before = open_release(folder)

    with pytest.raises(DropError):
        add(folder, "one", claims=1)

    assert open_release(folder) == before


def test_a_release_on_a_shelf_never_becomes_a_shelf_itself(folder: Path) -> None:
    release = add(folder, "one")

    for named in (folder / "current", release.folder):
        with pytest.raises(PublishError, match="is a release and never changes; build"):
            add(named, "two")


def test_a_file_is_not_replaced_by_a_folder(folder: Path) -> None:
    folder.write_text("mine", encoding="utf-8")

    with pytest.raises(PublishError, match="is a file; releases stand in a folder"):
        add(folder, "one")


def test_a_shelf_may_lie_on_another_disk(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    folder.symlink_to("disk")

    release = add(folder, "one")

    assert open_release(folder).manifest == release.manifest
    assert verify(tmp_path / "disk") == []


def test_a_folder_without_symbolic_links_is_refused_before_any_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "symlink", refuse)

    with pytest.raises(PublishError, match="its file system has no symbolic links"):
        put_again(folder, "one")

    assert litter(folder) == []


def test_a_link_that_leads_nowhere_is_one_sentence(folder: Path) -> None:
    shutil.rmtree(add(folder, "one").folder)

    with pytest.raises(ReleaseError, match=r"holds no release .* borderkg build --out"):
        open_release(folder)


def test_a_count_that_falls_by_more_than_a_twentieth_stops_a_build(
    folder: Path,
) -> None:
    add(folder, "one", claims=1000)

    with pytest.raises(DropError) as refusal:
        add(folder, "two", claims=949)

    assert "claims from 1,000 to 949 (-5.1%)" in str(refusal.value)
    assert "--allow-drop claims" in str(refusal.value)
    assert shelf.current(folder) == identifier("one")
    assert shelf.names(folder) == [identifier("one")]


def test_a_count_may_fall_by_a_twentieth_or_where_it_is_meant(folder: Path) -> None:
    add(folder, "one", claims=1000)
    add(folder, "two", claims=950)

    with pytest.raises(DropError):
        add(folder, "three", claims=10, may_drop=("works",))
    add(folder, "three", claims=10, may_drop=("claims",))

    assert shelf.current(folder) == identifier("three")


def test_going_back_to_smaller_sources_is_a_drop_too(folder: Path) -> None:
    add(folder, "one", claims=10)
    add(folder, "two", claims=100)

    with pytest.raises(DropError):
        put_again(folder, "one")

    assert put_again(folder, "one", may_drop=("claims",)) == open_release(folder)
