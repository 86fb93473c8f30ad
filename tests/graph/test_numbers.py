"""Every number that the article prints is explained by a claim stated there.

A fragment that merely contains the number is not enough: the number must equal a
value, a date, an ordinal or a fraction of that claim, or stand in a name.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.prefixes import PREFIXES

SECTIONS = ("s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7")
SCALES = {"million": 10**6, "billion": 10**9, "trillion": 10**12}
WORDS = {
    "twenty-two": 22,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
FRACTIONS = {
    "one-sixth": (1, 6), "one-third": (1, 3), "half": (1, 2), "quarter": (1, 4),
}  # fmt: skip
IDIOMS = re.compile(
    r"\bone of\b|\b(first half of the )?\d+(st|th) century\b"
    r"|\bhalf-\w+|\bfirst (of all|and foremost|place|years|decades)\b"
)
MARK = re.compile(r"\[\d+\]")
TOKEN = re.compile(
    r"\d[\d,]*(?:\.\d+)?|\b(?:" + "|".join([*FRACTIONS, *WORDS, *ORDINALS]) + r")\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """What a claim offers to explain a number with."""

    name: str
    fragments: tuple[str, ...]
    values: frozenset[Decimal]
    ratios: frozenset[tuple[int, int]]
    ordinals: frozenset[int]
    dates: frozenset[date]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Number:
    """A number token of a segment, its place, and the text around it."""

    segment: str
    token: str
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.token)

    def __str__(self) -> str:
        return f"{self.segment}: {self.token!r} at {self.start}"


def bk(name: str) -> str:
    return PREFIXES["bk"] + name


def local(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value.rsplit("/", 1)[-1]


def text_of(term: object) -> str:
    assert isinstance(term, ox.Literal)
    return term.value


@pytest.fixture(scope="module")
def claims(sources: list[ox.Quad]) -> dict[str, list[Claim]]:
    """The claims of each segment."""
    labels: dict[str, list[str]] = {}
    for q in sources:
        if q.predicate.value.endswith(("schema#label", "core#altLabel")):
            labels.setdefault(str(q.subject), []).append(text_of(q.object))
    inside: dict[str, list[ox.Quad]] = {}
    about: dict[str, list[ox.Quad]] = {}
    for q in sources:
        graph = str(q.graph_name)
        if "/claim/" in graph:
            inside.setdefault(graph, []).append(q)
        elif graph.endswith("/graph/provenance>"):
            about.setdefault(str(q.subject), []).append(q)
    found: dict[str, list[Claim]] = {}
    for name, statements in about.items():
        quads = inside.get(name, [])

        def objects(prop: str, quads: list[ox.Quad] = quads) -> list[str]:
            return [text_of(q.object) for q in quads if q.predicate.value == bk(prop)]

        terms = {str(t) for q in quads for t in (q.subject, q.object)}
        terms |= {
            str(q.object) for q in statements if q.predicate.value == bk("mentions")
        }
        claim = Claim(
            name=name,
            fragments=tuple(
                text_of(q.object)
                for q in statements
                if q.predicate.value == bk("asPrinted")
            ),
            values=frozenset(map(Decimal, objects("value") + objects("upperValue"))),
            ratios=frozenset(
                zip(
                    map(int, objects("numerator")),
                    map(int, objects("denominator")),
                    strict=True,
                )
            ),
            ordinals=frozenset(map(int, objects("ordinal"))),
            dates=frozenset(map(date.fromisoformat, objects("from") + objects("to"))),
            names=tuple(n for term in terms for n in labels.get(term, [])),
        )
        for q in statements:
            if q.predicate.value == bk("isStatedIn"):
                found.setdefault(local(q.object), []).append(claim)
    return found


def numbers(shared: Path) -> Iterator[Number]:
    """The number tokens of the sections encoded so far, note marks left out."""
    text = (shared / "article" / "article.txt").read_text(encoding="utf-8")
    with (shared / "article" / "segments.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["segment_id"].split(".")[0] not in SECTIONS:
                continue
            if row["claimless_reason"]:
                continue
            segment = text[int(row["start"]) : int(row["end"])]
            blank = MARK.sub(lambda m: " " * len(m[0]), segment)
            blank = IDIOMS.sub(lambda m: " " * len(m[0]), blank)
            for found in TOKEN.finditer(blank):
                token = found[0].rstrip(",")
                yield Number(row["segment_id"], token, found.start(), segment)


def covers(fragment: str, number: Number) -> bool:
    """Whether some occurrence of the fragment covers the number's place."""
    at = number.text.find(fragment)
    while at >= 0:
        if at <= number.start and number.end <= at + len(fragment):
            return True
        at = number.text.find(fragment, at + 1)
    return False


def explained_by(number: Number, claim: Claim) -> bool:
    """Whether the claim's own data account for the number."""
    if any(covers(name, number) for name in claim.names):
        return True
    if not any(covers(fragment, number) for fragment in claim.fragments):
        return False
    token, after = number.token.lower(), number.text[number.end :]
    if token in FRACTIONS:
        return FRACTIONS[token] in claim.ratios or (
            token == "half" and date_has(claim.dates, month=6, day=30)  # noqa: S105
        )
    if token in ORDINALS:
        if re.match(r" (half|\w+ months)\b", after):
            return date_has(claim.dates, month=1, day=1)
        return ORDINALS[token] in claim.ordinals
    plain = Decimal(WORDS.get(token, 0)) or Decimal(token.replace(",", ""))
    scale = re.match(r"(?:-\d[\d.,]*)?\W*(million|billion|trillion)", after)
    return plain * (SCALES[scale[1]] if scale else 1) in claim.values or (
        token.isdigit() and dated(int(token), after, claim.dates)
    )


def dated(number: int, after: str, dates: frozenset[date]) -> bool:
    """Whether the number is a year, a decade, a day, or months from January."""
    if re.match(r"\s+months", after):
        return date_has(dates, month=number)
    if after.startswith("s"):
        return any(number <= d.year <= number + 9 for d in dates)
    return any(number in (d.year, d.day) for d in dates)


def date_has(dates: frozenset[date], *, month: int, day: int | None = None) -> bool:
    return any(d.month == month and day in (None, d.day) for d in dates)


def exceptions() -> dict[tuple[str, str], str]:
    with (Path(__file__).parent / "numbers-without-claim.tsv").open() as table:
        rows = csv.DictReader(table, delimiter="\t")
        return {(row["segment"], row["token"]): row["reason"] for row in rows}


def test_every_number_is_explained_by_a_claim_stated_there(
    shared: Path, claims: dict[str, list[Claim]]
) -> None:
    excused = exceptions()

    unexplained = [
        str(number)
        for number in numbers(shared)
        if (number.segment, number.token) not in excused
        and not any(explained_by(number, c) for c in claims.get(number.segment, []))
    ]

    assert unexplained == []


def test_the_exceptions_are_few_and_each_has_a_reason(shared: Path) -> None:
    excused = exceptions()
    printed = {(number.segment, number.token) for number in numbers(shared)}

    assert len(excused) <= 15
    assert all(excused.values())
    assert set(excused) <= printed


def test_a_wrong_value_does_not_explain_a_number() -> None:
    number = Number("s", "12.24", 1, "$12.24 billion")
    right = Claim("c", ("$12.24 billion",), frozenset({Decimal(12240000000)}),
                  frozenset(), frozenset(), frozenset(), ())  # fmt: skip
    wrong = Claim("c", ("$12.24 billion",), frozenset({Decimal("12.24")}),
                  frozenset(), frozenset(), frozenset(), ())  # fmt: skip

    assert explained_by(number, right)
    assert not explained_by(number, wrong)
