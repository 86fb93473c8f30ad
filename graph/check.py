"""Work out the checks: what is printed against what other figures give.

A check is a pair under ``graph/checks``: a node that says in words what is compared,
and a query of the same name that compares it. Query and findings become part of
``g:checks``; no finding is typed in, no claim changed. No verdict: no release.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Context, Decimal
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from graph.sources import shown
from graph.stages import Asserted, Check, in_graph
from graph.whereabouts import short
from ontology import terms
from ontology.prefixes import PREFIXES

_Row: TypeAlias = Mapping[str, object]
_Claims: TypeAlias = Mapping[object, frozenset[NamedNode]]

_FIGURES: Final = ("expected", "computed", "tolerance")
_OUTCOME: Final = frozenset({terms.EXPECTED, terms.COMPUTED, terms.TOLERANCE}).union(
    {terms.VERDICT, terms.CONCERNS, terms.QUERY}
)
_DECIMALS: Final = frozenset(PREFIXES["xsd"] + n for n in ("decimal", "integer"))
_DIGITS: Final = Context(prec=12)
"""More digits than any figure of the article has, fewer than a division makes up."""

_LAYER: Final = NamedNode(terms.CHECKS)
_HOLDS: Final = NamedNode(f"{PREFIXES['verdict']}holds")
_FAILS: Final = NamedNode(f"{PREFIXES['verdict']}fails")
_CONCERNED: Final = tuple(PREFIXES[prefix] for prefix in ("claim", "note", "work"))


class CheckError(ValueError):
    """A check that comes to no verdict.

    Attributes:
        file: The file of the check.
        reason: Why, in words.
    """

    def __init__(self, file: Path, reason: str) -> None:
        """Keep both; the message is ``file: reason``."""
        self.file, self.reason = file, reason
        super().__init__(f"{shown(file)}: {reason}")


def check(asserted: Asserted) -> Asserted:
    """Run every check over everything asserted, and add what comes of it.

    Args:
        asserted: Everything the sources say.

    Returns:
        The same, with query, figures, verdict and what is concerned for each check.

    Raises:
        CheckError: If a check is half a pair, its query is no SELECT of one row with
            three decimals and things it concerns, or its outcome is typed in.
    """
    misses = dict(_misses(asserted))
    view, claims = _view(asserted.quads), _claims(asserted.quads)
    found: list[Quad] = []
    for query in asserted.checks:
        node = NamedNode(PREFIXES["check"] + query.name)
        if node not in misses:
            raise CheckError(query.path, f"there is no node {short(node.value)} for it")
        row = _row(view, query)
        things = set(_concerned(row, claims, query))
        found += _outcome(node, row, query, misses.pop(node))
        found += (Quad(node, NamedNode(terms.CONCERNS), t, _LAYER) for t in things)
    for node in sorted(misses, key=str):
        reason = f"{short(node.value)} has no query of that name beside it"
        raise CheckError(asserted.origins[node.value], reason)
    return replace(asserted, quads=(*asserted.quads, *sorted(found, key=str)))


def _misses(asserted: Asserted) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield the node of each check with its verdict if the figures do not agree.

    Raises:
        CheckError: If what is worked out is typed in.
    """
    quads = tuple(in_graph(asserted.quads, terms.CHECKS))
    marked = {
        quad.subject: quad.object
        for quad in quads
        if quad.predicate.value == terms.VERDICT_IF_MISSED
    }
    for quad in quads:
        if quad.predicate.value in _OUTCOME:
            what = f"{short(quad.predicate.value)} of {short(str(quad.subject))}"
            raise CheckError(asserted.files[quad], f"{what} is typed in, not computed")
        if isinstance(quad.subject, NamedNode) and quad.object.value == terms.CHECK:  # type: ignore[union-attr] # no quoted triples here
            missed = marked.get(quad.subject)
            yield quad.subject, missed if isinstance(missed, NamedNode) else _FAILS


def _view(quads: tuple[Quad, ...]) -> Store:
    """Return the asserted view: all triples unnamed, and each graph under its name."""
    store = Store()
    store.bulk_extend(quads)
    store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in quads)
    return store


def _claims(quads: tuple[Quad, ...]) -> _Claims:
    """Return the claims that give an observation, by the observation."""
    found: dict[object, frozenset[NamedNode]] = {}
    for quad in quads:
        if quad.predicate.value == terms.IS_GIVEN_BY:
            claim = NamedNode(quad.object.value)  # type: ignore[union-attr] # an IRI
            found[quad.subject] = found.get(quad.subject, frozenset()) | {claim}
    return found


def _row(view: Store, query: Check) -> _Row:
    """Return the one row of a query.

    Raises:
        CheckError: If it cannot be run, is no SELECT of what is needed, gives no row
            or several, or leaves a variable unbound, as an overflow does.
    """
    try:
        found = view.query(query.query)
    except SyntaxError as problem:
        raise CheckError(query.path, f"is no query: {problem.msg}") from problem
    if not isinstance(found, QuerySolutions):
        raise CheckError(query.path, "is no SELECT")
    names = [variable.value for variable in found.variables]
    if missing := [name for name in _FIGURES if name not in names]:
        raise CheckError(query.path, f"does not select ?{missing[0]}")
    rows = list(found)
    if len(rows) != 1:
        raise CheckError(query.path, f"gives {len(rows)} rows, not one")
    row = {name: rows[0][name] for name in names}
    if unbound := [name for name, term in row.items() if term is None]:
        why = "a missing figure, a division by zero or an overflow"
        raise CheckError(query.path, f"leaves ?{unbound[0]} unbound ({why})")
    return row


def _outcome(
    node: NamedNode, row: _Row, query: Check, missed: NamedNode
) -> Iterator[Quad]:
    """Yield query, figures and the verdict that follows from them as published."""
    expected, computed, tolerance = (_figure(row, name, query) for name in _FIGURES)
    agree = abs(expected - computed) <= tolerance
    for predicate, value in (
        (terms.EXPECTED, _literal(expected)),
        (terms.COMPUTED, _literal(computed)),
        (terms.TOLERANCE, _literal(tolerance)),
        (terms.VERDICT, _HOLDS if agree else missed),
        (terms.QUERY, Literal(query.query)),
    ):
        yield Quad(node, NamedNode(predicate), value, _LAYER)


def _figure(row: _Row, name: str, query: Check) -> Decimal:
    """Return a figure with twelve digits at most.

    Raises:
        CheckError: If it is anything else than a decimal or an integer.
    """
    term = row[name]
    if isinstance(term, Literal) and term.datatype.value in _DECIMALS:
        return _DIGITS.plus(Decimal(term.value))
    raise CheckError(query.path, f"?{name} is no decimal: {short(str(term))}")


def _literal(value: Decimal) -> Literal:
    """Return a decimal without an exponent, with a point and no zeros to spare."""
    whole, _, fraction = f"{value:f}".partition(".")
    text = f"{whole}.{fraction.rstrip('0') or '0'}"
    return Literal(text, datatype=NamedNode(f"{PREFIXES['xsd']}decimal"))


def _concerned(row: _Row, claims: _Claims, query: Check) -> Iterator[NamedNode]:
    """Yield what a check concerns; for an observation, the claims that give it.

    Raises:
        CheckError: If that is nothing, or nothing a check can concern.
    """
    others = [term for name, term in row.items() if name not in _FIGURES]
    iris = [iri for t in others for iri in str(getattr(t, "value", t)).split()]
    if not iris:
        raise CheckError(query.path, "names nothing that it concerns")
    for iri in iris:
        if not iri.startswith(_CONCERNED) and NamedNode(iri) not in claims:
            what = "is no claim, note or work, nor an observation that a claim gives"
            raise CheckError(query.path, f"{short(iri)} {what}")
        yield from claims.get(NamedNode(iri), {NamedNode(iri)})
