"""Know where the releases of a folder stand, in what order, and which is current.

Such a folder, a shelf, has each release in ``releases/<id>`` and a relative link,
``current``, to one of them. A release never changes, so whoever follows the link once
reads one release and no other. The order is that of publication, which the time of each
manifest keeps; no byte of a release knows a time.
"""

import os
import time
from pathlib import Path
from typing import Final

from graph import folders

RELEASES: Final = "releases"
CURRENT: Final = "current"
CACHE: Final = ".cache"
"""What builds remember for the next one; no release is in there."""

MANIFEST: Final = "manifest.json"
"""What each release says of itself."""

KEPT: Final = 3
"""How many releases stay."""

SECOND: Final = 1_000_000_000
"""In nanoseconds."""


def located(folder: Path) -> Path:
    """Return the folder of the release that is meant by a folder.

    Args:
        folder: A shelf, which means its current release, or a release.

    Returns:
        The release's own folder; no link in its last part can move it.
    """
    link = folder / CURRENT
    if link.is_symlink():
        return folder / link.readlink()
    return folder.resolve() if folder.is_symlink() else folder


def place(folder: Path, name: str) -> Path:
    """Return where a release stands, or would."""
    return folder / RELEASES / name


def current(folder: Path) -> str | None:
    """Return the identifier of the current release, if there is one."""
    link = folder / CURRENT
    return link.readlink().name if link.is_symlink() else None


def names(folder: Path) -> list[str]:
    """Return the identifiers of the releases, the last published first."""
    stand = {
        path.name: published(folder, path.name)
        for path in (folder / RELEASES).glob("[!.]*")
        if path.is_dir()
    }
    return sorted(stand, key=lambda name: (stand[name], name), reverse=True)


def published(folder: Path, name: str) -> int:
    """Return when a release was published, in nanoseconds since 1970."""
    try:
        return (place(folder, name) / MANIFEST).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def within(folder: Path) -> Path | None:
    """Return the shelf of which a folder is one release, if it is."""
    folder = folder.resolve()
    shelf = folder.parents[1] if len(folder.parents) > 1 else folder
    is_inside = folder.parent.name == RELEASES and (shelf / CURRENT).is_symlink()
    return shelf if is_inside else None


def sweep(folder: Path) -> None:
    """Make room for releases, and remove what builds that died have left."""
    (folder / RELEASES).mkdir(exist_ok=True)
    for each in (folder, folder / RELEASES):
        folders.sweep(each)


def publish(folder: Path, name: str) -> None:
    """Make a release that stands on the shelf the last and current one.

    Args:
        folder: The shelf.
        name: The release; all but the last ``KEPT`` go.
    """
    others = (published(folder, each) for each in names(folder) if each != name)
    # A clock that was set back must not put a new release before an old one.
    now = max(time.time_ns(), max(others, default=0) + SECOND)
    manifest = place(folder, name) / MANIFEST
    os.utime(manifest, ns=(now, now))
    folders.flush(manifest)
    turn(folder, name)
    for old in names(folder)[KEPT:]:
        folders.discard(place(folder, old))


def turn(folder: Path, name: str) -> None:
    """Make a release current and leave the order as it is."""
    folders.point(folder / CURRENT, f"{RELEASES}/{name}")
