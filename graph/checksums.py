"""Read the list of checksums that a release has beside its files.

It is what ``sha256sum -c`` reads: a checksum, two spaces, a name. Each name stays
inside the release, so a list from elsewhere leads nobody to write anywhere else.

Source: GNU coreutils manual, ``sha256sum`` invocation.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

NAME: Final = "SHA256SUMS"
SOURCES: Final = "sources.sha256"
"""The list of what a release was made of, in the same form, named from the root."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  (\w[\w.-]*(?:/\w[\w.-]*)*)", re.ASCII)


def read(folder: Path, name: str = NAME) -> dict[str, str]:
    """Read a list of a release.

    Args:
        folder: The release's own folder.
        name: Which list.

    Returns:
        The checksum of each file but the list itself, by name.

    Raises:
        ValueError: If a line is none of such a list, or there is no line.
        OSError: If it cannot be read.
    """  # noqa: DOC502 - the second is raised by the path
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if not match:
            message = f"line {number} is not a checksum and a name"
            raise ValueError(message)
        found[match[2]] = match[1]
    if not found:
        message = "it is empty"
        raise ValueError(message)
    return found


def table(sums: Mapping[str, str]) -> bytes:
    """Write a list in this form."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()


def sha256(path: Path) -> str:
    """Return the checksum of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
