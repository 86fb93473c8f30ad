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
    help="The folder that will hold the release.",
)
def build(out: Path) -> None:
    """Turn the sources into a release folder.

    Reads ontology, shapes and claims, adds what follows from them, checks
    everything, and writes the release only if nothing is wrong. Does nothing when
    the folder already holds the release of these sources.
    """
    pipeline().run(Sources.installed(), out, click.echo)


@click.command()
def validate() -> None:
    """Judge the sources and say what is wrong, without writing a release.

    Exit status 0 means that a build would succeed.
    """
    pipeline().judge(Sources.installed(), click.echo)
