"""Look a proof up: the statement of a triple, the reasons for it, what it is used for.

Everything is read from ``g:proofs`` once, when the app is made. A statement is known
by its IRI, because some axioms have a list for an object and so no triple that a page
could print.

Source: ``ontology/audit.ttl`` (``bk:Proof`` and its properties).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar
from urllib.parse import urlencode

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from ontology import terms
from server.pages.index import Index, Statement, Statements, Term, key, natural

_Item = TypeVar("_Item")

EXPLAIN: Final = "/explain"
"""Where triples are explained."""

NO_ASSERTION: Final = frozenset({terms.ENTAILED, terms.PROOFS, terms.WITHDRAWN})
"""Layers whose statements the project has worked out, or no longer makes."""


class Fact(NamedTuple):
    """A triple by the keys of the index; a literal is in its N-Triples form."""

    subject: str
    predicate: str
    object: str

    @classmethod
    def of(cls, statement: Statement) -> "Fact":
        """Leave the graph of a statement away."""
        return cls(key(statement.subject), statement.predicate, key(statement.object))


@dataclass(frozen=True, slots=True)
class Reason:
    """One application of a rule.

    Attributes:
        proof: Its IRI.
        rule: The rule's IRI.
        premises: The statements it rests on, those of the ontology apart.
        axioms: The statements of the ontology it rests on.
    """

    proof: str
    rule: str
    premises: tuple[str, ...]
    axioms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proofs:
    """The proofs of one release.

    Attributes:
        facts: Statement -> what it says; the object of a list is the list as text.
        statements: The same backwards.
        reasons: Statement -> every reason for it, the shortest proof's first.
        used: Statement -> the conclusions that have it for a premise somewhere.
        fired: Rule -> the reasons that apply it.
    """

    facts: Mapping[str, Fact]
    statements: Mapping[Fact, str]
    reasons: Mapping[str, tuple[Reason, ...]]
    used: Mapping[str, tuple[str, ...]]
    fired: Mapping[str, tuple[str, ...]]

    def of(self, fact: Fact) -> tuple[Reason, ...]:
        """List the reasons for a triple; none where nothing leads to it."""
        return self.reasons.get(self.statements.get(fact, ""), ())


def proofs(index: Index) -> Proofs:
    """Read the proofs of a release.

    Args:
        index: The release.

    Returns:
        Its proofs; empty where it has none.
    """
    said: defaultdict[str, dict[str, list[Term]]] = defaultdict(dict)
    for statement in index.within.get(terms.PROOFS, ()):
        values = said[key(statement.subject)].setdefault(statement.predicate, [])
        values.append(statement.object)
    facts = {iri: _fact(about) for iri, about in said.items() if terms.SUBJECT in about}
    concluded = {
        iri: key(about[terms.CONCLUDES][0])
        for iri, about in said.items()
        if terms.CONCLUDES in about
    }
    order = sorted(concluded, key=lambda iri: (not _shortest(said[iri]), natural(iri)))
    reasons, used, fired = (
        defaultdict[str, list[Reason]](list),
        defaultdict[str, list[str]](list),
        defaultdict[str, list[str]](list),
    )
    for proof in order:
        conclusion, rule = concluded[proof], key(said[proof][terms.RULE][0])
        below = [key(term) for term in said[proof].get(terms.PREMISE, ())]
        premises = [concluded.get(iri, iri) for iri in below]
        axioms = sorted(iri for iri in premises if _is_axiom(said[iri]))
        told = _in_line(facts, facts[conclusion], set(premises).difference(axioms))
        reasons[conclusion].append(Reason(proof, rule, told, tuple(axioms)))
        fired[rule].append(proof)
        for premise in premises:
            used[premise].append(conclusion)
    return Proofs(
        MappingProxyType(facts),
        MappingProxyType({fact: iri for iri, fact in facts.items()}),
        _frozen(reasons),
        _frozen(used),
        _frozen(fired),
    )


def asserting(index: Index, fact: Fact) -> Statements:
    """List the statements that assert a triple, by the name of the graph."""
    found = (
        s
        for s in index.about.get(fact.subject, ())
        if s.predicate == fact.predicate
        and s.graph not in NO_ASSERTION
        and key(s.object) == fact.object
    )
    return tuple(sorted(found, key=lambda s: natural(s.graph)))


def why(fact: Fact) -> str:
    """Say where a triple is explained."""
    return f"{EXPLAIN}?{urlencode(dict(zip('spo', fact, strict=True)))}"


def term(name: str) -> Term:
    """Turn a key of the index into a term again."""
    if not name.startswith('"'):
        return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)
    line = f"<a:a> <a:a> {name} ."
    (quad,) = parse(line, format=RdfFormat.N_TRIPLES)
    value: Term = quad.object
    return value


def _fact(about: Mapping[str, list[Term]]) -> Fact:
    (subject,), (predicate,) = about[terms.SUBJECT], about[terms.PREDICATE]
    value = about.get(terms.OBJECT) or about[terms.VALUE]
    return Fact(key(subject), key(predicate), key(value[0]))


def _shortest(about: Mapping[str, list[Term]]) -> bool:
    found = about.get(terms.IS_SHORTEST, ())
    return any(isinstance(term, Literal) and term.value == "true" for term in found)


def _is_axiom(about: Mapping[str, list[Term]]) -> bool:
    return [key(graph) for graph in about.get(terms.IS_ASSERTED_IN, ())] == [
        terms.ONTOLOGY
    ]


def _in_line(
    facts: Mapping[str, Fact], conclusion: Fact, premises: Iterable[str]
) -> tuple[str, ...]:
    """Order premises as a reader follows them: each begins where the last one ends."""
    left, line, here = sorted(premises, key=facts.__getitem__), [], conclusion.subject
    while left:
        following = next((p for p in left if facts[p].subject == here), left[0])
        left.remove(following)
        line.append(following)
        here = facts[following].object
    return tuple(line)


def _frozen(lists: Mapping[str, list[_Item]]) -> Mapping[str, tuple[_Item, ...]]:
    return MappingProxyType(
        {name: tuple(dict.fromkeys(found)) for name, found in lists.items()}
    )
