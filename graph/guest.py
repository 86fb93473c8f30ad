"""Judge data of somebody else by the shapes of a release.

What they may take for granted is the ontology's hierarchy of classes, and what kinds
of things the names of ours are that they point at. Only their own nodes are judged;
the rules over graphs are about our layers and are not asked. Nothing they write is a
shape, a query or a file to fetch: shapes come from the release alone, and imports are
not followed.

Source: SHACL, section 3 (validation).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad, Triple
from rdflib import SH

from graph import report, shacl
from graph.stages import Result
from graph.targets import focus_nodes
from graph.terms import to_graph
from ontology.prefixes import BASE, PREFIXES
from ontology.terms import ONTOLOGY, RDF_TYPE, SHAPES

_BELOW: Final = NamedNode(f"{PREFIXES['rdfs']}subClassOf")
_TYPE: Final = NamedNode(RDF_TYPE)
_SCHEMA: Final = frozenset({NamedNode(ONTOLOGY), NamedNode(SHAPES)})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of judging.

    Attributes:
        triples: The report.
        violations: How many results are violations.
        looked: How many of their nodes a shape looked at.
    """

    triples: tuple[Triple, ...]
    violations: int
    looked: int


@dataclass(frozen=True, slots=True)
class Bench:
    """What data are judged by, taken out of a release once.

    Attributes:
        shapes: The shapes, as pyshacl takes them.
        written: The same as triples.
        hierarchy: Which class stands below which.
        kinds: The classes of each thing of ours, by its name.
    """

    shapes: rdflib.Graph
    written: tuple[Triple, ...]
    hierarchy: tuple[Quad, ...]
    kinds: Mapping[NamedNode, tuple[Quad, ...]]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Self:
        """Take what is needed out of a release."""
        shapes: list[Quad] = []
        hierarchy: list[Quad] = []
        kinds: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in quads:
            if quad.graph_name == NamedNode(SHAPES):
                shapes.append(quad)
            elif quad.predicate == _BELOW:
                hierarchy.append(quad)
            elif quad.predicate == _TYPE and quad.graph_name not in _SCHEMA:
                subject = quad.subject
                if isinstance(subject, NamedNode) and subject.value.startswith(BASE):
                    kinds[subject].append(quad)
        return cls(
            to_graph(shapes),
            tuple(quad.triple for quad in shapes),
            tuple(hierarchy),
            {name: tuple(found) for name, found in kinds.items()},
        )

    def judge(self, data: Iterable[Quad]) -> Judgement:
        """Judge some data.

        Args:
            data: What they wrote; its graphs are merged.

        Returns:
            The report, its nodes blank.
        """
        theirs = list(data)
        known = dict(self._known(theirs))
        added = [quad for quads in known.values() for quad in quads]
        every = [*theirs, *self.hierarchy, *added]
        nodes = {q.subject for q in theirs}
        focus = focus_nodes(self.written, (quad.triple for quad in every))
        looked = nodes.intersection(*[set[object]().union(*focus.values())])
        found = [r for r in shacl.results(self.shapes, every) if r.node not in known]
        found.sort(key=_order)
        subject = BlankNode("report")

        def name(end: str) -> BlankNode:
            return BlankNode(end) if end else subject

        counts = {"nodes": len(looked), "triples": len({q.triple for q in theirs})}
        triples = [*report.write(name, found), *report.measured(name, subject, counts)]
        violations = sum(r.severity == NamedNode(SH.Violation) for r in found)
        return Judgement(tuple(triples), violations, len(looked))

    def _known(self, data: list[Quad]) -> Iterator[tuple[object, tuple[Quad, ...]]]:
        """Yield our names that the data only point at, with their kinds."""
        described = {quad.subject for quad in data}
        for term in {quad.object for quad in data} - described:
            if isinstance(term, NamedNode) and term in self.kinds:
                yield term, self.kinds[term]


def _order(result: Result) -> tuple[str, ...]:
    parts = (result.node, result.shape, result.path, result.value, result.message)
    return tuple(map(str, parts))
