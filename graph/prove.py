"""Write down why each conclusion of the reasoner holds, as RDF in ``g:proofs``.

A proof is one application of a rule. What it rests on is a proof again, or a statement
with the graphs that assert it, so the way down ends in claims, in background or in the
ontology. For each conclusion one proof is marked as the last step of a shortest one;
the others are kept beside it. A conclusion without a proof stops the build, and so does
one that the reasoner has missed, or a step that the second look finds wrong.

Source: RDF Schema 1.1, section 5.3 (statements).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import count
from typing import Any, Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph.axioms import axioms, premises, says_something
from graph.proofs import Derived, Step
from graph.proofs import prove as derive
from graph.recheck import faults
from graph.rules import Node, Rule, members, ready, rules
from graph.stages import Entailed, Proved
from graph.whereabouts import short
from ontology import terms
from ontology.prefixes import PREFIXES

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

_LAYER: Final = NamedNode(terms.PROOFS)
_TYPE: Final = NamedNode(terms.RDF_TYPE)
_PROOF: Final = NamedNode(terms.PROOF)
_RULE: Final = NamedNode(terms.INFERENCE_RULE)
_STATEMENT: Final = NamedNode(f"{PREFIXES['rdf']}Statement")
_SPECIFICATION: Final = NamedNode(
    "http://www.w3.org/TR/owl2-profiles/"
    "#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
)


class ProofError(ValueError):
    """Reasoner and proofs do not agree.

    Attributes:
        reasons: What is wrong, one statement each.
    """

    def __init__(self, reasons: Iterable[str]) -> None:
        """Keep the reasons; the message shows the first ones."""
        self.reasons = tuple(reasons)
        shown = "\n  ".join(self.reasons[:10])
        super().__init__(f"{len(self.reasons)} conclusions are not proved:\n  {shown}")


def prove(entailed: Entailed) -> Proved:
    """Find and write the proofs of everything entailed.

    Args:
        entailed: What the reasoner concluded, and from what.

    Returns:
        The same with its proofs.

    Raises:
        ProofError: If a conclusion has no proof, a proof no conclusion, or a step is
            no application of its rule.
    """
    quads = entailed.asserted.quads
    schema = axioms(quads)
    table = rules()
    given = {quad.triple for quad in premises(quads, schema)}
    derived = derive(given, ready(table, schema))
    concluded = {quad.triple for quad in entailed.entailed}
    told = {triple for triple in derived.steps if says_something(triple)}
    asserted = {quad.triple for quad in quads}
    if wrong := sorted(map(str, concluded - derived.steps.keys())):
        raise ProofError(f"{short(text)} has no proof" for text in wrong)
    if wrong := sorted(map(str, told - concluded - asserted)):
        raise ProofError(f"{short(text)} is missing from the closure" for text in wrong)
    writer = _Writer(derived, quads)
    proofs = (*_rules(table), *writer.written(concluded))
    if wrong := list(faults(proofs, quads)):
        raise ProofError(wrong)
    return Proved(entailed, tuple(sorted(proofs, key=str)))


def _rules(table: Iterable[Rule]) -> Iterator[Quad]:
    """Describe each rule of the table."""
    for rule in table:
        node = NamedNode(PREFIXES["rule"] + rule.name)
        yield _quad(node, terms.RDF_TYPE, _RULE)
        yield _quad(node, terms.RDFS_LABEL, Literal(rule.name, language="en"))
        yield _quad(node, terms.NOTATION, Literal(rule.name))
        yield _quad(node, terms.DEFINITION, Literal(rule.meaning, language="en"))
        yield _quad(node, terms.BODY, Literal(rule.body))
        yield _quad(node, terms.HEAD, Literal(rule.head))
        yield _quad(node, terms.TABLE, Literal(rule.table))
        yield _quad(node, f"{PREFIXES['dcterms']}source", _SPECIFICATION)


class _Writer:
    """Writes proofs, and each statement once."""

    def __init__(self, derived: Derived, quads: Iterable[Quad]) -> None:
        """Note in which graphs each statement stands, and how lists read."""
        self.derived = derived
        self.graphs = defaultdict[Triple, list[NamedNode]](list)
        firsts, rests = dict[Node | Triple, Any](), dict[Node | Triple, Any]()
        for quad in quads:
            if isinstance(quad.graph_name, NamedNode):
                self.graphs[quad.triple].append(quad.graph_name)
            if quad.predicate.value == f"{PREFIXES['rdf']}first":
                firsts[quad.subject] = quad.object
            elif quad.predicate.value == f"{PREFIXES['rdf']}rest":
                rests[quad.subject] = quad.object
        self.lists = (firsts, rests)
        self.drawn: dict[Triple, frozenset[NamedNode]] = {}
        self.described: set[Triple] = set()

    def written(self, concluded: Iterable[Triple]) -> Iterator[Quad]:
        """Yield the proofs of conclusions, and of whatever these need."""
        waiting, seen = sorted(concluded, key=str), set[Triple]()
        while waiting:
            triple = waiting.pop()
            if triple in seen:
                continue
            seen.add(triple)
            yield from self._described(triple)
            for number, step in zip(count(1), self.derived.steps[triple]):
                yield from self._proof(triple, step, number)
                waiting += [p for p in step.premises if p in self.derived.steps]

    def _proof(self, triple: Triple, step: Step, number: int) -> Iterator[Quad]:
        own = self._name(triple)
        node = NamedNode(
            f"{PREFIXES['proof']}{own}" + (f"-{number}" if number > 1 else "")
        )
        yield _quad(node, terms.RDF_TYPE, _PROOF)
        yield _quad(node, terms.CONCLUDES, self._statement(triple))
        yield _quad(node, terms.RULE, NamedNode(PREFIXES["rule"] + step.rule))
        yield _quad(node, terms.IS_SHORTEST, Literal(number == 1))
        for premise in (*step.axioms, *step.premises):
            if premise in self.derived.steps:
                proof = NamedNode(PREFIXES["proof"] + self._name(premise))
                yield _quad(node, terms.PREMISE, proof)
            else:
                yield _quad(node, terms.PREMISE, self._statement(premise))
                yield from self._described(premise)
        if number == 1:
            yield _quad(node, terms.LENGTH, Literal(self.derived.lengths[triple]))
            for graph in sorted(self._drawn(triple), key=str):
                yield _quad(node, terms.IS_DRAWN_FROM, graph)

    def _described(self, triple: Triple) -> Iterator[Quad]:
        """Yield what a statement says and which graphs assert it, the first time."""
        if triple in self.described:
            return
        self.described.add(triple)
        node = self._statement(triple)
        yield _quad(node, terms.RDF_TYPE, _STATEMENT)
        yield _quad(node, terms.SUBJECT, triple.subject)
        yield _quad(node, terms.PREDICATE, triple.predicate)
        if isinstance(triple.object, BlankNode):
            yield _quad(node, terms.VALUE, Literal(self._list(triple.object)))
        else:
            yield _quad(node, terms.OBJECT, triple.object)
        for graph in self.graphs.get(triple, ()):
            yield _quad(node, terms.IS_ASSERTED_IN, graph)

    def _drawn(self, triple: Triple) -> frozenset[NamedNode]:
        """Return the graphs that assert what a shortest proof ends in."""
        if triple not in self.derived.steps:
            return frozenset(self.graphs[triple])
        if triple not in self.drawn:
            step = self.derived.steps[triple][0]
            parts = map(self._drawn, (*step.axioms, *step.premises))
            self.drawn[triple] = frozenset[NamedNode]().union(*parts)
        return self.drawn[triple]

    def _statement(self, triple: Triple) -> NamedNode:
        return NamedNode(PREFIXES["statement"] + self._name(triple))

    def _name(self, triple: Triple) -> str:
        """Name a statement by what it says; a list is named by what is on it."""
        value = triple.object
        text = self._list(value) if isinstance(value, BlankNode) else str(value)
        whole = f"{triple.subject} {triple.predicate} {text}"
        return sha256(whole.encode()).hexdigest()[:16]

    def _list(self, node: BlankNode) -> str:
        return f"( {' '.join(short(str(m)) for m in members(node, *self.lists))} )"


def _quad(subject: NamedNode | BlankNode | Triple, predicate: str, value: Term) -> Quad:
    return Quad(subject, NamedNode(predicate), value, _LAYER)
