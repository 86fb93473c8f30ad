"""What falls if a claim is taken away, and what stands for other reasons.

Nothing is stored and no rule is searched for: every step that leads to a conclusion is
in ``g:proofs``, so it is enough to drop what rests on the lost statements and to put
back whatever still has a reason. Only what was asserted has no steps there; for the
few statements lost with a claim they are looked up.

Source: A. Gupta, I. Mumick and V. Subrahmanian, Maintaining Views Incrementally,
SIGMOD 1993 (delete and rederive).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ontology.terms import CONCLUDES, IS_DRAWN_FROM
from server.pages.index import Index
from server.pages.proofs import Fact, Proofs, asserting
from server.why.rules import Rules


@dataclass(frozen=True, slots=True)
class Loss:
    """What taking statements away does.

    Attributes:
        lost: The statements that nobody else asserts.
        falls: The conclusions that nothing supports any more.
        stands: The conclusions that were touched and still follow.
        regained: Of the lost statements those that follow from others.
    """

    lost: frozenset[Fact]
    falls: frozenset[Fact]
    stands: frozenset[Fact]
    regained: frozenset[Fact]


def without_claim(index: Index, proofs: Proofs, rules: Rules, claim: str) -> Loss:
    """Say what taking a claim away does.

    Args:
        index: The release.
        proofs: Its proofs.
        rules: Its rules.
        claim: The claim's IRI.

    Returns:
        What is lost with it and what falls, and what stands although it is drawn from
        the claim.
    """
    own = {Fact.of(statement) for statement in index.within.get(claim, ())}
    alone = (
        fact for fact in own if {s.graph for s in asserting(index, fact)} == {claim}
    )
    loss = without(proofs, rules, alone)
    drawn = (
        proofs.facts[statement]
        for proof in index.subjects(IS_DRAWN_FROM, claim)
        for statement in index.iris(proof, CONCLUDES)
    )
    stands = (loss.stands | frozenset(drawn)) - loss.falls
    return Loss(loss.lost, loss.falls, stands, loss.regained)


def without(proofs: Proofs, rules: Rules, lost: Iterable[Fact]) -> Loss:
    """Say what taking statements away does.

    Args:
        proofs: The proofs of the release.
        rules: Its rules.
        lost: The statements.

    Returns:
        What falls and what stands.
    """
    gone = frozenset(lost)
    steps = {
        fact: [chance.premises for chance in rules.chances(fact, gap=False)]
        for fact in gone
    }
    shaken = _above(proofs, gone)
    for fact in shaken - gone:
        steps[fact] = [
            tuple(proofs.facts[premise] for premise in reason.premises)
            for reason in proofs.of(fact)
        ]
    down = set(shaken)
    while back := {
        fact for fact in down if any(down.isdisjoint(step) for step in steps[fact])
    }:
        down -= back
    concluded = shaken - gone
    return Loss(gone, concluded & down, concluded - down, gone - down)


def _above(proofs: Proofs, start: frozenset[Fact]) -> frozenset[Fact]:
    """Collect what rests on statements, near or far, and these themselves."""
    found, waiting = set(start), list(start)
    while waiting:
        statement = proofs.statements.get(waiting.pop(), "")
        for conclusion in proofs.used.get(statement, ()):
            fact = proofs.facts[conclusion]
            if fact not in found:
                found.add(fact)
                waiting.append(fact)
    return frozenset(found)
