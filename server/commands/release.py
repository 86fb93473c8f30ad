"""``borderkg release``: look after a release folder."""

import sys
from pathlib import Path

import click

from graph.release import open_release, verify
from server.commands.folder import folder_argument


@click.group()
def release() -> None:
    """Look after a release folder."""


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
