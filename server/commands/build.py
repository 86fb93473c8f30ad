"""``borderkg build`` and ``borderkg validate``: from the sources to a release."""

from pathlib import Path
from types import ModuleType

import click

from graph.inventory import Sources


def pipeline() -> ModuleType:
    """Bring in what builds and judges; no server shall wait for so much."""
    from graph import pipeline as found  # noqa: PLC0415 - see above

    return found


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder that will hold the releases.",
)
@click.option(
    "--allow-drop",
    "may_drop",
    multiple=True,
    metavar="COUNT",
    help="A count, claims for instance, that may fall by more than 5 %; repeatable.",
)
def build(out: Path, may_drop: tuple[str, ...]) -> None:
    """Turn the sources into a release, and make it the current one of a folder.

    Reads ontology, shapes and claims, adds what follows from them, checks
    everything, and writes the release only if nothing is wrong. Does nothing when
    the current release is made of these sources. The last three releases stay; see
    `borderkg release list`.
    """
    pipeline().run(Sources.installed(), out, click.echo, may_drop)


@click.command()
def validate() -> None:
    """Judge the sources and say what is wrong, without writing a release.

    Exit status 0 means that a build would succeed.
    """
    pipeline().judge(Sources.installed(), click.echo)
