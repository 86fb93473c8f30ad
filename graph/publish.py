"""Write a validated graph as a release, whole or not at all.

The bytes depend on the sources and the code, never on the clock, the machine or the
folder. Nothing is judged or computed here but counts and checksums.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph import (
    folders,
    formats,
    metadata,
    quality,
    reporting,
    samples,
    scoreboard,
)
from graph.nanopubs import making, writing
from graph.release import (
    CACHE,
    CHECKSUMS,
    DATASET,
    FORMAT_VERSION,
    MANIFEST,
    File,
    Manifest,
    Release,
)
from graph.stages import Validated, in_graph
from ontology import terms

_MEDIA_TYPES: Final = MappingProxyType(
    {
        ".nq": "application/n-quads",
        ".csv": "text/csv",
        ".trig": "application/trig",
        ".ttl": "text/turtle",
        ".gz": "application/gzip",
    }
)


class PublishError(ValueError):
    """A folder that a release cannot be written to."""


def publish(validated: Validated, folder: Path) -> Release:
    """Write a release and put it in the place of the one before.

    Args:
        validated: What to publish.
        folder: Where; it is missing, empty, or holds a release and nothing else.

    Returns:
        The release.

    Raises:
        PublishError: If the folder holds anything else, or cannot be written.
    """
    _refuse_foreign(folder)
    quads = tuple(validated.graph.quads())
    asserted = validated.graph.entailed.asserted
    quads = (*quads, *scoreboard.ask(quads, asserted.questions))
    judged = tuple(reporting.describe(validated))
    made = making.make(quads, asserted.published)
    quads = (
        *quads,
        *metadata.describe(quads, asserted.examples),
        *writing.links(made),
        *samples.describe(asserted.samples),
        *judged,
    )
    quads = (*quads, *quality.describe(quads))
    files: dict[str, File] = {}
    try:
        with folders.replacing(folder, keep=CACHE) as staging:
            contents = (_contents(quads), _report(judged), writing.files(made))
            for name, data, triples in chain.from_iterable(contents):
                files[name] = _written(staging / name, data, triples)
            manifest = Manifest(
                format=FORMAT_VERSION,
                version=version("borderkg"),
                sources_sha256=asserted.sources_sha256,
                files=dict(sorted(files.items())),
                graphs=metadata.graph_sizes(quads),
                counts=metadata.counts(quads),
                warnings=len(validated.warnings),
            )
            text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False) + "\n"
            files[MANIFEST] = _written(staging / MANIFEST, text.encode(), None)
            listed = (f"{files[name].sha256}  {name}\n" for name in sorted(files))
            (staging / CHECKSUMS).write_bytes("".join(listed).encode())
    except OSError as problem:
        message = f"the release cannot be written to {folder}: {problem.strerror}"
        raise PublishError(message) from problem
    return Release(folder, manifest)


def _view(quads: tuple[Quad, ...], view: str) -> list[Quad]:
    hidden = {NamedNode(layer) for layer in terms.HIDDEN[view]}
    return [quad for quad in quads if quad.graph_name not in hidden]


def _contents(quads: tuple[Quad, ...]) -> Iterator[tuple[str, bytes, int | None]]:
    """Yield the name of each file of RDF, what is in it, and how many triples."""
    default, asserted = _view(quads, terms.DEFAULT), _view(quads, terms.ASSERTED)
    claims = [
        quad
        for quad in quads
        if isinstance(quad.graph_name, NamedNode)
        and quad.graph_name.value not in terms.LAYERS
    ]
    plain = {
        DATASET: (formats.nquads(quads), len(quads)),
        "dataset.trig": (formats.trig(quads), len(quads)),
        "default.ttl": (formats.turtle(default), len({q.triple for q in default})),
        "asserted.ttl": (formats.turtle(asserted), len({q.triple for q in asserted})),
        "layers/claims.trig": (formats.trig(claims), len(claims)),
    }
    for layer in terms.LAYERS:
        inside = list(in_graph(quads, layer))
        if inside:
            name = f"layers/{layer.rpartition('/')[2]}.ttl"
            plain[name] = (formats.turtle(inside), len(inside))
    for name, (data, triples) in plain.items():
        yield name, data, triples
        yield f"{name}.gz", formats.packed(data), None


def _report(judged: tuple[Quad, ...]) -> Iterator[tuple[str, bytes, int | None]]:
    """Yield the report once more as a file, for who only wants that."""
    yield "validation.ttl", formats.turtle(judged), len(judged)


def _written(path: Path, data: bytes, triples: int | None) -> File:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    media_type = _MEDIA_TYPES.get(path.suffix, "application/json")
    return File(hashlib.sha256(data).hexdigest(), len(data), media_type, triples)


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder with files in it that no release has put there.

    Raises:
        PublishError: If there is such a file, or the folder is none.
    """
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file; a release is a folder"
        raise PublishError(message)
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != CACHE
    }
    try:
        listed = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        listed = []
    own = {CHECKSUMS, *(line.partition("  ")[2] for line in listed)}
    if foreign := sorted(found - own):
        message = (
            f"{folder} holds {foreign[0]}, which no release has put there; "
            "a release replaces its whole folder, so name another one"
        )
        raise PublishError(message)
