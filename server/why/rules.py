"""Apply the rules backwards: what would conclude a triple, and which premises hold.

The rules and the axioms are those of the release. A search is cut short after so many
looks, because it runs in the process that answers requests.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from ontology import terms
from server.pages.index import Index
from server.pages.proofs import Fact
from server.why.forms import Form, forms

LOOKS: Final = 20_000
"""Statements that one search compares at most."""

NO_PREMISES: Final = frozenset(
    {"", terms.ONTOLOGY, terms.SHAPES, terms.PROOFS, terms.METADATA}
)
"""Graphs that say nothing of things."""

_Bound: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Chance:
    """A way in which a rule concludes a triple, or would.

    Attributes:
        rule: The rule's IRI.
        axioms: The axioms it rests on.
        premises: What holds already.
        missing: What does not hold; nothing where the triple follows.
    """

    rule: str
    axioms: tuple[Fact, ...]
    premises: tuple[Fact, ...]
    missing: Fact | None


class Rules:
    """The rules of one release, found by what they conclude."""

    def __init__(self, index: Index) -> None:
        """Fill the ontology of the release into its rules."""
        self._index = index
        self._by_head = defaultdict[tuple[str, str], list[Form]](list)
        for form in forms(index):
            value = "" if form.head.object.startswith("?") else form.head.object
            self._by_head[form.head.predicate, value].append(form)

    def chances(self, goal: Fact, *, gap: bool) -> Iterator[Chance]:
        """Yield the ways to a triple.

        Args:
            goal: The triple.
            gap: Whether exactly one premise is to be missing, rather than none.

        Yields:
            Each way, until the search has looked at enough.
        """
        left = [LOOKS]
        for value in dict.fromkeys((goal.object, "")):
            for form in self._by_head.get((goal.predicate, value), ()):
                bound = _matched(form.head, goal, {})
                if bound is not None:
                    yield from self._filled(form, bound, goal, left, gap=gap)

    def _filled(
        self, form: Form, bound: _Bound, goal: Fact, left: list[int], *, gap: bool
    ) -> Iterator[Chance]:
        for spared in range(len(form.body)) if gap else (None,):
            others = [p for n, p in enumerate(form.body) if n != spared]
            for found in self._joined(others, bound, left):
                premises = tuple(_put(pattern, found) for pattern in others)
                if goal in premises:
                    continue
                missing = None if spared is None else _put(form.body[spared], found)
                if missing is None or self._is_open(missing, goal):
                    yield Chance(form.rule, form.axioms, premises, missing)

    def _is_open(self, missing: Fact, goal: Fact) -> bool:
        """Whether a premise is one that could be true, and is not."""
        whole = not any(part.startswith("?") for part in missing)
        own = missing != goal and missing.subject != missing.object
        return whole and own and not any(self._holding(missing))

    def _joined(
        self, patterns: list[Fact], bound: _Bound, left: list[int]
    ) -> Iterator[_Bound]:
        """Yield each way in which all patterns hold, the most bound one first."""
        if not patterns:
            yield bound
            return
        put = [_put(pattern, bound) for pattern in patterns]
        free = [sum(part.startswith("?") for part in pattern) for pattern in put]
        best = free.index(min(free))
        rest = put[:best] + put[best + 1 :]
        for fact in self._holding(put[best]):
            left[0] -= 1
            if left[0] < 0:
                return
            more = _matched(put[best], fact, bound)
            if more is not None:
                yield from self._joined(rest, more, left)

    def _holding(self, pattern: Fact) -> Iterator[Fact]:
        """Yield the triples of a pattern, of which one end at least is known."""
        subject, predicate, value = pattern
        known = self._index.about, subject
        if subject.startswith("?"):
            # Where no end is known, nothing is listed under a question mark either.
            known = self._index.naming, value
        seen = set[Fact]()
        for s in known[0].get(known[1], ()):
            if s.predicate != predicate or s.graph in NO_PREMISES:
                continue
            fact = Fact.of(s)
            fits = value.startswith("?") or fact.object == value
            if fits and fact not in seen:
                seen.add(fact)
                yield fact


def _matched(pattern: Fact, fact: Fact, bound: _Bound) -> _Bound | None:
    """Extend a binding so that a pattern becomes a fact, if that can be."""
    found = dict(bound)
    for part, name in zip(pattern, fact, strict=True):
        wanted = found.setdefault(part, name) if part.startswith("?") else part
        if wanted != name:
            return None
    return found


def _put(pattern: Fact, bound: _Bound) -> Fact:
    return Fact(*(bound.get(part, part) for part in pattern))
