"""Open a release and check it; the only door between the pipeline and the server.

A release is a folder of files that never change, with a manifest that names each
and a list of their checksums. Where a shelf of releases is named, its current one is
meant. Nothing here writes or repairs.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from graph import checksums, shelf

FORMAT_VERSION: Final = 1
"""Raised whenever a reader of the old files would misread the new ones."""

MANIFEST: Final = shelf.MANIFEST
CHECKSUMS: Final = checksums.NAME
DATASET: Final = "dataset.nq"
MAPPINGS: Final = "mappings.sssom.tsv"
"""The table of mappings as written; candidates are in it and in no RDF."""

DIGITS: Final = 12
"""How much of the hash of its sources a release's identifier has."""


class ReleaseError(ValueError):
    """A folder that cannot be taken as a release of this format."""


def release_id(version: str, sources_sha256: str) -> str:
    """Return the name of the release that a version makes of some sources."""
    return f"{version}-{sources_sha256[:DIGITS]}"


@dataclass(frozen=True, slots=True)
class File:
    """What the manifest says of one file; ``triples`` where it is RDF, unpacked."""

    sha256: str
    bytes: int
    media_type: str
    triples: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself; all of it is computed.

    Attributes:
        format: The version of the folder's layout.
        version: The version of the project that built it.
        sources_sha256: A hash of every source and of the code that turned it over.
        files: Every file but the manifest and the checksums, by name.
        graphs: The number of triples of each graph, by IRI.
        counts: How many claims, segments, observations and the like there are.
        warnings: How many results of validation do not stop a release.
        rdfc: The RDFC-1.0 hash of the dataset; nothing in releases of before.
        graphs_rdfc: The same of each graph, by IRI.
    """

    format: int
    version: str
    sources_sha256: str
    files: Mapping[str, File]
    graphs: Mapping[str, int]
    counts: Mapping[str, int]
    warnings: int
    rdfc: str = ""
    graphs_rdfc: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The name of the release: another one has another."""
        return release_id(self.version, self.sources_sha256)


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was opened: its folder and what its manifest says."""

    folder: Path
    manifest: Manifest

    def quads(self) -> Iterator[Quad]:
        """Yield every quad in its layer, with the lexical forms of the sources."""
        yield from parse(path=self.folder / DATASET, format=RdfFormat.N_QUADS)


def open_release(folder: Path) -> Release:
    """Open a release, after comparing every file with its checksum.

    Args:
        folder: Where it was published: its own folder, or a shelf for the current one.

    Returns:
        The release, in its own folder, which no later build changes.

    Raises:
        ReleaseError: If there is none, its format is another one, or it is damaged.
    """
    folder = shelf.located(folder)
    manifest = read_manifest(folder)
    problems = verify(folder)
    if problems:
        more = f" (and {len(problems) - 1} more)" if problems[1:] else ""
        message = f"the release in {folder} is damaged: {problems[0]}{more}"
        raise ReleaseError(message)
    return Release(folder, manifest)


def read_manifest(folder: Path) -> Manifest:
    """Read what a release says of itself, without looking at its other files.

    Args:
        folder: Where it was published.

    Returns:
        The manifest.

    Raises:
        ReleaseError: If there is none, it is broken, or its format is another one.
    """
    folder = shelf.located(folder)
    path, out = folder / MANIFEST, shelf.within(folder) or folder
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        message = (
            f"{folder} holds no release ({MANIFEST} is missing); "
            f"build one: borderkg build --out {out}"
        )
        raise ReleaseError(message) from problem
    except (OSError, ValueError) as problem:
        message = f"{path} cannot be read: {problem}"
        raise ReleaseError(message) from problem
    version = found.get("format") if isinstance(found, dict) else None
    if version != FORMAT_VERSION:
        message = (
            f"the release in {folder} has format version {version}, and this program "
            f"reads version {FORMAT_VERSION}; build it again: "
            f"borderkg build --out {out}"
        )
        raise ReleaseError(message)
    try:
        files = {name: File(**entry) for name, entry in found.pop("files").items()}
        return Manifest(files=files, **found)
    except (AttributeError, KeyError, TypeError) as problem:
        message = f"{path} is not a manifest: {problem}"
        raise ReleaseError(message) from problem


def verify(folder: Path) -> list[str]:
    """Compare every file of a release with its checksum.

    Args:
        folder: Where it was published.

    Returns:
        What is wrong, one line a file; nothing where all is well.
    """
    folder = shelf.located(folder)
    try:
        expected = checksums.read(folder)
    except (OSError, ValueError) as problem:
        return [f"{CHECKSUMS} cannot be read: {problem}"]
    present = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }
    problems = [f"{name} is missing" for name in sorted(expected.keys() - present)]
    problems += [
        f"{name} does not belong to the release"
        for name in sorted(present - expected.keys() - {CHECKSUMS})
    ]
    problems += [
        f"{name} is not as it was published (its checksum differs)"
        for name in sorted(expected.keys() & present)
        if checksums.sha256(folder / name) != expected[name]
    ]
    if MANIFEST not in present:
        return problems
    try:
        named = read_manifest(folder).files.keys()
    except ReleaseError as problem:
        return [*problems, str(problem)]
    problems += [
        f"{name} is in only one of {MANIFEST} and {CHECKSUMS}"
        for name in sorted(named ^ (expected.keys() - {MANIFEST}))
    ]
    return problems
