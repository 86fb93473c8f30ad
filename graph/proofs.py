"""Find, for everything that follows, each step that leads there and a shortest proof.

Statements are settled in the order of the length of their proofs, as Dijkstra settles
places in the order of their distance: what is asserted first, then what one step makes
of it, and so on. So no proof goes in a circle, none could be shorter, and each step is
looked at once. Between proofs of one length the alphabet decides.

Source: D. E. Knuth, A Generalization of Dijkstra's Algorithm, Information Processing
Letters 6 (1977), 1-5.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple, TypeAlias

from pyoxigraph import Literal, Triple, Variable

from graph.facts import Fact, Facts
from graph.rules import Part, Pattern, Ready

_Bound: TypeAlias = dict[int, int]


class Step(NamedTuple):
    """One application of a rule.

    Attributes:
        rule: The rule's name.
        axioms: The statements of the ontology it rests on.
        premises: The other statements it rests on, in the order of the rule.
    """

    rule: str
    axioms: tuple[Triple, ...]
    premises: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows, and why.

    Attributes:
        steps: For each statement that is not asserted, every step that concludes it;
            the first is the last step of its shortest proof.
        lengths: How many steps that proof has; one that is used twice counts twice.
    """

    steps: Mapping[Triple, tuple[Step, ...]]
    lengths: Mapping[Triple, int]


class _Trigger(NamedTuple):
    """A place in a rule where a new statement may fit; variables are below zero."""

    rule: int
    place: int
    body: tuple[Fact, ...]
    head: Fact


class _Found(NamedTuple):
    """A step by numbers; in this order the first is the one to show."""

    length: int
    rule: int
    premises: tuple[Fact, ...]


def prove(asserted: AbstractSet[Triple], rules: Iterable[Ready]) -> Derived:
    """Derive whatever follows, each statement by a shortest proof.

    Args:
        asserted: What needs no proof.
        rules: The rules, with the ontology filled in.

    Returns:
        What follows besides.
    """
    search = _Search(asserted, tuple(rules))
    search.run()
    return search.proved()


class _Search:
    """The search. Terms are numbers in the order of the alphabet."""

    def __init__(self, asserted: AbstractSet[Triple], rules: tuple[Ready, ...]) -> None:
        """Number the terms, and sort the rules by what sets them off."""
        patterns = [each for rule in rules for each in (*rule.body, rule.head)]
        terms: set[Part | Literal | Triple] = {
            part for t in asserted for part in (t.subject, t.predicate, t.object)
        }
        terms |= {part for pattern in patterns for part in pattern}
        self.terms = sorted((t for t in terms if not isinstance(t, Variable)), key=str)
        self.numbers = {term: number for number, term in enumerate(self.terms)}
        self.rules = rules
        self.facts = Facts()
        self.lengths: dict[Fact, int] = {}
        self.steps = defaultdict[Fact, set[_Found]](set)
        self.given = {self._coded(triple, {}) for triple in asserted}
        self.waiting = [(0, fact) for fact in self.given]
        heapify(self.waiting)
        self.triggers = defaultdict[tuple[int, int], list[_Trigger]](list)
        for number, rule in enumerate(rules):
            names: dict[Variable, int] = {}
            body = tuple(self._coded(pattern, names) for pattern in rule.body)
            head = self._coded(rule.head, names)
            for place, (_, predicate, value) in enumerate(body):
                trigger = _Trigger(number, place, body, head)
                self.triggers[predicate, max(value, -1)].append(trigger)

    def run(self) -> None:
        """Settle one statement after the other, until none is left."""
        for number, rule in enumerate(self.rules):
            if not rule.body:  # the ontology says it all
                head = self._coded(rule.head, {})
                self._conclude(_Trigger(number, 0, (), head), {})
        while self.waiting:
            length, fact = heappop(self.waiting)
            if fact not in self.lengths:
                self.lengths[fact] = length
                self.facts.add(fact)
                self._fire(fact)

    def proved(self) -> Derived:
        """Turn numbers into terms again."""
        new = sorted(self.steps.keys() - self.given)
        return Derived(
            {
                self._triple(fact): tuple(map(self._step, sorted(self.steps[fact])))
                for fact in new
            },
            {self._triple(fact): self.lengths[fact] for fact in new},
        )

    def _fire(self, fact: Fact) -> None:
        """Take every step that a statement completes."""
        _, predicate, value = fact
        for key in ((predicate, value), (predicate, -1)):
            for trigger in self.triggers.get(key, ()):
                bound = _bind(trigger.body[trigger.place], fact, {})
                if bound is not None:
                    for binding in self._joined(trigger, 0, bound):
                        self._conclude(trigger, binding)

    def _joined(self, trigger: _Trigger, place: int, bound: _Bound) -> Iterator[_Bound]:
        """Yield each way in which the rest of a rule's body holds too."""
        if place == len(trigger.body):
            yield bound
            return
        if place == trigger.place:
            yield from self._joined(trigger, place + 1, bound)
            return
        pattern = trigger.body[place]
        for fact in self.facts.matching(_filled(pattern, bound)):
            more = _bind(pattern, fact, bound)
            if more is not None:
                yield from self._joined(trigger, place + 1, more)

    def _conclude(self, trigger: _Trigger, bound: _Bound) -> None:
        fact = _filled(trigger.head, bound)
        premises = tuple(_filled(pattern, bound) for pattern in trigger.body)
        if fact in premises or fact in self.given:
            return
        length = 1 + sum(self.lengths[premise] for premise in premises)
        self.steps[fact].add(_Found(length, trigger.rule, premises))
        if fact not in self.lengths:
            heappush(self.waiting, (length, fact))

    def _coded(self, given: Triple | Pattern, names: dict[Variable, int]) -> Fact:
        def coded(part: Part | Literal | Triple) -> int:
            if isinstance(part, Variable):
                return names.setdefault(part, -1 - len(names))
            return self.numbers[part]

        return coded(given.subject), coded(given.predicate), coded(given.object)

    def _triple(self, fact: Fact) -> Triple:
        return Triple(*(self.terms[number] for number in fact))  # type: ignore[arg-type]  # as they were given

    def _step(self, found: _Found) -> Step:
        rule = self.rules[found.rule]
        return Step(rule.name, rule.axioms, tuple(map(self._triple, found.premises)))


def _bind(pattern: Fact, fact: Fact, bound: _Bound) -> _Bound | None:
    """Extend a binding so that a pattern becomes a fact, if that can be."""
    found = dict(bound)
    for part, number in zip(pattern, fact, strict=True):
        wanted = found.setdefault(part, number) if part < 0 else part
        if wanted != number:
            return None
    return found


def _filled(pattern: Fact, bound: _Bound) -> Fact:
    subject, predicate, value = (bound.get(part, part) for part in pattern)
    return subject, predicate, value
