"""Figures and periods in words: ``about 9.2 billion US dollars``, ``January to June``.

Pure functions of lexical forms. They shorten nothing that the article prints: the
value shown is the value stored, only its zeros become a word.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

SCALES: Final = (
    (Decimal(1_000_000_000), "billion"),
    (Decimal(1_000_000), "million"),
)
"""Scale words in use; thousands are written out."""

UNITS: Final = {
    "unit:CCY_CNY": "CNY",
    "unit:CCY_USD": "USD",
    "unit:HA": "ha",
    "unit:KiloM": "km",
    "unit:KiloM2": "km²",
    "unit:NUM": "",
    "unit:PERCENT": "%",
    "unit:TONNE": "t",
}
"""Unit -> what stands behind a value; an unknown unit keeps its prefixed name."""

BOUNDS: Final = {
    "about": "about",
    "almost": "almost",
    "at-least": "at least",
    "at-most": "at most",
    "exactly": "",
    "over": "over",
    "under": "under",
    "up-to": "up to",
}
"""Bound -> the word before a value; what is exact needs none."""

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def number(lexical: str) -> str:
    """Write a decimal for reading.

    Args:
        lexical: The lexical form of an ``xsd:decimal`` or ``xsd:integer``.

    Returns:
        Grouped digits, with a scale word for round millions and billions; what is
        no number comes back unchanged.
    """
    try:
        value = Decimal(lexical)
    except InvalidOperation:
        return lexical
    if not value.is_finite():
        return lexical
    for scale, word in SCALES:
        scaled = value / scale
        if abs(value) >= scale and scaled == round(scaled, 3):
            return f"{_plain(scaled)} {word}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return f"{value.to_integral_value() if whole else value.normalize():,f}"


def ordinal(lexical: str) -> str:
    """Write an integer as a rank: ``8`` becomes ``8th``."""
    teen = lexical[-2:] in {"11", "12", "13"}
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(lexical[-1:], "th")
    return f"{lexical}{'th' if teen else ending}"


def unit(name: str) -> str:
    """Say a unit's sign, given its prefixed name."""
    return UNITS.get(name, name)


def bound(name: str) -> str:
    """Say a bound, given its local name."""
    return BOUNDS.get(name, name)


def period(first: str, last: str) -> str:
    """Say a stretch of time as people do.

    Args:
        first: Its first day, ``YYYY-MM-DD``, or nothing.
        last: Its last day, or nothing.

    Returns:
        A day, a month, a year, a run of either, or an open end; the two lexical
        forms where they are no dates.
    """
    try:
        start = date.fromisoformat(first) if first else None
        end = date.fromisoformat(last) if last else None
    except ValueError:
        return " to ".join(part for part in (first, last) if part)
    if start is None or end is None:
        return _open(start, end)
    return next(_closed(start, end))


def _open(start: date | None, end: date | None) -> str:
    if start is not None:
        return f"since {_start(start)}"
    return f"until {_end(end)}" if end is not None else ""


def _closed(start: date, end: date) -> Iterator[str]:
    """Yield every wording that fits, the shortest first."""
    if start == end:
        yield _day(start)
    whole_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if whole_years:
        same = start.year == end.year
        yield str(start.year) if same else f"{start.year} to {end.year}"
    whole_months = start.day == 1 and _last_of_month(end)
    if whole_months and (start.year, start.month) == (end.year, end.month):
        yield _month(start)
    if whole_months and start.year == end.year:
        yield f"{_MONTHS[start.month - 1]} to {_month(end)}"
    if whole_months:
        yield f"{_month(start)} to {_month(end)}"
    yield f"{_day(start)} to {_day(end)}"


def _start(day: date) -> str:
    return str(day.year) if (day.month, day.day) == (1, 1) else _day(day)


def _end(day: date) -> str:
    return str(day.year) if (day.month, day.day) == (12, 31) else _day(day)


def _last_of_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"
