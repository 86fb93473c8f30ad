"""``borderkg query``: ask a release without a server."""

import os
import sys
from pathlib import Path
from typing import Final

import click

from graph.release import open_release
from server import negotiation
from server.engine import local as engine
from server.engine.interface import DatasetSpec
from server.settings import Settings

FORMATS: Final = {
    row.names[0]: row.media_type
    for row in negotiation.FORMATS
    if row.syntax and row.names
}
"""The ``--format`` words of ``borderkg query`` and what they mean."""


@click.command()
@click.argument("query")
@click.option(
    "--release",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The release folder to ask.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(FORMATS)),
    help="Default: csv for SELECT and ASK, turtle for CONSTRUCT and DESCRIBE.",
)
@click.option("--asserted", is_flag=True, help="Leave out what was inferred.")
def query(query: str, folder: Path, form: str | None, *, asserted: bool) -> None:
    """Ask a release one SPARQL query and print the answer.

    QUERY is the text of the query, the name of a file that holds it, or - for
    standard input. The same limits apply as on the server.
    """  # noqa: DOC501 - the text is for the operator
    with engine.start(open_release(folder), Settings(workers=1)) as asked:
        answer = asked.run(
            _text(query),
            DatasetSpec.asserted() if asserted else DatasetSpec.default(),
            FORMATS[form] if form else None,
        )
    try:
        click.echo(answer.body.removesuffix(b"\n"))
    except BrokenPipeError:
        raise  # whoever reads has enough, which is no failure of ours
    except OSError as problem:
        why = f"the answer cannot be written: {problem.strerror}"
        raise click.ClickException(why) from problem


def _text(query: str) -> str:
    """The query itself, from standard input, a file or the argument.

    Raises:
        click.ClickException: If it cannot be read as UTF-8.
    """
    # Where the locale is not UTF-8, arguments come as bytes in disguise.
    query = os.fsencode(query).decode("utf-8", "surrogateescape")
    if "\n" in query or "{" in query:
        return query
    try:
        given = sys.stdin.buffer.read() if query == "-" else Path(query).read_bytes()
        return given.decode("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        message = f"{query!r} is neither a query nor a readable file: {problem}"
        raise click.ClickException(message) from problem
