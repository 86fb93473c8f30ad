"""The second mark beside a claim: that a check of it fails or finds it suspicious.

Worked out once for a release. A check that holds leaves no mark here; the page of the
claim shows it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from server.pages.checks import CHECK, VERDICTS, is_check, verdict
from server.pages.names import Names, address, bk

ANCHOR: Final = "checks"
"""Where a page shows the checks of its thing."""

HOLDS: Final = VERDICTS[-1]

_SAID: Final = {
    "fails": ("check fails", "{} checks fail"),
    "suspicious": ("suspicious", "{} suspicious"),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """All checks of a thing that come to one verdict, other than that it holds.

    Attributes:
        verdict: Fails or suspicious.
        text: What is read.
        href: The check, or where the page of the thing shows them if they are several.
        title: What is compared.
    """

    verdict: str
    text: str
    href: str
    title: str


Doubts = Mapping[str, tuple[Doubt, ...]]


def doubts(names: Names) -> Doubts:
    """Find what is in doubt.

    Args:
        names: The names of the release.

    Returns:
        Claim, note or work -> its marks, the failures first; an observation has those
        of the claims that give it. What no check doubts is absent.
    """
    index = names.index
    checks: defaultdict[str, defaultdict[str, list[str]]]
    checks = defaultdict(lambda: defaultdict(list))
    for check in index.members.get(CHECK.rstrip("/"), ()):
        if is_check(names, check) and verdict(names, check) != HOLDS:
            for thing in index.iris(check, bk("concerns")):
                checks[thing][verdict(names, check)].append(check)
    marks = {
        thing: tuple(_doubt(names, thing, v, found[v]) for v in VERDICTS if found[v])
        for thing, found in checks.items()
    }
    given = {
        figure: said
        for claim, said in marks.items()
        for figure in index.subjects(bk("isGivenBy"), claim)
    }
    return MappingProxyType(marks | given)


def _doubt(names: Names, thing: str, name: str, checks: list[str]) -> Doubt:
    one, several = _SAID[name]
    alone = len(checks) == 1
    return Doubt(
        verdict=name,
        text=one if alone else several.format(len(checks)),
        href=address(checks[0]) if alone else f"{address(thing)}#{ANCHOR}",
        title=" ".join(names.index.text(c, bk("statement")) for c in checks),
    )
