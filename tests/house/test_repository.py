"""The repository's own rules: README, versions, names, and what is never committed."""

import importlib
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click import Command, Context, Group

from server.cli import main
from server.options import Option, options

ROOT = Path(__file__).parents[2]
ROOMS = ("ontology", "shapes", "graph", "server")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    names = listed.stdout.decode().split("\0")
    return [ROOT / n for n in names if n and (ROOT / n).is_file()]


def commands(group: Group, prefix: str) -> list[tuple[str, Command]]:
    found: list[tuple[str, Command]] = []
    for name, command in group.commands.items():
        path = f"{prefix} {name}"
        if isinstance(command, Group):
            found += commands(command, path)
        else:
            found.append((path, command))
    return found


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_the_readme_names_each_room(room: str) -> None:
    assert f"| `{room}/` |" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "command"), commands(main, "borderkg"))
def test_the_readme_names_each_command_and_each_explains_itself(
    path: str, command: Command
) -> None:
    help_text = command.get_help(Context(command, info_name=path))

    assert f"`{path}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(help_text.splitlines()) > 5


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_opens_with_its_sentence_from_the_readme(room: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sentence = re.search(rf"\| `{room}/` \| (.+?) \|", readme)
    opening = " ".join((importlib.import_module(room).__doc__ or "").split())

    assert sentence
    assert opening.lower().startswith(sentence[1].lower())


def test_the_readme_is_at_most_two_screens_besides_the_table_of_settings() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    # A table of settings is looked into, not read, and has a row for each.
    read = [line for line in readme.splitlines() if not line.startswith("| `BORDERKG_")]

    assert len(read) <= 104


@pytest.mark.parametrize("option", options(), ids=lambda option: option.name)
def test_the_readme_tells_each_setting_as_it_is(option: Option) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert f"\n{option.row()}\n" in readme
    assert option.meaning


def test_the_readme_tells_of_no_setting_that_does_not_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(BORDERKG_\w+)`", readme, re.MULTILINE))

    assert told == {option.variable for option in options()} | {"BORDERKG_ARTICLE"}


@pytest.mark.parametrize("room", ROOMS)
def test_our_import_names_are_nobody_elses(room: str) -> None:
    found = importlib.import_module(room).__file__

    assert found is not None
    assert Path(found).is_relative_to(ROOT)


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert importlib.metadata.version("borderkg") == project["version"]
    assert f"\nversion: {project['version']}\n" in citation
    assert f"\n## [{project['version']}]" in changelog


def test_no_file_carries_a_path_of_one_machine() -> None:
    private = re.compile(r"(?<!\w)/(?:home|root|Users|work/(?:main|[.]library))/")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix not in {".png", ".json"}
        and private.search(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_an_installation_has_every_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in tracked()
        if path.name == "__init__.py"
    }

    assert set(project["tool"]["setuptools"]["packages"]) == found


def test_no_docstring_cites_what_a_reader_cannot_find() -> None:
    cited = re.compile(r"\b(?:DESIGN|STYLE|FACTS)(?:\.md)?, (?:section|part|principle)")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix == ".py" and cited.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_sentence_of_the_article_is_in_the_repository(shared: Path) -> None:
    ran = subprocess.run(
        [sys.executable, shared / "tools" / "verbatim.py", ROOT],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout
