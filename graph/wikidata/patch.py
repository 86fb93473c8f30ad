"""Write changes as a unified diff, exact to the byte, that ``git apply`` takes.

Source: POSIX, diff -u; GNU diffutils, «Incomplete Lines».
"""

import difflib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from graph.wikidata.changes import Change
from graph.wikidata.mappings import MappingSet

_CONTEXT: Final = 3
_INCOMPLETE: Final = b"\n\\ No newline at end of file\n"


def patched(mappings: MappingSet, changes: Iterable[Change]) -> tuple[bytes, ...]:
    """Return the lines of the set as they are after all changes."""
    new: dict[int, tuple[bytes, ...]] = {each.at: each.lines for each in changes}
    return tuple(
        line for at, old in enumerate(mappings.lines) for line in new.get(at, (old,))
    )


def diff(mappings: MappingSet, changes: Iterable[Change]) -> bytes:
    """Write a patch.

    Args:
        mappings: The set as it is.
        changes: What becomes of its lines.

    Returns:
        The patch; empty if nothing changes.
    """
    name = _name(mappings.path)
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        mappings.lines,
        patched(mappings, changes),
        f"a/{name}".encode(),
        f"b/{name}".encode(),
        n=_CONTEXT,
    )
    return b"".join(
        line if line.endswith(b"\n") else line + _INCOMPLETE for line in lines
    )


def _name(path: Path) -> PurePosixPath:
    """Return the path as seen from the root of the repository it lies in, if any."""
    path = path.resolve()
    for root in path.parents:
        if (root / ".git").exists():
            return PurePosixPath(path.relative_to(root))
    return PurePosixPath(path.name)
