"""Put into words what leaves a query without rows, and why something was not asked.

Pure functions; what they say of a part is what the engine answered.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from server.help.culprit import Conflict
from server.help.parts import CONSTRAINTS, Part
from server.help.phrases import counted, listed

_ONE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pattern": "This pattern matches nothing",
        "UNION": "No side of this UNION has a solution",
        "GRAPH": "This GRAPH group has no solution",
        "subquery": "This subquery has no rows",
        "VALUES": "This VALUES has no rows",
    }
)


def sentence(found: Conflict) -> str:
    """Say what a conflict is."""
    (first, *others) = found.parts
    kinds = {part.kind for part in found.parts}
    number = len(found.parts)
    if others and kinds <= CONSTRAINTS:
        return f"These {number} together leave no solution."
    if others:
        said = f"These {number} parts have no solution together"
        if kinds == {"pattern"}:
            said = f"These {number} patterns each match, but never together"
        names = listed([f"?{name}" for name in shared(found.parts)])
        return f"{said}; they share {names}." if names else f"{said}."
    if first.kind in CONSTRAINTS:
        there = "solutions" if found.without is None else counted(found.without)
        return f"Without {first.shown} there would be {there}."
    said = _ONE.get(first.kind, f"This {first.kind} has no solution")
    return f"{said}: {first.shown}"


def modified(solutions: int, causes: Sequence[str]) -> str:
    """Say that the pattern is not at fault but what follows it."""
    names = listed(causes) or "what follows it"
    return f"The pattern has {counted(solutions)}, and {names} leaves no row."


def unfit(part: Part) -> str:
    """Say why a pattern is not counted alone, or nothing if it may be."""
    if part.pattern is None:
        return ""
    subject, predicate, obj = part.pattern.terms
    is_open = {subject.kind, obj.kind} <= {"variable", "blank"}
    if predicate.kind == "path" and is_open and {"*", "+"} & set(predicate.value):
        return "a path that repeats between two open ends may visit everything"
    return ""


def shared(held: Sequence[Part]) -> tuple[str, ...]:
    """Name the variables that more than one pattern has."""
    named: list[str] = []
    for part in held:
        if part.pattern is not None:
            terms = (*part.pattern.terms, *([part.graph] if part.graph else []))
            named += dict.fromkeys(t.value for t in terms if t.kind == "variable")
    return tuple(name for name in dict.fromkeys(named) if named.count(name) > 1)
