"""For a triple that does not follow: which single statement would make it follow.

Source: C. Elsenbroich, O. Kutz and U. Sattler, A Case for Abductive Reasoning over
Ontologies, OWLED 2006 (the question; the answer here is one step deep).
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from ontology.prefixes import PREFIXES, curie
from ontology.terms import MENTIONS
from server.pages.index import Index, key
from server.pages.names import Names, Shown, local
from server.pages.proofs import Fact
from server.why.rules import Chance, Rules
from server.why.wording import Sentence, axiom, sentence

_FIRST, _REST = f"{PREFIXES['rdf']}first", f"{PREFIXES['rdf']}rest"

SHOWN: Final = 10
"""Ways that are listed."""

EACH: Final = 3
"""Ways of one form that are listed, so that no rule crowds out the others."""

MOST: Final = 300
"""Ways that are compared."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a triple, with one premise missing.

    Attributes:
        missing: What would have to hold; nothing where all of it does.
        premises: What holds already.
        axioms: What the ontology adds, in words.
        rule: The rule.
        lacks: What is missing, as a triple.
        present: What holds already, as triples.
    """

    missing: Sentence | None
    premises: tuple[Sentence, ...]
    axioms: tuple[str, ...]
    rule: Shown
    lacks: Fact | None
    present: tuple[Fact, ...]


def ways(names: Names, rules: Rules, goal: Fact) -> tuple[Way, ...]:
    """List the nearest ways to a triple that does not hold.

    Those come first that lack something about the same thing, then those whose missing
    statement relates what one claim names together.

    Args:
        names: The names of the release.
        rules: Its rules.
        goal: The triple.

    Returns:
        A few ways; none where no rule comes so near.
    """
    together = cache(lambda iri: frozenset(names.index.subjects(MENTIONS, iri)))

    def rank(way: tuple[Fact, Chance]) -> tuple[bool, int, Fact]:
        missing, _ = way
        shared = together(missing.subject) & together(missing.object)
        return missing.subject != goal.subject, -len(shared), missing

    found = islice(rules.chances(goal, gap=True), MOST)
    near = [(chance.missing, chance) for chance in found if chance.missing]
    listed = Counter[tuple[str, tuple[Fact, ...], bool]]()
    chosen = dict[Fact, Chance]()
    for missing, chance in sorted(near, key=rank):
        form = (chance.rule, chance.axioms, missing.subject == goal.subject)
        if missing not in chosen and listed[form] < EACH:
            listed[form] += 1
            chosen[missing] = chance
    pairs = islice(chosen.items(), SHOWN)
    return tuple(way(names, chance) for _, chance in pairs)


def way(names: Names, chance: Chance) -> Way:
    """Put one way into words."""
    return Way(
        missing=sentence(names, chance.missing) if chance.missing else None,
        premises=tuple(sentence(names, fact) for fact in chance.premises),
        axioms=tuple(
            axiom(names, _listed(names.index, fact)) for fact in chance.axioms
        ),
        rule=names.link(chance.rule, local(chance.rule)),
        lacks=chance.missing,
        present=chance.premises,
    )


def _listed(index: Index, fact: Fact) -> Fact:
    """Write the list that an axiom points at as text, as the proofs do."""
    words, node = list[str](), fact.object
    if not node.startswith("_:"):
        return fact
    while firsts := index.iris(node, _FIRST):
        words.append(curie(firsts[0]))
        node = key(index.objects(node, _REST)[0])
    return fact._replace(object=f'"( {" ".join(words)} )"')
