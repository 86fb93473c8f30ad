"""Going back to an earlier release, as an operator does it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph import shelf
from server.cli import main
from tests.graph.shelves import add, identifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, sources in enumerate(("one", "two", "three")):
        add(tmp_path / "build", sources, claims=100 + number)
    return tmp_path / "build"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["release", *map(str, words)])


def test_the_list_says_which_is_current_and_which_is_whole(folder: Path) -> None:
    (shelf.place(folder, identifier("one")) / "default.ttl").unlink()

    ran = run("list", folder)

    three, two, one = ran.output.splitlines()
    assert three.startswith(f"current  {identifier('three')}  ")
    assert three.endswith(" UTC  102 claims, 33 works")
    assert two.startswith(f"         {identifier('two')}  ")
    assert one.endswith("is damaged: default.ttl is missing")


def test_rollback_goes_to_the_one_before_and_on_from_there(folder: Path) -> None:
    first, second, third = (run("rollback", folder) for _ in range(3))

    assert first.output == f"current is now {identifier('two')}\n"
    assert second.output == f"current is now {identifier('one')}\n"
    assert third.exit_code == 1
    assert f"there is no release before {identifier('one')}" in third.output
    assert shelf.current(folder) == identifier("one")


def test_rollback_goes_to_the_one_that_is_named_and_forward_again(
    folder: Path,
) -> None:
    run("rollback", folder, identifier("one"))
    ran = run("rollback", folder, identifier("three"))

    assert ran.exit_code == 0
    assert shelf.current(folder) == identifier("three")
    assert shelf.names(folder) == [*map(identifier, ("three", "two", "one"))]


def test_after_a_rollback_every_command_reads_that_release(folder: Path) -> None:
    run("rollback", folder, identifier("one"))
    (shelf.place(folder, identifier("three")) / "default.ttl").unlink()

    whole = f"whole: 4 files of release {identifier('one')}\n"
    assert run("verify", folder).output == whole


def test_a_damaged_release_is_not_gone_back_to(folder: Path) -> None:
    (shelf.place(folder, identifier("two")) / "default.ttl").unlink()

    ran = run("rollback", folder)

    assert ran.exit_code == 1
    assert "is damaged: default.ttl is missing" in ran.output
    assert shelf.current(folder) == identifier("three")


@pytest.mark.parametrize("name", ["0.1.0-nobody", "../../etc", "."])
def test_a_release_that_is_not_there_is_told_with_those_that_are(
    folder: Path, name: str
) -> None:
    ran = run("rollback", folder, name)

    assert ran.exit_code == 1
    assert f"has no release {name}, but {identifier('three')}, " in ran.output


@pytest.mark.parametrize("command", ["list", "rollback"])
def test_what_is_no_shelf_is_said_in_one_sentence(folder: Path, command: str) -> None:
    for named in (folder / "nowhere", folder / "current"):
        ran = run(command, named)

        assert ran.exit_code == 1
        assert "has no shelf of releases" in ran.output
        assert not (folder / "nowhere").exists()


def test_a_lost_current_release_is_replaced_by_the_last_that_is_there(
    folder: Path,
) -> None:
    (folder / "current").unlink()

    assert run("rollback", folder).output == f"current is now {identifier('three')}\n"
