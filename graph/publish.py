"""Write a validated graph as a release, whole or not at all.

The bytes depend on the sources and the code, never on the clock, the machine or the
folder. Nothing is judged or computed here but counts and checksums; how a release gets
into its place, ``shelving`` knows.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import asdict
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph import (
    checksums,
    formats,
    identity,
    metadata,
    quality,
    reporting,
    samples,
    scoreboard,
)
from graph.descriptions import catalog, crate, dataset
from graph.nanopubs import making, writing
from graph.release import (
    CHECKSUMS,
    DATASET,
    FORMAT_VERSION,
    MANIFEST,
    MAPPINGS,
    File,
    Manifest,
    Release,
)
from graph.shelving import put
from graph.stages import Validated, in_graph
from ontology import terms

_MEDIA_TYPES: Final = MappingProxyType(
    {
        ".nq": "application/n-quads",
        ".csv": "text/csv",
        ".trig": "application/trig",
        ".ttl": "text/turtle",
        ".gz": "application/gzip",
        ".sha256": "text/plain",
        ".tsv": "text/tab-separated-values",
    }
)


def publish(
    validated: Validated, folder: Path, may_drop: Collection[str] = ()
) -> Release:
    """Write a release and make it the current one of a shelf.

    Args:
        validated: What to publish.
        folder: The shelf; it is missing, empty, or holds releases and nothing else.
        may_drop: The counts that may be much lower than those of the current release.

    Returns:
        The release.

    Raises:
        DropError: If another count is.
        PublishError: If the folder holds anything else, or cannot be written.
    """  # noqa: DOC502 - raised by what it calls
    quads = tuple(validated.graph.quads())
    asserted = validated.graph.entailed.asserted
    quads = (*quads, *scoreboard.ask(quads, asserted.questions))
    judged = tuple(reporting.describe(validated))
    made = making.make(quads, asserted.published)
    quads = (
        *quads,
        *metadata.describe(quads, asserted.examples),
        *dataset.describe(quads),
        *writing.links(made),
        *samples.describe(asserted.samples),
        *judged,
    )
    quads = (*quads, *quality.describe(quads))
    table = tuple(_mappings(asserted.mappings))
    sources, counts = asserted.sources_sha256, metadata.counts(quads)

    def write(staging: Path) -> None:
        files: dict[str, File] = {}
        sums = identity.table(identity.claim_sums(formats.nquads(quads).split(b"\n")))
        made_of = checksums.table(asserted.checksums)
        extra = ((identity.CLAIMS, sums, None), (checksums.SOURCES, made_of, None))
        every = (_contents(quads), _report(judged), table, writing.files(made), extra)
        for name, data, triples in chain.from_iterable(every):
            files[name] = _written(staging / name, data, triples)
        for described in (catalog, crate):
            data = described.write(quads, files)
            files[described.NAME] = _written(
                staging / described.NAME, data, None, described.MEDIA_TYPE
            )
        manifest = Manifest(
            format=FORMAT_VERSION,
            version=version("borderkg"),
            sources_sha256=sources,
            files=dict(sorted(files.items())),
            graphs=metadata.graph_sizes(quads),
            counts=counts,
            warnings=len(validated.warnings),
            rdfc=identity.fingerprint(quads),
            graphs_rdfc=identity.fingerprints(quads),
        )
        text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False) + "\n"
        files[MANIFEST] = _written(staging / MANIFEST, text.encode(), None)
        listed = {name: file.sha256 for name, file in files.items()}
        (staging / CHECKSUMS).write_bytes(checksums.table(listed))

    return put(folder, sources, counts, write, may_drop)


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


def _mappings(table: str) -> Iterator[tuple[str, bytes, int | None]]:
    """Yield the table of mappings as it was written: its candidates are in no RDF."""
    if table:
        yield MAPPINGS, table.encode(), None


def _written(
    path: Path, data: bytes, triples: int | None, media_type: str = ""
) -> File:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    media_type = media_type or _MEDIA_TYPES.get(path.suffix, "application/json")
    return File(hashlib.sha256(data).hexdigest(), len(data), media_type, triples)
