"""The arithmetic of a check in words: printed, worked out, apart, allowed.

A check holds bare decimals. What they are (dollars, per cent, a year) is read off
the figures and dates of what it concerns; where none of these is the printed one, they
stay bare. Values are rounded for reading only, and the exact one stands beside.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final

from ontology.prefixes import curie
from server.pages import words
from server.pages.names import Names, bk

READABLE: Final = Context(prec=6)
"""Digits of a quotient that a page prints; figures of the article have fewer."""

FACTOR: Final = 2
"""From here on, how many times one figure is the other says more than a difference."""

YEARS: Final = range(1000, 2100)


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure of a check.

    Attributes:
        text: What is read, with its unit.
        exact: What the release has, where that was rounded.
    """

    text: str
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The figures of one check.

    Attributes:
        printed: The figure put to the check.
        computed: What it is compared with.
        tolerance: By how much they may differ.
        sentence: How far apart they are, and whether that is within the tolerance.
    """

    printed: Amount
    computed: Amount
    tolerance: Amount
    sentence: str


def reckoning(names: Names, check: str) -> Reckoning:
    """Put the figures of a check in words.

    Args:
        names: The names of the release.
        check: The check's IRI.

    Returns:
        The figures, and what they come to.
    """
    texts = [
        names.index.text(check, bk(name))
        for name in ("expected", "computed", "tolerance")
    ]
    printed, computed, tolerance = map(Decimal, texts)
    unit, dated = _unit(names, check, printed, computed)
    gap = {"%": "percentage points"}.get(unit, unit)
    difference = abs(printed - computed)
    if dated:
        gap = "year" if difference == 1 else "years"
    apart = amount(difference, gap)
    return Reckoning(
        printed=_year(printed) if dated else amount(printed, unit),
        computed=_year(computed) if dated else amount(computed, unit),
        tolerance=amount(tolerance, gap) if tolerance else Amount("none"),
        sentence=_sentence(printed, computed, tolerance, apart),
    )


def likely(names: Names, check: str) -> Amount | None:
    """Say which figure was probably meant, where the project has one to offer."""
    value = names.index.text(check, bk("likelyValue"))
    return amount(Decimal(value)) if value else None


def amount(value: Decimal, unit: str = "") -> Amount:
    """Write a figure for reading.

    Args:
        value: The figure.
        unit: The sign of its unit, or nothing.

    Returns:
        Six digits of it at most, and the whole of it where it has more.
    """
    rounded = READABLE.plus(value)
    text = " ".join(part for part in (words.number(f"{rounded:f}"), unit) if part)
    return Amount(f"≈ {text}", f"{value:f}") if rounded != value else Amount(text)


def _year(value: Decimal) -> Amount:
    return Amount(f"{value:.0f}")


def _sentence(
    printed: Decimal, computed: Decimal, tolerance: Decimal, apart: Amount
) -> str:
    if printed == computed:
        return "Both are the same."
    most, least = max(printed, computed), min(printed, computed)
    times = ""
    # Of counts and dates, which agree or do not, a multiple says nothing.
    if tolerance and least > 0 and most / least >= FACTOR:
        ratio = Context(prec=3).divide(most, least)
        side = "printed" if printed > computed else "worked out"
        times = f"; what is {side} is {words.number(f'{ratio:f}')} times the other"
    within = "no more" if most - least <= tolerance else "more"
    return f"They are {apart.text} apart{times}: {within} than the print allows."


def _unit(
    names: Names, check: str, printed: Decimal, computed: Decimal
) -> tuple[str, bool]:
    """Say the unit of the printed figure, and whether it is a year."""
    index = names.index
    concerned = index.iris(check, bk("concerns"))
    given = [o for c in concerned for o in index.subjects(bk("isGivenBy"), c)]
    years = {
        date[:4]
        for thing in (*concerned, *given)
        for end in ("from", "to")
        for date in index.texts(thing, bk(end))
    }
    both = (printed, computed)
    if all(n in YEARS for n in both) and any(f"{n:.0f}" in years for n in both):
        return "", True
    return next(_units(names, given, printed), ""), False


def _units(names: Names, given: list[str], printed: Decimal) -> Iterator[str]:
    index = names.index
    for figure in given:
        values = [
            text
            for part in ("value", "upperValue")
            for text in index.texts(figure, bk(part))
        ]
        if printed in map(Decimal, values):
            yield from (words.unit(curie(u)) for u in index.iris(figure, bk("unit")))
