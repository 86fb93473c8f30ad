"""Checks: where the article's figures were held against each other, and how that went.

A check corrects nothing: what it finds stands apart from what the article says, and
the likely reading is the project's. The page of a check, those of the things it
concerns and the list of all checks are made of the same entries.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from ontology.prefixes import PREFIXES
from ontology.terms import ASSERTED
from server.pages.index import natural
from server.pages.marks import Mark, is_claim, marks
from server.pages.names import Names, Shown, bk, local
from server.pages.reckoning import Amount, Reckoning, likely, reckoning

CHECK: Final = PREFIXES["check"]

VERDICTS: Final = ("fails", "suspicious", "holds")
"""The outcomes, the one that most needs a look first."""

_BANNER: Final = re.compile(r"^# (\w+): ((?:.|\n#   )+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        link: Its page.
        verdict: Fails, suspicious or holds.
        meaning: What that verdict means.
        statement: What is compared.
        figures: The figures in words.
        why: Why it was worth a check.
        allowed: What the tolerance follows from.
        reading: What was probably meant, in the project's view.
        likely: The figure that was probably meant, likewise.
        claims: The claims it concerns.
        others: The notes and works it concerns.
        query: The query that works it out.
        run: Where that query is answered, and can be changed.
    """

    link: Shown
    verdict: str
    meaning: str
    statement: str
    figures: Reckoning
    why: str
    allowed: str
    reading: str
    likely: Amount | None
    claims: tuple[Mark, ...]
    others: tuple[Shown, ...]
    query: str
    run: str


def is_check(names: Names, iri: str) -> bool:
    """Tell a check that was worked out from everything else."""
    return iri.startswith(CHECK) and bool(names.index.iris(iri, bk("verdict")))


def verdict(names: Names, iri: str) -> str:
    """Give the local name of a check's verdict."""
    return local(next(iter(names.index.iris(iri, bk("verdict"))), ""))


def check(names: Names, iri: str) -> Check | None:
    """Gather what a page says of one check.

    Args:
        names: The names of the release.
        iri: Any IRI.

    Returns:
        The check, or nothing where the IRI names none.
    """
    if not is_check(names, iri):
        return None
    index = names.index
    outcome = index.iris(iri, bk("verdict"))[0]
    concerned = index.iris(iri, bk("concerns"))
    query = index.text(iri, bk("query"))
    told = {key: text.replace("\n#  ", "") for key, text in _BANNER.findall(query)}
    asked = urlencode({"query": query, "default-graph-uri": ASSERTED})
    others = [thing for thing in concerned if not is_claim(thing)]
    return Check(
        link=names.link(iri),
        verdict=local(outcome),
        meaning=index.text(outcome, f"{PREFIXES['skos']}definition"),
        statement=index.text(iri, bk("statement")),
        figures=reckoning(names, iri),
        why=told.get("Why", ""),
        allowed=told.get("Tolerance", ""),
        reading=index.text(iri, bk("likelyReading")),
        likely=likely(names, iri),
        claims=marks(names, filter(is_claim, concerned)),
        others=names.links(sorted(others, key=natural)),
        query=query,
        run=f"/sparql?{asked}" if query else "",
    )


def every(names: Names) -> tuple[Check, ...]:
    """List all checks of a release, as they are best read."""
    return _sorted(names, names.index.members.get(CHECK.rstrip("/"), ()))


def concerning(names: Names, iri: str) -> tuple[Check, ...]:
    """List the checks that concern a claim, note or work."""
    return _sorted(names, names.index.subjects(bk("concerns"), iri))


def _sorted(names: Names, iris: Iterable[str]) -> tuple[Check, ...]:
    made = [found for iri in iris if (found := check(names, iri))]
    return tuple(sorted(made, key=lambda one: VERDICTS.index(one.verdict)))
