"""Observations as rows of a table: what was measured, how much, when, by which claim.

Values stand as printed and scaled; a bound, a range, a fraction, an ordinal and a
rate are said in words. Nothing is computed from two figures here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES, curie
from server.pages import words
from server.pages.index import natural
from server.pages.marks import Mark, marks
from server.pages.names import LABEL, Names, Shown, bk, local

TOUCHING: Final = ("isAbout", "hasPartner", "isBetween")
"""How an observation points at the things it is about."""

SHORT: Final = 12
"""Rows that one table may have before a page divides it by measure."""

DATING: Final = f"{PREFIXES['measure']}dating"


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation, ready for a row.

    Attributes:
        link: The observation's page.
        measures: What was measured.
        about: What it was measured on.
        partners: The other side, where there is one.
        value: The figure in words; of a dating, nothing.
        period: When, in words.
        compared: What a growth or difference refers to.
        whole: What a share is of.
        marks: The claims that give it.
    """

    link: Shown
    measures: tuple[Shown, ...]
    about: tuple[Shown, ...]
    partners: tuple[Shown, ...]
    value: str
    period: str
    compared: tuple[Shown, ...]
    whole: tuple[Shown, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Some rows under one title, or under none."""

    title: str
    rows: tuple[Figure, ...]


def figures(names: Names, observations: Iterable[str]) -> tuple[Figure, ...]:
    """Prepare observations for a table.

    Args:
        names: The names of the release.
        observations: Their IRIs.

    Returns:
        One row each, by measure, then time, then claim.
    """
    chosen = sorted(set(observations), key=lambda iri: _order(names, iri))
    return tuple(figure(names, iri) for iri in chosen)


def tables(rows: tuple[Figure, ...]) -> tuple[Table, ...]:
    """Divide many rows by measure; few are one table without a title.

    Args:
        rows: Rows in their order.

    Returns:
        A table for each measure of several rows, the longest first, then one for the
        measures of a single row.
    """
    if len(rows) <= SHORT:
        return (Table("", rows),) if rows else ()
    measured: defaultdict[str, list[Figure]] = defaultdict(list)
    for row in rows:
        measured[", ".join(one.text for one in row.measures)].append(row)
    several = [Table(t, tuple(found)) for t, found in measured.items() if found[1:]]
    single = tuple(found[0] for found in measured.values() if not found[1:])
    several.sort(key=lambda table: -len(table.rows))
    return (*several, *([Table("one figure each", single)] if single else ()))


def about(names: Names, thing: str) -> list[str]:
    """List the observations that point at a thing."""
    index = names.index
    found = {o for way in TOUCHING for o in index.subjects(bk(way), thing)}
    return sorted(found, key=natural)


def figure(names: Names, iri: str) -> Figure:
    """Prepare one observation for a row."""
    index = names.index
    return Figure(
        link=names.link(iri, title(names, iri)),
        measures=names.links(index.iris(iri, bk("measures"))),
        about=names.links(index.iris(iri, bk("isAbout"))),
        partners=names.links(index.iris(iri, bk("hasPartner"))),
        value=value(names, iri) or ("" if _dates(names, iri) else "no figure"),
        period=period(names, iri),
        compared=_observed(names, index.iris(iri, bk("comparedWith"))),
        whole=_observed(names, index.iris(iri, bk("shareOf"))),
        marks=marks(names, index.iris(iri, bk("isGivenBy"))),
    )


def title(names: Names, iri: str) -> str:
    """Name an observation by what it says.

    Args:
        names: The names of the release.
        iri: The observation.

    Returns:
        ``exports: China, Kazakhstan; 1992``, or its label where it has one.
    """
    index = names.index
    if index.texts(iri, LABEL):
        return names.label(iri)
    things = [*index.iris(iri, bk("isAbout")), *index.iris(iri, bk("hasPartner"))]
    measure = ", ".join(map(names.label, index.iris(iri, bk("measures"))))
    if not measure:
        return curie(iri)
    when = period(names, iri)
    named = f"{measure}: {', '.join(map(names.label, things))}"
    return f"{named}; {when}" if when else named


def value(names: Names, iri: str) -> str:
    """Say an observation's figure.

    Args:
        names: The names of the release.
        iri: The observation.

    Returns:
        Bound, value or range, unit and rate in words; nothing without a figure.
    """
    index = names.index
    amount = _amount(names, iri)
    if not amount:
        return ""
    bounds = (words.bound(local(name)) for name in index.iris(iri, bk("bound")))
    units = (words.unit(curie(name)) for name in index.iris(iri, bk("unit")))
    rates = (f"a {names.label(name)}" for name in index.iris(iri, bk("per")))
    return " ".join(part for part in (*bounds, amount, *units, *rates) if part)


def period(names: Names, iri: str) -> str:
    """Say when an observation holds, or how the article words it."""
    index = names.index
    dated = words.period(index.text(iri, bk("from")), index.text(iri, bk("to")))
    return dated or ", ".join(index.texts(iri, bk("asPrintedPeriod")))


def _dates(names: Names, iri: str) -> bool:
    """Tell a dating, which has no value to print."""
    return DATING in names.index.iris(iri, bk("measures"))


def _amount(names: Names, iri: str) -> str:
    text = names.index.text
    lower = text(iri, bk("value"))
    upper = text(iri, bk("upperValue"))
    rank = text(iri, bk("ordinal"))
    part = text(iri, bk("numerator"))
    if lower:
        top = f" to {words.number(upper)}" if upper else ""
        return f"{words.number(lower)}{top}"
    if part:
        return f"{part}/{text(iri, bk('denominator'))}"
    return words.ordinal(rank) if rank else ""


def _observed(names: Names, iris: list[str]) -> tuple[Shown, ...]:
    return tuple(names.link(iri, title(names, iri)) for iri in iris)


def _order(names: Names, iri: str) -> tuple[str, str, list[tuple[int, int, str]]]:
    index = names.index
    measure = next(iter(index.iris(iri, bk("measures"))), "")
    when = index.text(iri, bk("from")) or index.text(iri, bk("to"))
    return measure, when, natural(iri)
