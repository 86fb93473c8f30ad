"""Explain a triple: who asserts it, why it follows, or what is missing for that."""

from dataclasses import dataclass

from ontology.terms import ENTAILED
from server.pages.index import Index, key
from server.pages.names import Names
from server.pages.proofs import Fact, Proofs, proofs
from server.why.grounds import Ground, grounds
from server.why.losing import without
from server.why.missing import Way, way, ways
from server.why.rules import Rules
from server.why.tree import Line, step, tree
from server.why.wording import Sentence, sentence


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Why:
    """What explanations of one release are made from; made once, equal to no other.

    Attributes:
        names: The names of the release.
        proofs: Its proofs.
        rules: Its rules.
    """

    names: Names
    proofs: Proofs
    rules: Rules

    @classmethod
    def of(cls, index: Index) -> "Why":
        """Read what explanations need out of a release."""
        return cls(Names(index), proofs(index), Rules(index))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a triple holds, or why it does not.

    Attributes:
        fact: The triple.
        sentence: The triple in words.
        status: ``asserted``, ``entailed`` or ``not entailed``.
        statement: The IRI of the statement, if it takes part in a proof.
        grounds: Who asserts it.
        lines: Its shortest proof.
        others: The further reasons, one step each.
        anyway: For what is asserted, a way in which it would follow anyway.
        ways: For what does not hold, the ways to it that lack one statement.
    """

    fact: Fact
    sentence: Sentence
    status: str
    statement: str
    grounds: tuple[Ground, ...]
    lines: tuple[Line, ...] = ()
    others: tuple[tuple[Line, ...], ...] = ()
    anyway: Way | None = None
    ways: tuple[Way, ...] = ()

    @property
    def leaves(self) -> tuple[Line, ...]:
        """The lines on which the proof ends."""
        return tuple(line for line in self.lines if not line.number)


def explain(why: Why, fact: Fact) -> Explanation:
    """Explain a triple.

    Args:
        why: What the release says.
        fact: The triple.

    Returns:
        The explanation; its status says of which kind it is.
    """
    names, known = why.names, why.proofs
    statement = known.statements.get(fact, "")
    said = sentence(names, fact)
    asserted = grounds(names, fact)
    if asserted:
        status, anyway = "asserted", _anyway(why, fact)
        return Explanation(fact, said, status, statement, asserted, anyway=anyway)
    if not _is_entailed(names.index, fact):
        near = ways(names, why.rules, fact)
        return Explanation(fact, said, "not entailed", statement, (), ways=near)
    reasons = known.of(fact)
    return Explanation(
        fact,
        said,
        "entailed",
        statement,
        (),
        lines=tree(names, known, reasons[0], statement) if reasons else (),
        others=tuple(step(names, known, one, statement) for one in reasons[1:]),
    )


def _is_entailed(index: Index, fact: Fact) -> bool:
    return any(
        s.predicate == fact.predicate
        and s.graph == ENTAILED
        and key(s.object) == fact.object
        for s in index.about.get(fact.subject, ())
    )


def _anyway(why: Why, fact: Fact) -> Way | None:
    """Find a reason for an asserted triple that does not rest on the triple itself."""
    loss = without(why.proofs, why.rules, [fact])
    if fact not in loss.regained:
        return None
    sound = (
        way(why.names, chance)
        for chance in why.rules.chances(fact, gap=False)
        if loss.falls.isdisjoint(chance.premises)
    )
    return next(sound, None)
