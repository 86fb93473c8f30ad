"""The competency questions of a release as pages show them, and what none asks.

Source: EARL 1.0 Schema, section 2 (assertions, results).
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from ontology.prefixes import BASE, PREFIXES
from ontology.terms import LAYERS, NOTATION, VALUE
from server.pages.marks import Mark, is_claim, marks
from server.pages.names import TYPE, Names, Shown
from server.pages.vocabulary import modules

QUESTION: Final = PREFIXES["question"]

_EARL: Final = PREFIXES["earl"]
_BACKGROUND: Final = PREFIXES["background"]


Rows = tuple[tuple[Shown, ...], ...]
"""The rows of an answer, the names of its columns first."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what came of it.

    Attributes:
        link: The question, in words.
        number: What it is called for short.
        query: Its query.
        run: Where a click runs it.
        expected: The rows that the article gives, the names of columns first.
        actual: The rows that this release gives.
        passed: Whether they agree.
        terms: The terms of the ontology that it names.
        claims: The claims it draws on.
        background: The background statements it draws on.
        layers: The layers that hold what else it draws on.
    """

    link: Shown
    number: str
    query: str
    run: str
    expected: Rows
    actual: Rows
    passed: bool
    terms: tuple[Shown, ...]
    claims: tuple[Mark, ...]
    background: tuple[Shown, ...]
    layers: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which terms of a module the questions name, and which none does.

    Attributes:
        module: The module.
        touched: The terms that are named, each with the number of questions.
        untouched: Those that are not.
    """

    module: Shown
    touched: tuple[tuple[Shown, int], ...]
    untouched: tuple[Shown, ...]


def question(names: Names, iri: str) -> Question | None:
    """Gather one question.

    Args:
        names: The names of the release.
        iri: Any IRI.

    Returns:
        The question, or nothing where the IRI names none.
    """
    index = names.index
    if not iri.startswith(QUESTION) or not index.objects(iri, TYPE):
        return None
    result = f"{iri}#result"
    query = index.text(iri, f"{PREFIXES['sh']}select")
    outcome = index.iris(result, f"{_EARL}outcome")
    drawn = index.iris(result, f"{PREFIXES['prov']}wasDerivedFrom")
    return Question(
        link=names.link(iri),
        number=index.text(iri, NOTATION),
        query=query,
        run="/sparql?" + urlencode({"query": query}),
        expected=_rows(names, index.text(iri, f"{PREFIXES['mf']}result")),
        actual=_rows(names, index.text(result, VALUE)),
        passed=outcome == [f"{_EARL}passed"],
        terms=names.links(index.iris(iri, f"{PREFIXES['dcterms']}references")),
        claims=marks(names, filter(is_claim, drawn)),
        background=names.links([one for one in drawn if one.startswith(_BACKGROUND)]),
        layers=names.links([one for one in drawn if one in LAYERS]),
    )


def every(names: Names) -> tuple[Question, ...]:
    """List the questions of a release, in the order of their numbers."""
    kind = f"{_EARL}TestCase"
    found = (question(names, iri) for iri in names.index.subjects(TYPE, kind))
    return tuple(one for one in found if one)


def coverage(names: Names, questions: tuple[Question, ...]) -> tuple[Coverage, ...]:
    """Count in how many questions each term of the ontology stands.

    Args:
        names: The names of the release.
        questions: The questions.

    Returns:
        A row for each module.
    """
    counted = Counter(term.iri for one in questions for term in one.terms)
    return tuple(
        Coverage(
            module.link,
            tuple(
                (entry.link, counted[entry.link.iri])
                for entry in module.entries
                if entry.link.iri in counted
            ),
            tuple(e.link for e in module.entries if e.link.iri not in counted),
        )
        for module in modules(names)
    )


def _rows(names: Names, text: str) -> Rows:
    rows = csv.reader(io.StringIO(text))
    return tuple(
        tuple(
            names.link(cell) if cell.startswith(BASE) else Shown(cell) for cell in row
        )
        for row in rows
    )
