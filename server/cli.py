"""The ``borderkg`` command line: build a release, judge it, serve it, ask it.

The one module that knows both the pipeline and the server. It holds no rule: every
command calls one function and prints what it gives; every expected failure becomes one
sentence and exit status 1.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import click

from graph.inventory import Sources
from graph.release import open_release, verify
from server import loading, negotiation, run
from server.engine import local as engine
from server.engine.interface import DatasetSpec
from server.filling import LoadError, Target
from server.options import flags
from server.problems import Problem
from server.settings import Settings
from server.why.command import command as explain

FORMATS: Final = {
    row.names[0]: row.media_type
    for row in negotiation.FORMATS
    if row.syntax and row.names
}
"""The ``--format`` words of ``borderkg query`` and what they mean."""


def _pipeline() -> ModuleType:
    """Bring in what builds and judges; no server shall wait for so much."""
    from graph import pipeline  # noqa: PLC0415 - see above

    return pipeline


class Sentences(click.Group):
    """A group whose expected failures are one sentence, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command; turn what our own code refuses into a click error.

        Raises:
            click.ClickException: If the sources, the release or the query are wrong.
        """
        try:
            return super().invoke(ctx)
        except (*run.REFUSALS, *_pipeline().REFUSALS, LoadError) as problem:
            raise click.ClickException(str(problem)) from problem
        except Problem as problem:
            sentence = f"{problem.title}: {problem.detail}"
            raise click.ClickException(sentence) from problem


folder_argument = click.argument(
    "folder", type=click.Path(path_type=Path), default=Path("build")
)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="borderkg")
def main() -> None:
    """Build, judge, serve and ask a claim-level knowledge graph.

    A release is a folder of checked files. Start with `borderkg build`, then
    `borderkg serve`, or do both with `make serve`.
    """


@main.command()
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
    _pipeline().run(Sources.installed(), out, click.echo)


@main.command()
def validate() -> None:
    """Judge the sources and say what is wrong, without writing a release.

    Exit status 0 means that a build would succeed.
    """
    _pipeline().judge(Sources.installed(), click.echo)


@main.command()
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

    FOLDER is what `borderkg build` wrote (default: build). Every setting can also
    be made in the environment, for instance BORDERKG_DEADLINE=5; a flag wins.
    With --remote the pages come from FOLDER and the answers from a store that
    `borderkg load` filled; a password in its URL is better set as BORDERKG_REMOTE,
    where nobody sees it.
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    settings: Settings = replace(Settings.read(os.environ), **given)  # type: ignore[arg-type]
    run.serve(open_release(folder), settings, article)


@main.command()
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


@main.command()
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


main.add_command(explain)


@main.group()
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
