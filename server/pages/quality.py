"""The quality card of a release, as its page and its JSON tell it.

Source: EARL 1.0 Schema; Data Quality Vocabulary, section 5.
"""

from dataclasses import dataclass
from typing import Final

from ontology.prefixes import BASE, PREFIXES
from ontology.terms import NOTATION
from server.pages.index import key, natural
from server.pages.names import Names, Shown

QUALITY: Final = f"{BASE}quality"
SUITES: Final = (
    ("foops", "FOOPS!"),
    ("robot", "Checks as ROBOT reports them"),
    ("shapes", "Examples of the shapes"),
)

_EARL: Final = PREFIXES["earl"]
_DQV: Final = PREFIXES["dqv"]
_LABEL: Final = f"{PREFIXES['rdfs']}label"


@dataclass(frozen=True, slots=True)
class Test:
    """One test and its verdict.

    Attributes:
        name: What its suite calls it.
        title: What it asks for.
        verdict: ``passed``, ``failed`` or ``untested``.
        info: Why.
        offenders: What fails it.
    """

    name: str
    title: str
    verdict: str
    info: str
    offenders: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The whole card: the tests of each suite by its name, and counts."""

    suites: tuple[tuple[str, tuple[Test, ...]], ...]
    counts: tuple[tuple[int, str], ...]


def quality(names: Names) -> Card:
    """Read the card of a release.

    Args:
        names: The names of the release.

    Returns:
        The card; without tests where the release has none.
    """
    return Card(
        suites=tuple((title, _suite(names, name)) for name, title in SUITES),
        counts=_counts(names),
    )


def _suite(names: Names, suite: str) -> tuple[Test, ...]:
    """Read the tests of a suite: the failed first, the untested last."""
    start = f"{QUALITY}#{suite}-"
    kind = f"{_EARL}Assertion"
    found = (key(s.subject) for s in names.index.naming.get(kind, ()))
    order = ("failed", "passed", "untested")
    tests = [_test(names, iri) for iri in found if iri.startswith(start)]
    return tuple(sorted(tests, key=lambda t: (order.index(t.verdict), natural(t.name))))


def _test(names: Names, iri: str) -> Test:
    index, result = names.index, f"{iri}-result"
    outcomes = index.iris(result, f"{_EARL}outcome")
    failing = index.iris(result, f"{PREFIXES['dcterms']}references")
    return Test(
        name=index.text(iri, NOTATION),
        title=index.text(iri, _LABEL),
        verdict=next((one.removeprefix(_EARL) for one in outcomes), "untested"),
        info=index.text(result, f"{_EARL}info"),
        offenders=names.links(failing),
    )


def _counts(names: Names) -> tuple[tuple[int, str], ...]:
    index = names.index
    kind = f"{_DQV}QualityMeasurement"
    found = (key(s.subject) for s in index.naming.get(kind, ()))
    return tuple(
        (int(index.text(iri, f"{_DQV}value")), index.text(metric, _LABEL))
        for iri in sorted(found)
        if iri.startswith(f"{QUALITY}#")
        for metric in index.iris(iri, f"{_DQV}isMeasurementOf")
    )


def plain(card: Card) -> dict[str, object]:
    """Make of a card what JSON can carry."""
    return {
        "tests": [
            {
                "suite": suite,
                "name": one.name,
                "title": one.title,
                "verdict": one.verdict,
                "info": one.info,
                "offenders": [shown.iri for shown in one.offenders],
            }
            for suite, tests in card.suites
            for one in tests
        ],
        "counts": {what: number for number, what in card.counts},
    }
