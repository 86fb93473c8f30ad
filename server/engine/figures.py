"""How the engine is: a few numbers that its dispatcher keeps where others can read.

A file in memory both sides map; asking costs the dispatcher nothing, and a dispatcher
that hangs still tells how it was.

Source: mmap(2).
"""

import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final

NAMES: Final = ("waiting", "working", "deaths")
"""Queries that wait, workers that work, workers that ended before their time."""

_NUMBERS: Final = struct.Struct("@QQQ")


def beside(address: str) -> Path:
    """Return where the figures of the dispatcher at an address are."""
    return Path(address).with_name("figures")


class Figures:
    """The writing side, for the dispatcher."""

    def __init__(self, path: Path) -> None:
        """Begin at nought."""
        path.write_bytes(_NUMBERS.pack(0, 0, 0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _NUMBERS.size)

    def tell(self, waiting: int, working: int, deaths: int) -> None:
        """Say how it is now."""
        _NUMBERS.pack_into(self._shared, 0, waiting, working, deaths)


def read(path: Path) -> Mapping[str, int]:
    """Read the figures.

    Args:
        path: Where they are.

    Returns:
        The figures by name; none where there is no dispatcher just now.
    """
    try:
        return dict(zip(NAMES, _NUMBERS.unpack(path.read_bytes()), strict=True))
    except (OSError, struct.error):
        return {}
