"""``borderkg serve``: answer for a release over HTTP."""

import os
from dataclasses import replace
from pathlib import Path

import click

from graph import shelf
from graph.release import open_release
from server import run
from server.commands.folder import folder_argument
from server.options import flags
from server.settings import Settings


@click.command()
@folder_argument
@flags
@click.option(
    "--article",
    type=click.Path(path_type=Path),
    envvar="BORDERKG_ARTICLE",
    metavar="FILE",
    help="Your own copy of the article, plain text: pages then show its sentences.",
)
def serve(folder: Path, article: Path | None, **chosen: str | float | None) -> None:
    """Serve the release in FOLDER over HTTP, read-only, until interrupted.

    FOLDER is what `borderkg build` wrote (default: build). When another release in it
    becomes the current one, the server tries it and goes over to it without losing a
    request; a release named by its own folder stays. Every setting can also
    be made in the environment, for instance BORDERKG_DEADLINE=5; a flag wins.
    With --remote the pages come from FOLDER and the answers from a store that
    `borderkg load` filled; a password in its URL is better set as BORDERKG_REMOTE,
    where nobody sees it.
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    settings: Settings = replace(Settings.read(os.environ), **given)  # type: ignore[arg-type]
    follows = folder if shelf.current(folder) else None
    run.serve(open_release(folder), settings, article, shelf=follows)
