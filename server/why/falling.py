"""What falls with a claim, in words; and over all claims, what hangs on many or on one.

A conclusion needs a claim if it falls with it. The overview takes each claim away once;
that is some hundred small sums, done when first asked for and kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

from ontology.prefixes import PREFIXES
from server.pages.index import natural
from server.pages.marks import Mark, mark
from server.pages.names import Names
from server.pages.proofs import Fact, why
from server.why.explaining import Why
from server.why.losing import without_claim
from server.why.wording import Sentence, sentence

SHOWN: Final = 25
"""Entries of a list in the overview."""

_MAKING: Final = Lock()
"""Held while the overview is made: who asks meanwhile waits for it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A triple in words, with the address that explains it."""

    fact: Fact
    sentence: Sentence
    href: str


@dataclass(frozen=True, slots=True)
class Fall:
    """What taking a claim away does, in words.

    Attributes:
        claim: The claim.
        lost: What only this claim asserts, and some proof uses.
        falls: The conclusions that fall.
        stands: The conclusions drawn from it that still follow, or are asserted twice.
        regained: What it alone asserts and would follow anyway.
    """

    claim: Mark
    lost: tuple[Told, ...]
    falls: tuple[Told, ...]
    stands: tuple[Told, ...]
    regained: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What hangs on what, over all claims.

    Attributes:
        conclusions: How many there are.
        needing: Number of claims needed -> how many conclusions need so many.
        claims: The claims with which most falls, and how much.
        many: The conclusions that need most claims, and how many.
        alone: The conclusions that need one claim and no other, with it.
        lonely: How many of those there are.
    """

    conclusions: int
    needing: Mapping[int, int]
    claims: tuple[tuple[Mark, int], ...]
    many: tuple[tuple[Told, int], ...]
    alone: tuple[tuple[Told, Mark], ...]
    lonely: int


_MADE: Final[WeakKeyDictionary[Why, Overview]] = WeakKeyDictionary()
"""The overview of each release that is served; it goes with the release."""


def fall(of: Why, claim: str) -> Fall:
    """Say what taking a claim away does.

    Args:
        of: What the release says.
        claim: The claim's IRI.

    Returns:
        What is lost, falls and stands.
    """
    names = of.names
    loss = without_claim(names.index, of.proofs, of.rules, claim)
    used = (fact for fact in loss.lost if fact in of.proofs.statements)
    return Fall(
        claim=mark(names, claim),
        lost=_told(names, used),
        falls=_told(names, loss.falls),
        stands=_told(names, loss.stands),
        regained=_told(names, loss.regained),
    )


def overview(of: Why) -> Overview:
    """Take every claim away, one after the other; once, however many ask at a time.

    Args:
        of: What the release says.

    Returns:
        What hangs on what.
    """
    with _MAKING:
        if of not in _MADE:
            _MADE[of] = _overview(of)
        return _MADE[of]


def _overview(of: Why) -> Overview:
    names, index = of.names, of.names.index
    claims = index.members.get(PREFIXES["claim"].rstrip("/"), ())
    falls = {
        claim: without_claim(index, of.proofs, of.rules, claim).falls
        for claim in claims
    }
    needed: dict[Fact, list[str]] = {}
    for claim, fallen in falls.items():
        for fact in fallen:
            needed.setdefault(fact, []).append(claim)
    weights = sorted(falls, key=lambda claim: (-len(falls[claim]), natural(claim)))
    counts = Counter(map(len, needed.values()))
    counts[0] = len(of.proofs.reasons) - len(needed)
    many = sorted(needed, key=lambda fact: (-len(needed[fact]), fact))
    alone = [fact for fact in sorted(needed) if len(needed[fact]) == 1]
    return Overview(
        conclusions=len(of.proofs.reasons),
        needing=dict(sorted(counts.items())),
        claims=tuple(
            (mark(names, claim), len(falls[claim]))
            for claim in weights[:SHOWN]
            if falls[claim]
        ),
        many=tuple((_one(names, fact), len(needed[fact])) for fact in many[:SHOWN]),
        alone=tuple(
            (_one(names, fact), mark(names, needed[fact][0])) for fact in alone[:SHOWN]
        ),
        lonely=len(alone),
    )


def members(found: Fall) -> dict[str, Any]:
    """Turn a fall into JSON: ``claim``, and four lists of triples in words."""
    lists = ("lost", "falls", "stands", "regained")
    return {
        "claim": found.claim.iri,
        "paraphrase": found.claim.paraphrase,
        **{name: [_member(one) for one in getattr(found, name)] for name in lists},
    }


def summary(found: Overview) -> dict[str, Any]:
    """Turn the overview into JSON: counts, and three lists cut to the first ones."""
    return {
        "conclusions": found.conclusions,
        "needing": {str(number): many for number, many in found.needing.items()},
        "claims": [{"claim": one.iri, "falls": many} for one, many in found.claims],
        "many": [_member(one) | {"claims": many} for one, many in found.many],
        "alone": [_member(one) | {"claim": claim.iri} for one, claim in found.alone],
        "aloneInAll": found.lonely,
    }


def _told(names: Names, facts: Iterable[Fact]) -> tuple[Told, ...]:
    told = [_one(names, fact) for fact in facts]
    return tuple(sorted(told, key=lambda one: natural(str(one.sentence).casefold())))


def _one(names: Names, fact: Fact) -> Told:
    return Told(fact, sentence(names, fact), why(fact))


def _member(one: Told) -> dict[str, Any]:
    parts = zip(("subject", "predicate", "object"), one.fact, strict=True)
    return {"sentence": str(one.sentence), "triple": dict(parts)}
