"""Harm a file as a bad disk or a broken copy does, for as long as somebody looks."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from graph import pipeline
from graph.checksums import NAME as SUMS
from graph.copies import judge, strayed
from graph.inventory import Sources
from graph.release import DATASET, ReleaseError, open_release
from graph.shelf import located

Harm = Callable[[bytes, Random], bytes]


def flipped(data: bytes, chance: Random) -> bytes:
    """The same with one bit turned over."""
    place = chance.randrange(len(data))
    bit = 1 << chance.randrange(8)
    return data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


def cut(data: bytes, chance: Random) -> bytes:
    """The same without its end; perhaps nothing is left."""
    return data[: chance.randrange(len(data))]


@contextmanager
def harmed(path: Path, data: bytes) -> Iterator[None]:
    """A file with other bytes, and healed afterwards."""
    whole = path.read_bytes()
    try:
        path.write_bytes(data)
        yield
    finally:
        path.write_bytes(whole)


@dataclass(frozen=True, slots=True)
class Grounds:
    """A release on a shelf and the sources it was made of, to be harmed file by file.

    What counts as found: a harmed dump or store is refused by ``open_release``, which
    every server opens its release with, and named by ``release verify``. A harmed
    source has no checksum beside it, since editors change sources; it is found when
    ``release verify --sources`` names it, and when it is never taken for what the
    current release was made of, so that it makes another release or none.
    """

    shelf: Path
    sources: Sources

    @property
    def release(self) -> Path:
        """The current release."""
        return located(self.shelf)

    def places(self, where: str) -> list[Path]:
        """The files that are harmed: of the sources, of the dumps, of the store.

        The store is made of the dataset in memory, when a server starts, so what can
        be harmed of it before is that file.
        """
        if where == "store":
            return [self.release / DATASET]
        if where == "sources":
            return [p for _, p in self.sources.files() if p.stat().st_size]
        return sorted(p for p in self.release.rglob("*") if p.is_file())

    def overlooked(self, where: str, path: Path) -> str:
        """Say what did not find a harm that is there; nothing when all did."""
        if where == "sources":
            named = strayed(self.shelf, self.sources)
            mine = next(n for n, p in self.sources.files() if p == path)
            if named != [f"{mine} is another than the release was made of"]:
                return f"verify --sources says {named} of {mine}"
            taken = pipeline.current(self.sources, self.shelf)
            return f"{mine} is taken for a source of {taken}" if taken else ""
        name = path.relative_to(self.release).as_posix()
        problems = judge(self.shelf).problems
        # A harmed list of checksums may speak of the other file instead.
        if not any(p.startswith(name) for p in problems) and name != SUMS:
            return f"verify says {problems} of {name}"
        try:
            open_release(self.shelf)
        except ReleaseError:
            return "" if problems else f"verify says nothing of {name}"
        return f"a release with a harmed {name} is opened"


def survey(
    grounds: Grounds, harms: Iterable[tuple[str, Harm, int]], chance: Random
) -> Iterator[tuple[str, Path, str]]:
    """Harm one file after the other, and yield where, which, and what overlooked it.

    Args:
        grounds: What is harmed.
        harms: Where, how, and how often.
        chance: Which file, and where in it.

    Yields:
        One row a harm, while it is there.
    """
    for where, harm, number in harms:
        places = grounds.places(where)
        for _ in range(number):
            path = chance.choice(places)
            with harmed(path, harm(path.read_bytes(), chance)):
                yield where, path, grounds.overlooked(where, path)
