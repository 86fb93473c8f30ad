"""Judge a graph by the shapes and by the rules over graphs.

The shapes look twice: at what is written, where a missing type is not yet made good by
an axiom, and at what is entailed. The rules are SELECT queries over the quads, for
shapes do not see which graph a triple stands in. A violation stops the release, a
warning is handed on. Nothing here changes the graph.

Source: SHACL, sections 2 and 3; DESIGN, section 2 (traps).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyshacl
import rdflib
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store
from rdflib import RDF, SH

from graph.stages import Entailed, Offence, Rule, Validated, in_graph
from graph.terms import to_graph
from graph.whereabouts import place, short
from ontology import terms

_SHOWN: Final = 50
"""How many violations an error prints; nobody reads more before fixing these."""


class ValidationError(ValueError):
    """A graph that breaks rules.

    Attributes:
        offences: Every violation that was found.
    """

    def __init__(self, offences: Sequence[Offence]) -> None:
        """Keep all; the message lists the first of them, one a line."""
        self.offences = tuple(offences)
        lines = [f"{len(offences)} violations of shapes and rules"]
        lines += map(str, offences[:_SHOWN])
        if offences[_SHOWN:]:
            lines.append(f"… and {len(offences) - _SHOWN} more")
        super().__init__("\n  ".join(lines))


def validate(entailed: Entailed) -> Validated:
    """Judge a graph as written, by the rules over graphs, and as entailed.

    Args:
        entailed: The graph with what the reasoner added.

    Returns:
        The same, known to break nothing.

    Raises:
        ValidationError: If there is any violation.
    """
    asserted = entailed.asserted
    shapes = to_graph(in_graph(asserted.quads, terms.SHAPES))
    written = [q for q in asserted.quads if q.graph_name != NamedNode(terms.SHAPES)]
    origins = asserted.origins
    violations = dict.fromkeys(broken_rules(asserted.rules, asserted.quads, origins))
    warnings: dict[Offence, None] = {}
    for quads in (written, [*written, *entailed.entailed]):
        for offence, severity in broken_shapes(shapes, quads, origins):
            found = violations if severity == SH.Violation else warnings
            found[offence] = None
    if violations:
        raise ValidationError(sorted(violations, key=str))
    return Validated(entailed, tuple(sorted(warnings, key=str)))


def broken_rules(
    rules: Iterable[Rule], quads: Iterable[Quad], origins: Mapping[str, Path]
) -> Iterator[Offence]:
    """Yield an offence for each row that a rule's query finds.

    Args:
        rules: The rules; the first IRI of a row is the offender.
        quads: What they look at, each quad in its graph.
        origins: In which file a thing is described, by its IRI.

    Yields:
        The offences, in the order of the rules.
    """
    store = Store()
    store.bulk_extend(quads)
    for rule in rules:
        rows = store.query(rule.query)
        if not isinstance(rows, QuerySolutions):
            continue
        variables = [variable.value for variable in rows.variables]
        for row in rows:
            found = [term for term in row if term is not None]
            iris = [term.value for term in found if isinstance(term, NamedNode)]
            values = (
                f"{name} {short(str(term))}"
                for name, term in zip(variables, row, strict=True)
                if term is not None
            )
            yield Offence(
                rule=rule.name,
                node=", ".join(values),
                path=None,
                message=rule.statement,
                place=place(origins, iris),
            )


def broken_shapes(
    shapes: rdflib.Graph, quads: Iterable[Quad], origins: Mapping[str, Path]
) -> Iterator[tuple[Offence, rdflib.term.Node]]:
    """Yield each result of SHACL validation, with its severity.

    Args:
        shapes: The shapes.
        quads: The data, whose graphs are merged; it holds the classes of the ontology
            too, for ``sh:class`` follows ``rdfs:subClassOf`` in the data.
        origins: In which file a thing is described, by its IRI.

    Yields:
        The offence and its ``sh:resultSeverity``.
    """
    _, report, _ = pyshacl.validate(to_graph(quads), shacl_graph=shapes, inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise ValidationError([_no_report(report)])
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = report.value(result, SH.resultSeverity) or SH.Violation
        node = report.value(result, SH.focusNode)
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        names = [str(t) for t in (node, value) if isinstance(t, rdflib.URIRef)]
        yield (
            Offence(
                rule=short(str(report.value(result, SH.sourceShape))),
                node=short(str(node)),
                path=None if path is None else short(str(path)),
                message=str(report.value(result, SH.resultMessage)),
                place=place(origins, names),
            ),
            severity,
        )
