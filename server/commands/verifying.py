"""Carry out ``borderkg links verify``: bring together what asks, what judges, files."""

import os
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
from graph.wikidata.verify import Verification
from graph.wikidata.wikibase import Wikibase

SET: Final = Path("links", "mappings.sssom.tsv")
"""Where the mapping set is among the sources of the graph."""


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


def verified(wanted: Wanted) -> report.Outcome:
    """Verify a mapping set, print the report and write the files that are wanted.

    Args:
        wanted: The options.

    Returns:
        What was found.

    Raises:
        SetError: If something cannot be used or written.
        SourceError: If the mapping set is none.
    """  # noqa: DOC502 - raised by what is called
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
            say(f"going on with the run of {shelf.resumed:%Y-%m-%d %H:%M} UTC")
        wikibase = Wikibase(client, shelf, clock)
        run = Verification(found, ours, wikibase, say, wanted.limit, wanted.steps)
        outcome, changes = run.run(wanted.api)
        shelf.finished = not outcome.unanswered
    click.echo(report.text(outcome), nl=False)
    for path in wanted.report:
        write = report.as_json if path.suffix == ".json" else report.text
        _write(path, write(outcome).encode())
    if wanted.patch:
        _write(wanted.patch, patch.diff(found, changes))
    return outcome


def _client(wanted: Wanted, clock: Clock) -> Client:
    bounds = Bounds(silence=wanted.timeout)
    exchange = Exchange(checked(wanted.api), agent(wanted.contact), clock, bounds)
    manners = Manners(interval=wanted.interval, maxlag=wanted.maxlag)
    return Client(exchange, clock, manners, say)


def say(words: str) -> None:
    """Tell how a run goes, beside the report."""
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
