"""Find variables of a FILTER that nothing binds where the FILTER stands.

Source: SPARQL 1.1 Query Language, sections 5.2.2 (scope of filters) and 18.2.1.
"""

from collections.abc import Iterator

from server.likeness import alike
from server.query.spelling import ALIKE
from server.query.tree.nodes import (
    Alternatives,
    Bind,
    Block,
    Filter,
    Group,
    Nested,
    Query,
    Values,
)
from server.query.tree.walking import groups


def bound(group: Group) -> frozenset[str]:
    """Name the variables that a group may bind, those of its groups among them."""
    found: set[str] = set()
    for element in group.elements:
        match element:
            case Block(patterns=patterns):
                terms = [term for each in patterns for term in each.terms]
                found.update(t.value for t in terms if t.kind == "variable")
            case Bind(variable=variable):
                found.add(variable.value)
            case Values(variables=variables):
                found.update(each.value for each in variables)
            case Nested(kind="GRAPH" | "SERVICE", name=name) if name:
                found.update([name.value] if name.kind == "variable" else [])
            case Query(columns=columns):
                binds = [c.variable if isinstance(c, Bind) else c for c in columns]
                found.update(each.value for each in binds)
        if not isinstance(element, Filter | Query) or _everything(element):
            for inner in groups(element):
                found |= bound(inner)
    return frozenset(found)


def _everything(element: object) -> bool:
    return isinstance(element, Query) and not element.columns


def unbound(
    group: Group, outer: frozenset[str] = frozenset()
) -> Iterator[tuple[Filter, str, tuple[str, ...]]]:
    """Yield variables of filters that no part of their group binds.

    Args:
        group: A group.
        outer: What a filter sees beside its group, inside OPTIONAL and EXISTS.

    Yields:
        The filter, the variable's name, and the names near it.
    """
    seen = bound(group) | outer
    for element in group.elements:
        if isinstance(element, Filter):
            for name in element.expression.variables:
                if name not in seen:
                    near = alike(name, sorted(seen), ALIKE, most=2)
                    yield element, name, tuple(like.word for like in near)
        sees = isinstance(element, Filter) or (
            isinstance(element, Nested) and element.kind == "OPTIONAL"
        )
        if not isinstance(element, Alternatives | Nested | Filter | Query):
            continue
        for inner in groups(element):
            yield from unbound(inner, seen if sees else frozenset())
