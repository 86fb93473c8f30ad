"""Tell what each triple pattern of a query does for its rows.

Source: SPARQL 1.1 Query Language, sections 6 to 8.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from server.help.parts import Part, Writer
from server.query.tree.nodes import (
    Alternatives,
    Block,
    Element,
    Filter,
    Group,
    Nested,
    Term,
)
from server.query.tree.walking import groups


@dataclass(frozen=True, slots=True)
class Placed:
    """A triple pattern and what it does for the query.

    Attributes:
        part: The pattern.
        role: ``required``, ``optional``, ``alternative`` (of a UNION), ``excluded``
            (MINUS, NOT EXISTS) or ``condition`` (EXISTS).
    """

    part: Part
    role: str


def placed(
    held: Group, writer: Writer, graph: Term | None = None, role: str = "required"
) -> Iterator[Placed]:
    """Yield every triple pattern of a query with its role.

    Args:
        held: A group.
        writer: Who writes the patterns.
        graph: The graph in which the group is asked.
        role: What the group does for the query.

    Yields:
        Patterns in the order of the text; none of SERVICE.
    """
    for element in held.elements:
        if isinstance(element, Block):
            for pattern in element.patterns:
                yield Placed(writer.part(pattern, graph), role)
        elif isinstance(element, Nested) and element.kind == "GRAPH":
            yield from placed(element.group, writer, element.name, role)
        else:
            for inner, name in _within(element, role):
                yield from placed(inner, writer, graph, name)


def _within(element: Element, role: str) -> list[tuple[Group, str]]:
    """List the groups of an element with the role of each."""
    required = role == "required"
    match element:
        case Nested(kind="SERVICE"):
            return []
        case Nested(kind="MINUS"):
            role = "excluded"
        case Nested(kind="OPTIONAL") if required:
            role = "optional"
        case Alternatives(branches=[_, _, *_]) if required:
            role = "alternative"
        case Filter(expression=held):
            roles = {True: "excluded", False: "condition"}
            return [(each.group, roles[each.negated]) for each in held.exists]
    return [(inner, role) for inner in groups(element)]
