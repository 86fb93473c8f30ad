"""Say where a thing is described, and write IRIs as people read them.

Used only where something is wrong, so files are read again instead of keeping a line
for every term.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import NamedNode, Quad

from graph.sources import line_of, shown
from ontology.prefixes import PREFIXES

_Item = TypeVar("_Item")
_IRI: Final = re.compile(r"<(https?://[^<>\s]+)>|(https?://[^<>\s\"',)]+)")
_NAMESPACES: Final = tuple(
    sorted(((n, p) for p, n in PREFIXES.items()), key=lambda pair: -len(pair[0]))
)


def short(text: str) -> str:
    """Return a text with every IRI in it written with its prefix."""
    return _IRI.sub(lambda found: _prefixed(found[1] or found[2]), text)


def place(
    origins: Mapping[str, Path], names: Sequence[str], inside: Sequence[str] = ()
) -> str | None:
    """Return ``file:line`` of the best place to look.

    Args:
        origins: In which file a thing is first described, by its IRI.
        names: The IRIs in question, the most telling first; one that is described
            nowhere is looked for where the others are.
        inside: The graph that is meant, where a thing stands in several.

    Returns:
        The file with the line, or None if no file describes any of them.
    """
    blocks = [name for name in inside if name in origins]
    for file in [origins[name] for name in (*blocks, *names) if name in origins]:
        for name in names:
            if line := line_of(file, name, *blocks):
                return f"{shown(file)}:{line}"
    return None


def place_of(files: Mapping[Quad, Path], quad: Quad) -> str | None:
    """Return ``file:line`` of a statement: the line of its claim or its subject."""
    file = files.get(quad)
    if file is None:
        return None
    for term in (quad.graph_name, quad.subject):
        line = isinstance(term, NamedNode) and line_of(file, term.value)
        if line:
            return f"{shown(file)}:{line}"
    return shown(file)


def fewest(items: Sequence[_Item], holds: Callable[[list[_Item]], bool]) -> list[_Item]:
    """Leave out items, ever fewer at a time, as long as something still holds."""
    kept, size = list(items), len(items) // 2 or len(items)
    while size:
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            if holds(fewer):
                kept = fewer
            else:
                at += size
        size //= 2
    return kept


def _prefixed(iri: str) -> str:
    for namespace, prefix in _NAMESPACES:
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"
