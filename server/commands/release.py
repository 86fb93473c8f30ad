"""``borderkg release``: look after releases."""

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from graph.copies import StrangerError, Verdict, judge, strayed
from graph.fetching import WORDS, FetchError, fetch
from graph.inventory import Sources
from graph.release import Release
from graph.rollback import roll_back, standing
from server.commands.folder import folder_argument

UNKNOWN: Final = 2
"""Exit status where nothing can be said of a copy; click's own for a wrong command."""


@click.group()
def release() -> None:
    """Look after releases: is a copy whole, which stand in a folder, go back."""


@release.command("list")
@folder_argument
def list_releases(folder: Path) -> None:
    """List the releases in FOLDER, the last published first.

    Says of each when it was published, how much is in it, whether it is whole and
    whether it is the current one, which is what every other command reads.
    """
    for each in standing(folder):
        mark = "current" if each.is_current else ""
        if isinstance(each.found, Release):
            counts = each.found.manifest.counts.items()
            told = ", ".join(f"{number:,} {name}" for name, number in counts)
        else:
            told = str(each.found)
        click.echo(
            f"{mark:7}  {each.name}  {each.published:%Y-%m-%d %H:%M} UTC  {told}"
        )


@release.command("rollback")
@folder_argument
@click.argument("name", metavar="[ID]", required=False)
def roll_release_back(folder: Path, name: str | None) -> None:
    """Make another release in FOLDER current: the one before, or the one named.

    It is looked at first, and nothing is changed if it is not whole. The release
    that was current stays in FOLDER; `borderkg build` returns to that of the sources.
    """
    found = roll_back(folder, name)
    click.echo(f"current is now {found.manifest.id}")


@release.command("verify")
@click.argument("copy", metavar="FOLDER|URL", default="build")
@click.option("--sources", is_flag=True, help="Also: is it made of this program's?")
def verify_release(copy: str, *, sources: bool) -> None:
    """Say in one line whether a copy is whole, and which file or claim is not.

    FOLDER is what `borderkg build` wrote, one release in it, or what was downloaded of
    one, with at least SHA256SUMS. URL is where a server has the files of a release, as
    http://localhost:8000/dumps/; they are fetched into a temporary folder and no
    redirect is followed. With --sources, what this program would build from and the
    release was not made of is named as well.

    Exit status 0 when it is whole; 1 when a file is missing, changed or not part of
    the release; 2 when there is no release there, or it cannot be had.
    """
    try:
        verdict = _verdict(copy, sources=sources)
    except (FetchError, StrangerError) as problem:
        click.echo(f"Error: {problem}", err=True)
        sys.exit(UNKNOWN)
    if verdict.problems:
        for line in (str(verdict), *verdict.problems):
            click.echo(line, err=True)
        sys.exit(1)
    click.echo(str(verdict))


def _verdict(copy: str, *, sources: bool) -> Verdict:
    if not copy.startswith(WORDS):
        return _judged(Path(copy), sources=sources)
    with TemporaryDirectory(prefix="borderkg-") as folder:
        fetch(copy, Path(folder))
        return _judged(Path(folder), sources=sources)


def _judged(folder: Path, *, sources: bool) -> Verdict:
    verdict = judge(folder)
    if not sources:
        return verdict
    more = strayed(folder, Sources.installed())
    return replace(verdict, problems=(*verdict.problems, *more))
