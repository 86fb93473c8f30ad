"""Replace a whole folder at once, so that a crash leaves the old or the new one.

The new folder is filled beside the old one, flushed to the disk and exchanged with it
in one step where the system can do that, else by two renames that the next reader
completes. What the files mean is not known here.

Source: renameat2(2), RENAME_EXCHANGE; renamex_np(2), RENAME_SWAP; fsync(2).
"""

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_EXCHANGE: Final = 2
"""The flag of either call; it happens to be the same number."""

_HERE: Final = -100
"""AT_FDCWD: relative names start at the working directory."""


@contextmanager
def replacing(folder: Path, keep: str) -> Iterator[Path]:
    """Hand out an empty folder that takes the place of another when all went well.

    Args:
        folder: The folder to replace; it may be missing.
        keep: The name of an entry that is carried over from the old folder.

    Yields:
        The folder to fill.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder.parent):
        _settle(folder)
        staging = _staging(folder)
        staging.mkdir()
        try:
            yield staging
            _flush(staging)
            if (folder / keep).exists():
                (folder / keep).rename(staging / keep)
            _swap(staging, folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        _flush_entry(folder.parent)


def settle(folder: Path) -> None:
    """Put the old folder back where a replacement died between its two renames."""
    folder = folder.absolute()
    if not folder.exists() and _old(folder).exists():
        with _alone(folder.parent):
            _settle(folder)


def _settle(folder: Path) -> None:
    if not folder.exists() and _old(folder).exists():
        _old(folder).rename(folder)
    for left_over in (_old(folder), _staging(folder)):
        shutil.rmtree(left_over, ignore_errors=True)


def _swap(staging: Path, folder: Path) -> None:
    if not folder.exists():
        staging.rename(folder)
    elif not _exchange(staging, folder):
        folder.rename(_old(folder))
        staging.rename(folder)
        shutil.rmtree(_old(folder), ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step, and say whether that was possible."""
    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(one), os.fsencode(other))
    try:
        if sys.platform == "darwin":
            return bool(library.renamex_np(*names, _EXCHANGE) == 0)
        return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    except AttributeError:
        return False


@contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """Wait until nobody else replaces a folder in here; the dead hold no lock."""
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _flush(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _flush_entry(path)


def _flush_entry(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _staging(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.new")


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")
