"""Find what an answer draws on: claims, background statements, and other layers.

A query's patterns cannot be had from the engine, so the statements behind an answer are
found by their parts: those with a property that the query names, between things that a
solution binds, that the query names, or that lie on the way of a path ``a/b`` between
such things. What was inferred stands for what its shortest proof is drawn from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from graph.asked import Named, Way
from ontology import terms
from ontology.prefixes import PREFIXES

_Term: TypeAlias = object
_Fact: TypeAlias = tuple[_Term, _Term, _Term]


class _Stated(NamedTuple):
    """One statement, and the graph it stands in."""

    subject: _Term
    predicate: _Term
    object: _Term
    graph: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a dataset states, and where it is from.

    Attributes:
        by_property: Its statements.
        proofs: What the shortest proof of an inferred statement is drawn from.
        background: The names of the background statements, by what they state.
    """

    by_property: Mapping[str, list[_Stated]]
    proofs: Mapping[_Fact, set[str]]
    background: Mapping[_Fact, list[str]]

    def drawn(self, query: Named, bound: AbstractSet[_Term]) -> set[str]:
        """Find what is behind a solution.

        Args:
            query: What the query names.
            bound: What its solutions bind.

        Returns:
            The IRIs of claims, background statements and layers.
        """
        met = bound | {NamedNode(iri) for iri in query.iris}
        for path in query.paths:
            met |= self._between(path, met)
        found = {str(term)[1:-1] for term in bound if is_claim(term)}
        for name in query.iris:
            for stated in self.by_property.get(name, ()):
                ends = isinstance(stated.object, Literal) or stated.object in met
                # The label of a term that a query names is no part of an answer.
                own = bound if stated.graph == terms.ONTOLOGY else met
                if ends and stated.subject in own:
                    found.update(self._origins(stated))
        return found

    def _between(self, path: tuple[Way, ...], met: AbstractSet[_Term]) -> set[_Term]:
        """Find what lies on the way of a path that begins and ends at what was met."""
        reached, last = [set(met)], set(met)
        for way in path[:-1]:
            reached.append(self._next(way, reached[-1]))
        between = set[_Term]()
        for way, near in zip(reversed(path), reversed(reached), strict=True):
            last = near & self._next(Way(way.property, not way.inverse), last)
            between |= last
        return between

    def _next(self, way: Way, found: AbstractSet[_Term]) -> set[_Term]:
        every = self.by_property.get(way.property, ())
        if way.inverse:
            return {one.subject for one in every if one.object in found}
        return {one.object for one in every if one.subject in found}

    def _origins(self, stated: _Stated) -> set[str]:
        fact = stated[:3]
        if stated.graph == terms.ENTAILED:
            return self.proofs.get(fact, set())
        if stated.graph == terms.BACKGROUND:
            return {stated.graph, *self.background.get(fact, ())}
        return {stated.graph}


def is_claim(term: object) -> bool:
    """Tell whether a term is the name of a claim."""
    claim = PREFIXES["claim"]
    return isinstance(term, NamedNode) and term.value.startswith(claim)


def ground(quads: Iterable[Quad]) -> Ground:
    """Sort the statements of a dataset by what they rest on.

    Args:
        quads: The dataset; a layer that no view shows counts for its proofs only.

    Returns:
        What it states.
    """
    hidden = terms.HIDDEN[terms.DEFAULT]
    stated = defaultdict[str, list[_Stated]](list)
    told = defaultdict[_Term, dict[str, list[_Term]]](lambda: defaultdict(list))
    for quad in quads:
        graph = str(quad.graph_name.value)  # type: ignore[union-attr] # all are named
        name = quad.predicate.value
        if graph not in hidden:
            one = _Stated(quad.subject, quad.predicate, quad.object, graph)
            stated[name].append(one)
        if graph in {terms.PROOFS, terms.BACKGROUND}:
            told[quad.subject][name].append(quad.object)
    facts = {node: _reified(about) for node, about in told.items()}
    background = defaultdict[_Fact, list[str]](list)
    for one in stated[terms.SUBJECT]:
        if one.graph == terms.BACKGROUND and (fact := facts[one.subject]):
            background[fact].append(str(one.subject)[1:-1])
    proofs: dict[_Fact, set[str]] = {}
    for node, about in told.items():
        origins = {str(each)[1:-1] for each in about.get(terms.IS_DRAWN_FROM, ())}
        conclusions = [facts.get(each) for each in about.get(terms.CONCLUDES, ())]
        if origins and conclusions and (conclusion := conclusions[0]):
            leaves = (facts.get(leaf) for leaf in _leaves(node, told))
            named = {name for f in leaves if f for name in background.get(f, ())}
            proofs[conclusion] = origins | named
    return Ground(stated, proofs, background)


def _leaves(node: _Term, told: Mapping[_Term, Mapping[str, list[_Term]]]) -> set[_Term]:
    """Find the statements that a proof begins with."""
    premises = told.get(node, {}).get(terms.PREMISE, ())
    return set().union(*(_leaves(each, told) for each in premises)) or {node}


def _reified(about: Mapping[str, list[_Term]]) -> _Fact | None:
    found = (about.get(p) for p in (terms.SUBJECT, terms.PREDICATE, terms.OBJECT))
    subject, predicate, value = ((each or [None])[0] for each in found)
    return (subject, predicate, value) if value else None
