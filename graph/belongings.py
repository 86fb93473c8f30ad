"""Tell what in a folder releases have put there from what somebody else has.

Nobody's file is ever removed: a folder that holds one is not written to. A folder that
is itself a release, as builds once made them, may become a shelf; its files then go.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from graph.folders import PART
from graph.release import CHECKSUMS, MANIFEST
from graph.shelf import CACHE, CURRENT, RELEASES


def foreign(folder: Path) -> str | None:
    """Return the first file in a folder that no release has put there, if any.

    Args:
        folder: A shelf, a release, or what is to become a shelf; it may be missing.

    Returns:
        The name of the file, as seen from the folder.
    """
    found = [
        path for path in _top(folder) if _name(path, folder) not in _listed(folder)
    ]
    for release in _entries(folder / RELEASES):
        own = _listed(release) | _summed(release) | {MANIFEST, CHECKSUMS}
        found += [path for path in _files(release) if _name(path, release) not in own]
    return min((_name(path, folder) for path in found), default=None)


def clear(folder: Path) -> None:
    """Remove the files of a release from the top of what has become a shelf."""
    own = _listed(folder)
    mine = [path for path in _top(folder) if _name(path, folder) in own]
    # The list goes last: whoever goes on after a crash still knows what is whose.
    for path in sorted(mine, key=lambda path: path.name == MANIFEST):
        path.unlink()
        if path.parent != folder:
            with suppress(OSError):  # something is still in it
                path.parent.rmdir()


def _top(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that are not where a shelf has its own."""
    for path in _entries(folder):
        link, is_folder = path.is_symlink(), path.is_dir()
        if not (
            (path.name == CURRENT and link)
            or (path.name in {RELEASES, CACHE} and is_folder)
        ):
            yield from _files(path)


def _entries(folder: Path) -> list[Path]:
    """Return what is in a folder but for what a build has not finished."""
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if not path.name.startswith(PART)]


def _files(path: Path) -> Iterator[Path]:
    """Yield what is no folder of everything that a path means."""
    if path.is_dir() and not path.is_symlink():
        for inside in path.iterdir():
            yield from _files(inside)
    else:
        yield path


def _listed(release: Path) -> set[str]:
    """Return the names of the files that belong to a release, by its manifest."""
    try:
        found = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
        # Others have manifests too: ours says what its release is made of.
        return (
            {MANIFEST, CHECKSUMS, *found["files"]} if found["sources_sha256"] else set()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _summed(release: Path) -> set[str]:
    """Return the same by its checksums, for where the manifest is damaged."""
    try:
        lines = (release / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {line.partition("  ")[2] for line in lines}


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
