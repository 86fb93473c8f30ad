"""Suggest another literal where a pattern's own does not match.

A literal is a term: ``"Khorgos"`` is not ``"Khorgos"@en``, and to an engine that keeps
terms 5 is not 5.0. So what has the same letters or the same value is looked for first,
then what differs in a few letters.

Source: RDF 1.1 Concepts, section 3.3; SPARQL 1.1 Query Language, section 17.4.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pyoxigraph import Literal

from server.help.cells import offer
from server.help.findings import Place, Suggestion
from server.help.phrases import listed
from server.help.terms import Asking
from server.help.vocabulary import ALIKE, NEAREST
from server.likeness import alike
from server.query.tree.nodes import Pattern

TEXTS: Final = 1000
"""Literals that are compared with one that does not match."""

Cell = Mapping[str, Any]


def literals(pattern: Pattern, place: Place, asking: Asking) -> Iterator[Suggestion]:
    """Look for the pattern's literal in another language, datatype, case or spelling.

    Args:
        pattern: A pattern without a match.
        place: The same for people.
        asking: How to ask for variants of it.

    Yields:
        A suggestion if there are such literals.
    """
    term, name = pattern.object, asking.prober.variable
    if term.kind != "literal":
        return
    same = f"LCASE(STR(?{name})) = LCASE({Literal(term.value)})"
    equal = f"?{name} = {asking.writer.term(term)}"
    found = _stand(pattern, asking, f"FILTER({same} || {equal})", NEAREST)
    said = "It matches with"
    if not found and pattern.predicate.kind == "iri":
        said = "Near it:"
        found = _near(term.value, _stand(pattern, asking, "", TEXTS))
    written = [offer(cell) for cell in found]
    offers = tuple(
        replace(each, matches=asking.count(pattern, "object", _full(cell)))
        for each, cell in zip(written, found, strict=True)
    )
    if offers:
        names = listed([each.text for each in offers])
        yield Suggestion("literal", place, f"{said} {names}.", offers)


def _stand(
    pattern: Pattern, asking: Asking, condition: str, most: int
) -> Sequence[Cell]:
    """List the literals that stand where the pattern has its own."""
    name = asking.prober.variable
    group = asking.group(pattern, "object", f"?{name}").removesuffix("}")
    where = f"{group} FILTER(isLiteral(?{name})) {condition} }}"
    select = f"SELECT DISTINCT ?{name} {where} ORDER BY ?{name} LIMIT {most}"
    return [row[name] for row in asking.prober.rows(select)]


def _near(value: str, cells: Sequence[Cell]) -> Sequence[Cell]:
    folded = [str(cell["value"]).casefold() for cell in cells]
    found = alike(value.casefold(), folded, ALIKE, most=NEAREST)
    return [cells[like.place] for like in found]


def _full(cell: Cell) -> str:
    """Write a literal without prefixes, for the engine."""
    quoted = str(Literal(str(cell["value"])))
    if language := cell.get("xml:lang"):
        return f"{quoted}@{language}"
    return f"{quoted}^^<{cell['datatype']}>" if cell.get("datatype") else quoted
