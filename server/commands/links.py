"""``borderkg links``: look after what our things are called elsewhere."""

import sys
from pathlib import Path
from typing import Final

import click

from graph.sources import SourceError
from graph.wikidata.client import Manners
from graph.wikidata.exchange import Bounds
from graph.wikidata.failures import SetError
from graph.wikidata.verify import STEPS
from server.commands.verifying import Wanted, say, verified

API: Final = "https://www.wikidata.org/w/api.php"
FINDINGS, UNUSABLE, INTERRUPTED = 1, 2, 130

_FILE: Final = click.Path(path_type=Path)


class UnusableError(click.ClickException):
    """What was asked cannot be done."""

    exit_code = UNUSABLE


@click.group()
def links() -> None:
    """Look after what our things are called elsewhere.

    The mapping set is graph/links/mappings.sssom.tsv; only a person edits it.
    """


@links.command("verify")
@click.option(
    "--contact",
    envvar="BORDERKG_CONTACT",
    default="",
    metavar="TEXT",
    help="How Wikimedia can reach you: e-mail, web page or User:…",
)
@click.option(
    "--set",
    "mapping_set",
    type=_FILE,
    metavar="FILE",
    help="The mapping set, if not the one of the sources.",
)
@click.option(
    "--report",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help="Write the report there too; as JSON if the name ends in .json.",
)
@click.option(
    "--patch",
    type=_FILE,
    metavar="FILE",
    help="Write there what would change, for git apply.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the first N links, and N things without.",
)
@click.option(
    "--steps",
    type=click.IntRange(0, 20),
    default=STEPS,
    show_default=True,
    help="How far up the classes of Wikidata are followed.",
)
@click.option(
    "--api",
    default=API,
    show_default=True,
    metavar="URL",
    help="The API of another Wikibase.",
)
@click.option(
    "--interval",
    type=click.FloatRange(min=0),
    default=Manners().interval,
    show_default=True,
    help="Seconds from one request to the next.",
)
@click.option(
    "--maxlag",
    type=click.IntRange(min=1),
    default=Manners().maxlag,
    show_default=True,
    help="Seconds of lag from which Wikidata is left alone.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=Bounds().silence,
    show_default=True,
    help="Seconds that the API may be silent.",
)
@click.option(
    "--cache",
    type=_FILE,
    metavar="DIR",
    help="Where answers are kept, if not under ~/.cache.",
)
@click.option(
    "--max-age",
    type=click.FloatRange(0, 36_500),
    default=7,
    show_default=True,
    metavar="DAYS",
    help="How old a kept answer may be.",
)
@click.option(
    "--offline", is_flag=True, help="Send nothing; take kept answers of any age."
)
def verify_links(**chosen: object) -> None:
    """Ask the live Wikidata whether our links still hold.

    Does each item exist, under its own identifier, and do its names, kind and country
    fit? What has no link is searched for. Nothing is edited: the report says what was
    found, and the patch what would change. An interrupted run goes on where it
    stopped when the same command is given again.

    Exit status: 0 all fits; 1 there is something to look at; 2 the command cannot be
    carried out, or not all was answered; 130 interrupted.
    """  # noqa: DOC501 - the text is for the operator
    wanted = Wanted(**chosen)  # type: ignore[arg-type]
    try:
        outcome = verified(wanted)
    except (SetError, SourceError) as problem:
        raise UnusableError(str(problem)) from problem
    except KeyboardInterrupt:
        say("interrupted; the same command goes on where this stopped")
        sys.exit(INTERRUPTED)
    if why := outcome.unanswered:
        told = f"not all of {wanted.api} was answered: {why}"
        message = f"{told}; nothing is lost, and the same command goes on from here"
        raise UnusableError(message)
    if outcome.has_findings:
        sys.exit(FINDINGS)
