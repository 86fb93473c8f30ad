"""Judge a copy of a release: whether it is whole, and which file or claim is not.

A copy may be partial or damaged in any way, so nothing here trusts a file whose own
checksum was not compared. Nothing here repairs or sends.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse

from graph import checksums, identity, shelf
from graph.inventory import Sources
from graph.release import DATASET, MANIFEST, ReleaseError, read_manifest, verify
from ontology import terms
from ontology.prefixes import PREFIXES

SHOWN: Final = 10
"""How many claims are named; a cut file misses hundreds."""


class StrangerError(ValueError):
    """What is no copy of a release, so there is nothing to judge."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a copy.

    Attributes:
        of: The release's identifier, or what stands for it where nobody says it.
        files: How many files it should have, but the list of checksums.
        problems: What is not as published, a line each.
    """

    of: str
    files: int
    problems: tuple[str, ...]

    def __str__(self) -> str:
        """Say in one line whether it is whole."""
        if not self.problems:
            return f"whole: {self.files} files of {self.of}"
        number = len(self.problems)
        found = "1 problem" if number == 1 else f"{number} problems"
        return f"not whole: {found} in {self.files} files of {self.of}"


def judge(folder: Path) -> Verdict:
    """Compare a copy with what the release said of itself.

    Args:
        folder: A shelf, for its current release; a release; or what was downloaded of
            one, with at least its list of checksums.

    Returns:
        The verdict.

    Raises:
        StrangerError: If the folder has neither that list nor a manifest.
    """
    folder = shelf.located(folder)
    if not any((folder / name).is_file() for name in (checksums.NAME, MANIFEST)):
        message = (
            f"{folder} is no copy of a release: it has neither {checksums.NAME} nor "
            f"{MANIFEST}; a partial copy needs the first"
        )
        raise StrangerError(message)
    problems = verify(folder)
    try:
        expected = checksums.read(folder)
    except (OSError, ValueError):
        expected = {}
    if problems and (folder / DATASET).is_file() and DATASET in expected:
        problems += _inside(folder, expected)
    # The manifest is counted among the files, as it is in the list.
    return Verdict(_name(folder), len(expected), tuple(problems))


def strayed(folder: Path, sources: Sources) -> list[str]:
    """Say which sources are not those that a release was made of.

    Editors change sources, so no list beside them could say what they should be: what
    protects them is that the release they made has their checksums, and that another
    content makes another release.

    Args:
        folder: A shelf or a release.
        sources: What lies in a checkout, or is packed with this program.

    Returns:
        What is missing, added or changed, code included; one line a file.

    Raises:
        StrangerError: If the release does not say what it was made of.
    """
    folder = shelf.located(folder)
    try:
        was = checksums.read(folder, checksums.SOURCES)
    except (OSError, ValueError) as problem:
        message = f"{folder} does not say what it was made of: {problem}"
        raise StrangerError(message) from problem
    now = sources.checksums()
    return [
        *(f"{name} is missing" for name in sorted(was.keys() - now.keys())),
        *(f"{name} was not there" for name in sorted(now.keys() - was.keys())),
        *(
            f"{name} is another than the release was made of"
            for name in sorted(was.keys() & now.keys())
            if was[name] != now[name]
        ),
    ]


def _name(folder: Path) -> str:
    try:
        return f"release {read_manifest(folder).id}"
    except ReleaseError:
        return "a release that is not named"


def _inside(folder: Path, expected: Mapping[str, str]) -> Iterator[str]:
    """Say which claims and layers of a dataset are not as published."""

    def is_whole(name: str) -> bool:
        path = folder / name
        return path.is_file() and checksums.sha256(path) == expected.get(name)

    if is_whole(DATASET):
        return
    data = (folder / DATASET).read_bytes()
    if is_whole(identity.CLAIMS):
        was = identity.read((folder / identity.CLAIMS).read_bytes())
        now = identity.claim_sums(data.split(b"\n"))
        differ = [c for c in sorted(was | now) if was.get(c) != now.get(c)]
        yield f"{DATASET}: {_listed('claim', differ, PREFIXES['claim'])}"
    else:
        yield f"{DATASET}: which claims differ, only a whole {identity.CLAIMS} tells"
    try:
        quads = list(parse(data, format=RdfFormat.N_QUADS))
    except SyntaxError as problem:
        yield f"{DATASET} does not parse: {problem.msg}"
        return
    if is_whole(MANIFEST):
        published = read_manifest(folder).graphs_rdfc
        found = identity.fingerprints(q for q in quads if _is_layer(q.graph_name))
        layers = [n for n in terms.LAYERS if found.get(n) != published.get(n)]
        yield f"{DATASET}: {_listed('layer', layers, PREFIXES['g'])}"


def _is_layer(graph: object) -> bool:
    return str(graph)[1:-1] in terms.LAYERS


def _listed(what: str, iris: list[str], base: str) -> str:
    if not iris:
        return f"no {what} differs"
    names = ", ".join(iri.removeprefix(base) for iri in iris[:SHOWN])
    more = f" and {len(iris) - SHOWN} more" if iris[SHOWN:] else ""
    number = f"{len(iris)} {what}{'s differ' if iris[1:] else ' differs'}"
    return f"{number}: {names}{more}"
