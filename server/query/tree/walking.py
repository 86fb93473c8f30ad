"""Go through a tree: the groups in an element, the triple patterns in a group."""

from collections.abc import Iterator

from server.query.tree.nodes import (
    Alternatives,
    Bind,
    Block,
    Element,
    Filter,
    Group,
    Nested,
    Pattern,
    Query,
    Values,
)


def patterns(group: Group) -> Iterator[Pattern]:
    """Yield every triple pattern of a group and of the groups in it.

    Args:
        group: Any group.

    Yields:
        Triple patterns, in the order of the text.
    """
    for element in group.elements:
        if isinstance(element, Block):
            yield from element.patterns
        for inner in groups(element):
            yield from patterns(inner)


def groups(element: Element) -> tuple[Group, ...]:
    """List the groups that stand directly in an element.

    Args:
        element: What stands in a group.

    Returns:
        Its groups, those of EXISTS too, in the order of the text.
    """
    match element:
        case Nested(group=group):
            return (group,)
        case Alternatives(branches=branches):
            return branches
        case Filter(expression=held) | Bind(expression=held):
            return tuple(each.group for each in held.exists)
        case Query(where=where):
            asked = tuple(x.group for each in element.conditions for x in each.exists)
            return asked if where is None else (where, *asked)
    return ()


def every_values(query: Query) -> Iterator[Values]:
    """Yield every VALUES of a query, the one behind its pattern last.

    Args:
        query: A query, or one inside another.

    Yields:
        Data blocks.
    """
    if query.where is not None:
        yield from _values(query.where)
    if query.values is not None:
        yield query.values


def _values(group: Group) -> Iterator[Values]:
    for element in group.elements:
        if isinstance(element, Values):
            yield element
        elif isinstance(element, Query):
            yield from every_values(element)
        else:
            for inner in groups(element):
                yield from _values(inner)
