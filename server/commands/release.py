"""``borderkg release``: look after releases."""

import sys
from pathlib import Path

import click

from graph.release import Release, open_release, verify
from graph.rollback import roll_back, standing
from server.commands.folder import folder_argument


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
@folder_argument
def verify_release(folder: Path) -> None:
    """Say in one line whether FOLDER holds a whole release, and what is not.

    Exit status 1 when a file is missing, changed or not part of the release.
    """
    if problems := verify(folder):
        for problem in problems:
            click.echo(problem, err=True)
        sys.exit(1)
    manifest = open_release(folder).manifest
    click.echo(f"whole: {len(manifest.files)} files of version {manifest.version}")
