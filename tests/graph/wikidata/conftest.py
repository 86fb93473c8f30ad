"""A Wikibase on loopback that knows what the small mapping set names, and a clock."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.inventory import Sources
from graph.wikidata.changes import Change
from graph.wikidata.client import Client, Manners, agent
from graph.wikidata.clock import Clock
from graph.wikidata.exchange import Bounds, Exchange
from graph.wikidata.judging import State
from graph.wikidata.mappings import MappingSet, read
from graph.wikidata.ours import Ours
from graph.wikidata.patch import patched
from graph.wikidata.report import Outcome
from graph.wikidata.shelf import Shelf
from graph.wikidata.verify import Verification
from graph.wikidata.wikibase import Wikibase
from tests.graph.wikidata.api import Api, entity, running

HERE = Path(__file__).parent
CONTACT = "someone@example.org"
BIG_CITY = "Q900000020"


@dataclass
class Time:
    """A clock that only goes when somebody waits, and what they waited."""

    passed: float = 0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.passed += seconds

    def clock(self) -> Clock:
        start = datetime(2026, 11, 26, 12, tzinfo=UTC)
        return Clock(
            ticks=lambda: self.passed,
            sleep=self.sleep,
            now=lambda: start + timedelta(seconds=self.passed),
        )


@pytest.fixture
def time() -> Time:
    """A clock of the test's own."""
    return Time()


@pytest.fixture
def empty() -> Iterator[Api]:
    """A Wikibase that knows nothing."""
    with running() as api:
        yield api


@pytest.fixture
def api(empty: Api) -> Api:
    """A Wikibase that knows the items of the small set, some of them amiss.

    Identifiers from Q900000001 on are invented.
    """
    empty.put(
        entity("Q148", {"en": "China"}, types=["Q3624078"], countries=["Q148"]),
        entity("Q232", {"ru": "Казахстан"}, types=["Q3624078"], countries=["Q232"]),
        entity("Q34800", {"en": "Xinjiang"}, types=["Q57362"], countries=["Q148"]),
        entity("Q900000002", {"kk": "Алматы"}, types=[BIG_CITY], countries=["Q232"]),
        entity("Q900000004", {"en": "Altay"}, types=["Q1070990"], countries=["Q148"]),
        entity("Q900000005", {"en": "Nanjing"}, types=["Q515"], countries=["Q148"]),
        entity("Q900000006", {"mul": "Anhui"}, types=["Q1615742"], countries=["Q232"]),
        entity("Q128674", {"en": "Hunchun"}, types=["Q1070990"], countries=["Q148"]),
        entity("Q3624078", {"en": "sovereign state"}, parents=["Q6256"]),
        entity("Q57362", {"en": "autonomous region of China"}),
        entity("Q1070990", {"en": "county-level city"}, parents=["Q515"]),
        entity(BIG_CITY, {"en": "big city"}, parents=["Q515"]),
        entity("Q515", {"en": "city"}),
        entity("Q6256", {"en": "country"}),
        entity("Q1289426", {"en": "county of China"}),
        entity("Q1615742", {"en": "province of China"}),
    )
    empty.redirects["Q900000001"] = "Q900000002"
    return empty


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The small mapping set, in a repository of its own."""
    path = tmp_path / "repository" / "graph" / "links" / "mappings.sssom.tsv"
    path.parent.mkdir(parents=True)
    shutil.copy(HERE / "mappings.sssom.tsv", path)
    return path


def client(api: Api, time: Time, bounds: Bounds | None = None) -> Client:
    """A client of an API, under a clock that does not wait."""
    clock = time.clock()
    bounds = bounds or Bounds()
    exchange = Exchange(api.at, agent(CONTACT), clock, bounds)
    chance = random.Random(7).random  # noqa: S311 - the same every time
    return Client(exchange, clock, Manners(), lambda _: None, chance)


@pytest.fixture(scope="session")
def ours() -> Ours:
    """What the real sources say."""
    return Ours.read(Sources.installed())


@dataclass
class Run:
    """One run over a mapping set, and what came of it."""

    mappings: MappingSet
    outcome: Outcome
    changed: list[Change]

    def states(self) -> dict[str, set[str]]:
        """What is said of each link, by what it leads from and to."""
        return {
            f"{one.row.subject} {one.row.entity}": {f.state for f in one.findings}
            for one in self.outcome.judged
        }

    def why(self, state: State) -> list[str]:
        """The details of one state."""
        findings = (f for one in self.outcome.judged for f in one.findings)
        return [finding.detail for finding in findings if finding.state is state]

    def after(self, tmp_path: Path) -> MappingSet:
        """The set as it is when every change was accepted."""
        path = tmp_path / "after.tsv"
        path.write_bytes(b"".join(patched(self.mappings, self.changed)))
        return read(path)


Verify = Callable[[], Run]


@pytest.fixture
def verify(api: Api, time: Time, table: Path, tmp_path: Path, ours: Ours) -> Verify:
    """Verify the small set, as often as asked, with one shelf."""

    def verified() -> Run:
        now = time.clock().now()
        age = timedelta(days=7)
        with Shelf.opened(tmp_path / "cache", api.at, now, age) as shelf:
            wikibase = Wikibase(client(api, time), shelf, time.clock())
            mappings = read(table)
            run = Verification(mappings, ours, wikibase, lambda _: None)
            outcome, changed = run.run(api.at)
            shelf.finished = not outcome.unanswered
        return Run(mappings, outcome, changed)

    return verified
