"""A proof as lines to be read from the top: each conclusion, and under it its grounds.

What is proved twice is shown once and referred to by its number. Lines are made without
recursion, so that a proof may be as deep as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from server.pages.names import Names, Shown, local
from server.pages.proofs import Fact, Proofs, Reason, why
from server.why.grounds import Ground, grounds
from server.why.wording import Sentence, axiom, sentence


@dataclass(frozen=True, slots=True)
class Axiom:
    """An axiom of the ontology that a step rests on, in words."""

    statement: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of a proof.

    Attributes:
        depth: How many conclusions stand above it.
        fact: The triple.
        statement: The IRI of the statement.
        sentence: The triple in words.
        number: The number of the step that concludes it; nought for what is asserted.
        again: Whether that step stands further up and is not repeated.
        proof: The IRI of the step, or nothing.
        rule: The rule it applies, or nothing.
        axioms: What the ontology adds to the premises.
        grounds: For what is asserted, by whom.
        opens: Whether the line is the first below another one.
        closes: How many lists end after it.
    """

    depth: int
    fact: Fact
    statement: str
    sentence: Sentence
    number: int = 0
    again: bool = False
    proof: str = ""
    rule: Shown | None = None
    axioms: tuple[Axiom, ...] = ()
    grounds: tuple[Ground, ...] = ()
    opens: bool = False
    closes: int = 0

    @property
    def why(self) -> str:
        """The address that explains the line."""
        return why(self.fact)


@dataclass(frozen=True, slots=True)
class _Bare:
    """A line before its words are looked up."""

    depth: int
    statement: str
    number: int
    again: bool
    reason: Reason | None


def tree(names: Names, proofs: Proofs, reason: Reason, top: str) -> tuple[Line, ...]:
    """Lay a proof out.

    Args:
        names: The names of the release.
        proofs: Its proofs.
        reason: The last step.
        top: The statement that it concludes.

    Returns:
        The lines, the conclusion first.
    """
    return _lines(names, proofs, list(_walk(proofs, reason, top)))


def step(names: Names, proofs: Proofs, reason: Reason, top: str) -> tuple[Line, ...]:
    """Lay out one step alone: the conclusion and its premises, each without reasons.

    Args:
        names: The names of the release.
        proofs: Its proofs.
        reason: The step.
        top: The statement that it concludes.

    Returns:
        The lines, the conclusion first.
    """
    below = (_Bare(1, iri, 0, again=False, reason=None) for iri in reason.premises)
    first = _Bare(0, top, 1, again=False, reason=reason)
    return _lines(names, proofs, [first, *below])


def _walk(proofs: Proofs, reason: Reason, top: str) -> Iterator[_Bare]:
    numbers: dict[str, int] = {}
    waiting: list[tuple[int, str, Reason | None]] = [(0, top, reason)]
    while waiting:
        depth, statement, chosen = waiting.pop()
        again = statement in numbers
        if chosen:
            numbers.setdefault(statement, len(numbers) + 1)
        number = numbers.get(statement, 0)
        yield _Bare(depth, statement, number, again, None if again else chosen)
        if chosen and not again:
            for premise in reversed(chosen.premises):
                known = proofs.reasons.get(premise, ())
                waiting.append((depth + 1, premise, known[0] if known else None))


def _lines(names: Names, proofs: Proofs, bare: list[_Bare]) -> tuple[Line, ...]:
    after = [*(line.depth for line in bare[1:]), 0]
    return tuple(
        _line(names, proofs, line, depth)
        for line, depth in zip(bare, after, strict=True)
    )


def _line(names: Names, proofs: Proofs, bare: _Bare, after: int) -> Line:
    fact, reason = proofs.facts[bare.statement], bare.reason
    return Line(
        depth=bare.depth,
        fact=fact,
        statement=bare.statement,
        sentence=sentence(names, fact),
        number=bare.number,
        again=bare.again,
        proof=reason.proof if reason else "",
        rule=names.link(reason.rule, local(reason.rule)) if reason else None,
        axioms=tuple(
            Axiom(iri, axiom(names, proofs.facts[iri])) for iri in reason.axioms
        )
        if reason
        else (),
        grounds=() if bare.number else grounds(names, fact),
        opens=after > bare.depth,
        closes=max(0, bare.depth - after),
    )
