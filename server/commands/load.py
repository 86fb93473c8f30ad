"""``borderkg load``: bring a release into a store."""

from pathlib import Path

import click

from graph.release import open_release
from server import loading
from server.commands.folder import folder_argument
from server.filling import Target


@click.command()
@folder_argument
@click.option(
    "--to", "to", required=True, metavar="URL", help="The dataset's query endpoint."
)
@click.option(
    "--view",
    "layout",
    type=click.Choice([each.value for each in loading.Layout]),
    default=loading.Layout.DEFAULT.value,
    show_default=True,
    help="What the unnamed graph holds; graphs: both views as named graphs.",
)
@click.option("--store", metavar="URL", help="Where it is written to, if elsewhere.")
@click.option("--update", "updates", is_flag=True, help="Write by SPARQL Update.")
def load(
    folder: Path, to: str, layout: str, store: str | None, *, updates: bool
) -> None:
    """Load the release in FOLDER into a store, and go on where that was interrupted.

    The dataset then holds this release and no other. What is not ours stays, but
    load into a dataset that nobody asks yet: graphs come one after the other.

    \b
    Oxigraph, two servers, a view each:
      borderkg load build --to http://127.0.0.1:7878/query
      borderkg load build --to http://127.0.0.1:7879/query --view asserted
    Virtuoso, views as named graphs:
      borderkg load build --to http://dba:PASSWORD@127.0.0.1:8890/sparql --view graphs

    The store of another product is named: --store URL of its Graph Store, or with
    --update of its update endpoint.
    """  # noqa: D301 - click keeps the lines after this character
    target = Target.of(to, store, updates=updates)
    loading.load(open_release(folder), target, loading.Layout(layout), click.echo)
