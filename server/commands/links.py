"""``borderkg links``: look after what our things are called elsewhere."""

import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import click

from graph.inventory import Sources
from graph.wikidata import mappings, patch, report
from graph.wikidata.client import Client, Manners, agent
from graph.wikidata.clock import Clock
from graph.wikidata.exchange import Bounds, Exchange, checked
from graph.wikidata.failures import SetError
from graph.wikidata.ours import Ours
from graph.wikidata.shelf import Shelf
from graph.wikidata.verify import STEPS, Verification
from graph.wikidata.wikibase import Wikibase

API: Final = "https://www.wikidata.org/w/api.php"
SET: Final = Path("links", "mappings.sssom.tsv")
FINDINGS, UNUSABLE, INTERRUPTED = 1, 2, 130

_FILE: Final = click.Path(path_type=Path)


class UnusableError(click.ClickException):
    """What was asked cannot be done."""

    exit_code = UNUSABLE


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of ``borderkg links verify``; its help says what each means."""

    contact: str
    mapping_set: Path | None
    report: tuple[Path, ...]
    patch: Path | None
    limit: int | None
    steps: int
    api: str
    interval: float
    maxlag: int
    timeout: float
    cache: Path | None
    max_age: float
    offline: bool


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
        why, has_findings = _verified(wanted)
    except SetError as problem:
        raise UnusableError(str(problem)) from problem
    except KeyboardInterrupt:
        _say("interrupted; the same command goes on where this stopped")
        sys.exit(INTERRUPTED)
    if why:
        told = f"not all of {wanted.api} was answered: {why}"
        message = f"{told}; nothing is lost, and the same command goes on from here"
        raise UnusableError(message)
    if has_findings:
        sys.exit(FINDINGS)


def _verified(wanted: Wanted) -> tuple[str, bool]:
    """Verify, tell and write; return what is unknown, and if anything is amiss."""
    sources, clock = Sources.installed(), Clock()
    found = mappings.read(wanted.mapping_set or sources.graph / SET)
    written = (*wanted.report, *((wanted.patch,) if wanted.patch else ()))
    _apart(found.path, written)
    client = None if wanted.offline else _client(wanted, clock)
    ours = Ours.read(sources)
    age = None if wanted.offline else timedelta(days=wanted.max_age)
    folder = wanted.cache or _cache()
    with Shelf.opened(folder, wanted.api, clock.now(), age) as shelf:
        if shelf.resumed:
            _say(f"going on with the run of {shelf.resumed:%Y-%m-%d %H:%M} UTC")
        wikibase = Wikibase(client, shelf, clock)
        run = Verification(found, ours, wikibase, _say, wanted.limit, wanted.steps)
        outcome, changes = run.run(wanted.api)
        shelf.finished = not outcome.unanswered
    click.echo(report.text(outcome), nl=False)
    for path in wanted.report:
        write = report.as_json if path.suffix == ".json" else report.text
        _write(path, write(outcome).encode())
    if wanted.patch:
        _write(wanted.patch, patch.diff(found, changes))
    return outcome.unanswered, outcome.has_findings


def _client(wanted: Wanted, clock: Clock) -> Client:
    bounds = Bounds(silence=wanted.timeout)
    exchange = Exchange(checked(wanted.api), agent(wanted.contact), clock, bounds)
    manners = Manners(interval=wanted.interval, maxlag=wanted.maxlag)
    return Client(exchange, clock, manners, _say)


def _say(words: str) -> None:
    click.echo(words, err=True)


def _cache() -> Path:
    """Return where answers are kept, by the XDG Base Directory Specification."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    root = base if base.is_absolute() else Path.home() / ".cache"
    return root / "borderkg" / "wikidata"


def _apart(kept: Path, written: tuple[Path, ...]) -> None:
    """See that nothing is written over the mapping set.

    Raises:
        SetError: If something would be.
    """
    for path in written:
        if path.resolve() == kept.resolve():
            message = f"{path} is the mapping set, which is never written"
            raise SetError(message)


def _write(path: Path, data: bytes) -> None:
    """Write a file.

    Raises:
        SetError: If that cannot be done.
    """
    try:
        path.write_bytes(data)
    except OSError as problem:
        message = f"{path} cannot be written: {problem.strerror}"
        raise SetError(message) from problem
