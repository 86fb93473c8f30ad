"""Put a whole folder in its place, turn a link, and die at any time with nothing torn.

A folder is filled under another name, flushed to the disk and renamed; a link is made
under another name and renamed over the one before. Whoever dies on the way leaves
entries whose names begin with ``PART``, for the next writer to sweep. What the files
mean is not known here.

Source: rename(2); symlink(2); fsync(2); flock(2).
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PART: Final = ".part-"
"""How the names begin of what is not finished, or not yet removed."""

_NO_LINKS: Final = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes into a folder; the dead hold no lock.

    Args:
        folder: The folder; it is made where it is missing.

    Yields:
        Nothing, while nobody else is in here.
    """
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        flush(folder.absolute().parent)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def filling(place: Path) -> Iterator[Path]:
    """Hand out an empty folder that stands in its place once all went well.

    Args:
        place: Where it will stand; what stands there is replaced.

    Yields:
        The folder to fill.
    """
    staging, old = _aside(place, "new"), _aside(place, "old")
    staging.mkdir()
    try:
        yield staging
        for path in (*staging.rglob("*"), staging):
            flush(path)
        if place.exists():
            place.rename(old)
        staging.rename(place)
        flush(place.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def point(link: Path, target: str) -> None:
    """Let a link lead elsewhere, in one step.

    Args:
        link: The link; it may be missing.
        target: Where it leads, as seen from its folder.
    """
    aside = _aside(link, "new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    try:
        aside.replace(link)
    finally:
        aside.unlink(missing_ok=True)
    flush(link.parent)


def discard(place: Path) -> None:
    """Take a folder away, whole as far as anybody sees; where that fails it stays."""
    old = _aside(place, "old")
    with suppress(OSError):
        place.rename(old)
        shutil.rmtree(old)


def sweep(folder: Path) -> None:
    """Remove what the dead have left in a folder."""
    for left_over in folder.glob(f"{PART}*"):
        if left_over.is_dir() and not left_over.is_symlink():
            shutil.rmtree(left_over)
        else:
            left_over.unlink()


def probe(folder: Path) -> None:
    """Find out whether a folder takes folders and links, and leave no trace.

    Args:
        folder: The folder.

    Raises:
        OSError: If it does not; the text of the error says why.
    """
    aside = _aside(folder / "probe", "new")
    aside.mkdir()
    try:
        (aside / "link").symlink_to(".")
    except OSError as problem:
        if problem.errno in _NO_LINKS:
            lacking = "its file system has no symbolic links, and `current` is one"
            raise OSError(problem.errno, lacking) from problem
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def flush(path: Path) -> None:
    """Wait until a file, or the list of a folder's entries, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _aside(place: Path, what: str) -> Path:
    return place.with_name(f"{PART}{what}-{place.name}")
