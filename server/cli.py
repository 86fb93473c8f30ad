"""The ``borderkg`` command line: build a release, judge it, serve it, ask it.

With ``commands``, the one place that knows both the pipeline and the server. It holds
no rule: every command calls one function and prints what it gives; every expected
failure becomes one sentence and exit status 1.
"""

from typing import Any

import click

from server import run
from server.commands import build, explain, links, load, query, release, serve
from server.filling import LoadError
from server.problems import Problem


class Sentences(click.Group):
    """A group whose expected failures are one sentence, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command; turn what our own code refuses into a click error.

        Raises:
            click.ClickException: If the sources, the release or the query are wrong.
        """
        try:
            return super().invoke(ctx)
        except (*run.REFUSALS, *build.pipeline().REFUSALS, LoadError) as problem:
            raise click.ClickException(str(problem)) from problem
        except Problem as problem:
            sentence = f"{problem.title}: {problem.detail}"
            raise click.ClickException(sentence) from problem


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="borderkg")
def main() -> None:
    """Build, judge, serve and ask a claim-level knowledge graph.

    A release is a folder of checked files. Start with `borderkg build`, then
    `borderkg serve`, or do both with `make serve`.
    """


for command in (
    *(build.build, build.validate, serve.serve, load.load, query.query),
    *(explain.explain, links.links, release.release),
):
    main.add_command(command)
