"""Judge a graph by the shapes and by the rules over graphs.

The shapes look twice: at what is written, where a missing type is not yet made good by
an axiom, and at what is entailed. The rules are SELECT queries over all quads, for
shapes do not see which graph a triple stands in. Proofs are not shown to the shapes:
they were written by the build and looked at twice, and would cost more than all the
rest. A violation stops the release, a warning is handed on. Nothing here changes the
graph.

Source: SHACL, sections 2 and 3.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import rdflib
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store
from rdflib import SH

from graph import shacl
from graph.apart import apart
from graph.offences import ValidationError, by_place
from graph.stages import Offence, Proved, Result, Rule, Validated, in_graph
from graph.terms import to_graph
from graph.whereabouts import Finder, short
from ontology import terms

_COLUMNS: Final = ["graph", "node", "detail"]


def validate(proved: Proved) -> Validated:
    """Judge a graph by the rules over graphs, as written, and as entailed.

    Args:
        proved: The graph with what the reasoner added, and the proofs of that.

    Returns:
        The same, known to break nothing.

    Raises:
        ValidationError: If there is any violation.
    """
    asserted = proved.entailed.asserted
    shapes = to_graph(in_graph(asserted.quads, terms.SHAPES))
    written = [q for q in asserted.quads if q.graph_name != NamedNode(terms.SHAPES)]
    origins = asserted.origins
    violations, warnings = dict[Offence, None](), dict[Offence, None]()
    # The two looks share nothing and are most of a build.
    with apart(_seen, shapes, written, origins) as as_written:
        found = [
            *broken_rules(asserted.rules, proved.quads(), origins),
            *broken_shapes(shapes, [*written, *proved.entailed.entailed], origins),
            *as_written(),
        ]
    for offence, severity in found:
        (violations if severity == SH.Violation else warnings)[offence] = None
    if violations:
        raise ValidationError(sorted(violations, key=by_place))
    return Validated(proved, tuple(sorted(warnings, key=by_place)))


def _seen(
    shapes: rdflib.Graph, quads: list[Quad], origins: Mapping[str, Path]
) -> list[tuple[Offence, rdflib.term.Node]]:
    """Look once; a list, because it comes from another process."""
    return list(broken_shapes(shapes, quads, origins))


def broken_rules(
    rules: Iterable[Rule], quads: Iterable[Quad], origins: Mapping[str, Path]
) -> Iterator[tuple[Offence, rdflib.term.Node]]:
    """Yield an offence for each row that a rule's query finds, with its severity.

    Args:
        rules: The rules, each a SELECT of graph, node and detail.
        quads: What they look at, each quad in its graph, ``g:entailed`` among them.
        origins: In which file a thing is described, by its IRI.

    Yields:
        The offences, in the order of the rules, each a violation or a warning.
    """
    finder = Finder(origins)
    store = Store()
    store.bulk_extend(quads)
    for rule in rules:
        severity = SH.Warning if rule.warns else SH.Violation
        for graph, node, detail in _rows(store, rule):
            offence = Offence(
                rule=rule.name,
                node=_written(node or graph) or "something",
                message=rule.statement,
                value=_written(detail),
                place=finder.place(_iris(node, graph), inside=_iris(graph)),
                result=Result(
                    node=node or graph or shacl.rule(rule.name),
                    shape=shacl.rule(rule.name),
                    severity=NamedNode(severity),
                    message=rule.statement,
                    value=detail,
                ),
            )
            yield offence, severity


def _rows(store: Store, rule: Rule) -> QuerySolutions:
    """Return the rows of a rule.

    Raises:
        ValidationError: If it cannot be asked or selects anything else.
    """
    try:
        rows = store.query(rule.query)
    except SyntaxError as problem:
        offence = Offence(rule.name, "the rule", f"is no SPARQL: {problem}")
        raise ValidationError([offence]) from problem
    names = [variable.value for variable in getattr(rows, "variables", ())]
    if isinstance(rows, QuerySolutions) and names == _COLUMNS:
        return rows
    offence = Offence(rule.name, "the rule", f"does not select {', '.join(_COLUMNS)}")
    raise ValidationError([offence])


def broken_shapes(
    shapes: rdflib.Graph, quads: Iterable[Quad], origins: Mapping[str, Path]
) -> Iterator[tuple[Offence, rdflib.term.Node]]:
    """Yield each result of SHACL validation as an offence, with its severity.

    Args:
        shapes: The shapes.
        quads: The data, see ``shacl.results``.
        origins: In which file a thing is described, by its IRI.

    Yields:
        The offence and its ``sh:resultSeverity``.
    """
    finder = Finder(origins)
    for result in shacl.results(shapes, quads):
        offence = Offence(
            rule=_written(result.shape) or "a shape",
            node=_written(result.node) or "something",
            message=result.message,
            path=_written(result.path),
            value=_written(result.value),
            place=finder.place(_iris(result.node, result.value)),
            result=result,
        )
        yield offence, rdflib.URIRef(result.severity.value)


def _written(term: object) -> str | None:
    """Return a term as people read it; a blank node is nothing to read."""
    if isinstance(term, NamedNode | Literal):
        return short(term.value)
    return None


def _iris(*terms_: object) -> list[str]:
    """Return the IRIs among some terms."""
    return [term.value for term in terms_ if isinstance(term, NamedNode)]
