"""Say where a thing is described, and write IRIs as people read them.

Used only where something is wrong, so a file is read again for it instead of keeping a
line for every term.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import NamedNode, Quad

from graph.sources import Mention, mentions, shown
from ontology.prefixes import curie

_Item = TypeVar("_Item")
_IRI: Final = re.compile(r"<(https?://[^<>\s]+)>|(https?://[^<>\s\"',)]+)")


def short(text: str) -> str:
    """Return a text with every IRI in it written with its prefix."""
    return _IRI.sub(lambda found: _prefixed(found[1] or found[2]), text)


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds lines, and reads a file for that only once.

    Attributes:
        origins: In which file a thing is first described, by its IRI.
    """

    origins: Mapping[str, Path]
    _read: dict[Path, tuple[Mention, ...]] = field(default_factory=dict)

    def place(self, names: Sequence[str], inside: Sequence[str] = ()) -> str | None:
        """Return ``file:line`` of the best place to look.

        Args:
            names: The IRIs in question, the most telling first; one that is described
                nowhere is looked for where the others are.
            inside: The graph that is meant, where a thing stands in several.

        Returns:
            The file with the line, or None if no file describes any of them.
        """
        known = [name for name in (*inside, *names) if name in self.origins]
        for file in dict.fromkeys(self.origins[name] for name in known):
            for name in names:
                if line := self.line(file, name, *inside):
                    return f"{shown(file)}:{line}"
        return None

    def line(self, file: Path, name: str, graph: str | None = None) -> int | None:
        """Return the line in which a file speaks of an IRI.

        Args:
            file: The file.
            name: The IRI.
            graph: A graph that is opened in the file; lines before it do not count.

        Returns:
            The first line in which a statement about it begins, else the first with it.
        """
        if file not in self._read:
            self._read[file] = mentions(file)
        found = self._read[file]
        opened = (at for at, mention in enumerate(found) if mention.iri == graph)
        hits = [m for m in found[next(opened, 0) :] if m.iri == name]
        return next((m.line for m in hits if m.begins), hits[0].line if hits else None)

    def statement(self, file: Path | None, quad: Quad) -> str | None:
        """Return ``file:line`` of a statement: the line of its claim or its subject."""
        if file is None:
            return None
        for term in (quad.graph_name, quad.subject):
            line = isinstance(term, NamedNode) and self.line(file, term.value)
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
    name = curie(iri)
    return f"<{iri}>" if name == iri else name
