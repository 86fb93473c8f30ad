"""``borderkg explain``: why a triple holds, in a terminal."""

import json
import sys
from pathlib import Path
from typing import Final

import click

from graph.release import open_release
from server.pages import rdf
from server.pages.index import index
from server.why import explaining
from server.why.asking import asked
from server.why.explaining import Explanation, Why
from server.why.nested import nested
from server.why.quads import statements
from server.why.text import text

FORMATS: Final = ("text", "json", "turtle")


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
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
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="How to write the proof.",
)
def explain(subject: str, predicate: str, value: str, folder: Path, form: str) -> None:
    """Say why a triple holds: its proof, down to the places in the article.

    SUBJECT, PREDICATE and OBJECT are IRIs or prefixed names (place:khorgos); a
    literal is written as in N-Triples. Exit status 1 when the triple does not hold;
    what is missing is printed then.
    """
    why = Why.of(index(open_release(folder).quads()))
    given = {"s": [subject], "p": [predicate], "o": [value]}
    found = explaining.explain(why, asked(why.names.index, given))
    click.echo(_written(why, found, form), nl=False)
    if found.status == "not entailed":
        sys.exit(1)


def _written(why: Why, found: Explanation, form: str) -> str:
    if form == "json":
        return json.dumps(nested(found), indent=1, ensure_ascii=False) + "\n"
    if form == "turtle":
        told = statements(why.names.index, found)
        return rdf.write(told, rdf.BY_SUFFIX["ttl"]).decode()
    return text(found)
