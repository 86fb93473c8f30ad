"""Work out what shapes look at: their focus nodes, before any is judged.

A shape that looks at nothing has not been passed, only not been asked; so the report of
a release counts the nodes of each, and a stranger is told if none of theirs was one.

Source: SHACL, section 2.1.3 (targets).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.prefixes import PREFIXES
from ontology.terms import RDF_TYPE

Term = NamedNode | BlankNode | Literal | Triple

_SH: Final = PREFIXES["sh"]
_BELOW: Final = f"{PREFIXES['rdfs']}subClassOf"


def focus_nodes(
    shapes: Iterable[Triple], data: Iterable[Triple]
) -> Mapping[str, AbstractSet[Term]]:
    """Find the focus nodes of each shape with a target.

    Args:
        shapes: The shapes.
        data: What they are applied to, with its hierarchy of classes.

    Returns:
        By the name of a shape, the nodes; none where it looks at nothing.
    """
    things: defaultdict[str, set[Term]] = defaultdict(set)
    subjects: defaultdict[str, set[Term]] = defaultdict(set)
    objects: defaultdict[str, set[Term]] = defaultdict(set)
    below: defaultdict[str, set[str]] = defaultdict(set)
    for triple in data:
        name = triple.predicate.value
        subjects[name].add(triple.subject)
        objects[name].add(triple.object)
        if isinstance(triple.object, NamedNode):
            if name == RDF_TYPE:
                things[triple.object.value].add(triple.subject)
            elif name == _BELOW and isinstance(triple.subject, NamedNode):
                below[triple.object.value].add(triple.subject.value)
    found: dict[str, set[Term]] = {}
    for triple in shapes:
        way, target = triple.predicate.value.removeprefix(_SH), triple.object
        if way not in _WAYS or not isinstance(triple.subject, NamedNode):
            continue
        nodes = found.setdefault(triple.subject.value, set())
        name = target.value if isinstance(target, NamedNode) else ""
        if way == "targetNode":
            nodes.add(target)
        elif way == "targetClass":
            for kind in _closed(name, below):
                nodes |= things[kind]
        else:
            nodes |= (subjects if way == "targetSubjectsOf" else objects)[name]
    return found


_WAYS: Final = frozenset(
    {"targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf"}
)


def _closed(kind: str, below: Mapping[str, AbstractSet[str]]) -> set[str]:
    """Collect a class and every class below it."""
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += below.get(current, ())
    return found
