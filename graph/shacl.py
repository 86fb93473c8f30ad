"""Apply shapes to data: the one place where pyshacl is called.

Its report is taken apart into terms of the parser that the rest of the project uses.
What a result means for a release, or for who asked, is decided elsewhere.

Source: SHACL, sections 2, 3.6 and 4.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pyshacl
import rdflib
from pyoxigraph import NamedNode, Quad, Triple
from pyparsing import ParseException
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH

from graph.offences import ValidationError
from graph.stages import Offence, Result
from graph.terms import to_graph, to_oxigraph
from ontology.prefixes import BASE

_BAD_SHAPES: Final = (ReportableRuntimeError, ParseException, re.error)
"""What pyshacl lets through of itself, of SPARQL and of patterns in a shape."""


def rule(name: str) -> NamedNode:
    """Name a rule over graphs, which is no shape, in the report."""
    return NamedNode(f"{BASE}validation#rule-{name}")


def results(shapes: rdflib.Graph, quads: Iterable[Quad]) -> Iterator[Result]:
    """Yield each result of SHACL validation.

    Args:
        shapes: The shapes.
        quads: The data, whose graphs are merged; it holds the classes of the ontology
            too, for ``sh:class`` follows ``rdfs:subClassOf`` in the data.

    Yields:
        The results, in no order.

    Raises:
        ValidationError: If the shapes themselves cannot be applied.
    """
    try:
        _, report, _ = pyshacl.validate(
            to_graph(quads), shacl_graph=shapes, inplace=True
        )
    except _BAD_SHAPES as problem:
        reason = " ".join(str(problem).split())
        raise ValidationError([Offence("pyshacl", "the shapes", reason)]) from problem
    if not isinstance(report, rdflib.Graph):
        raise ValidationError([Offence("pyshacl", "the shapes", str(report))])
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _result(report, result)


def _result(report: rdflib.Graph, result: rdflib.term.Node) -> Result:
    found = {
        part: to_oxigraph(value)
        for part, value in report.predicate_objects(result)
        if part not in {RDF.type, SH.resultMessage}
    }
    path = report.value(result, SH.resultPath)
    return Result(
        node=found[SH.focusNode],
        shape=found[SH.sourceShape],  # type: ignore[arg-type] # a shape is no literal
        severity=found.get(SH.resultSeverity, NamedNode(SH.Violation)),  # type: ignore[arg-type]
        message=str(report.value(result, SH.resultMessage)),
        component=found.get(SH.sourceConstraintComponent),  # type: ignore[arg-type]
        path=found.get(SH.resultPath),  # type: ignore[arg-type] # nor is a path
        value=found.get(SH.value),
        hanging=tuple(_hanging(report, path)),
    )


def _hanging(report: rdflib.Graph, node: rdflib.term.Node | None) -> Iterator[Triple]:
    """Yield what is said of a blank node, and of those in that."""
    if not isinstance(node, rdflib.BNode):
        return
    for predicate, value in report.predicate_objects(node):
        yield Triple(to_oxigraph(node), to_oxigraph(predicate), to_oxigraph(value))  # type: ignore[arg-type]
        yield from _hanging(report, value)
