"""Publish over a release on a small disk, with ever more room, but never enough.

``full.py FOLDER [RELEASE]``, where FOLDER is the disk; where it is none, what is too
little is the length that a file may have. Prints a line for each attempt: what it came
to, which release is current, how many of its files a client gets from a server that
started before, and what is left lying about.
"""

import hashlib
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.request import urlopen

from graph.release import Release, open_release
from graph.shelving import PublishError
from tests.graph.shelves import add, add_like, litter
from tests.stress.running import running

POINTS = 20


def free(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


@contextmanager
def filled(disk: Path, room: int) -> Iterator[None]:
    """Leave so many bytes of a disk."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free(disk) - room)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def limited(length: int) -> Iterator[None]:
    """Let no file grow longer than so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def received(port: int, release: Release) -> int:
    """How many files of a release come whole from a server."""
    whole = 0
    for name, file in release.manifest.files.items():
        with urlopen(f"http://127.0.0.1:{port}/dumps/{name}", timeout=60) as answer:
            whole += hashlib.sha256(answer.read()).hexdigest() == file.sha256
    return whole


def main(disk: Path, real: str = "") -> None:
    folder = disk / "build"
    publish = partial(add, folder, lines=20_000)
    if real:
        publish = partial(add_like, folder, Path(real))
    before = free(disk)
    first = publish("first")
    size = before - free(disk)
    longest = max(file.bytes for file in first.manifest.files.values())
    with running(folder, disk / "errors") as server:
        for point in range(POINTS):
            with (
                filled(disk, size * point // POINTS)
                if disk.is_mount()
                else limited(longest * point // POINTS)
            ):
                try:
                    publish("second")
                    came_to = "published"
                except PublishError as problem:
                    came_to = str(problem).rpartition(": ")[2]
                current = open_release(folder).manifest.sources_sha256
                got = received(server.port, first)
            told = (came_to, current, f"{got}/{len(first.manifest.files)}")
            print(*told, *litter(folder), sep="\t", flush=True)  # noqa: T201 - is read
    assert publish("second") == open_release(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
