"""Write ``catalog.ttl``: each file of a release as a distribution of the dataset.

This is a file of its own because the files that hold ``g:metadata`` cannot hold their
own checksums. It lists every file that was made before it, so not itself, not the
RO-Crate, and not the manifest and the list of checksums.

Source: Data Catalog Vocabulary (DCAT), version 3; SPDX 2.3, checksums.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph import formats
from graph.descriptions.dataset import RECONCILIATION, SPARQL, TIME
from graph.metadata import DATASET, LICENCE
from graph.release import File
from graph.statements import iri, plain, text, typed
from ontology import terms
from ontology.prefixes import BASE, PREFIXES

NAME: Final = "catalog.ttl"
MEDIA_TYPE: Final = "text/turtle"
FOLDER: Final = f"{BASE}dumps/"
CATALOG: Final = f"{FOLDER}{NAME}"

_DCAT: Final = PREFIXES["dcat"]
_DCTERMS: Final = PREFIXES["dcterms"]
_SPDX: Final = PREFIXES["spdx"]
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_GZIP: Final = "application/gzip"
_COPIED: Final = ("dcterms", "dcat", "rdf", "rdfs")
"""The vocabularies of a catalogue; what VoID counts is for other readers."""


def write(quads: Iterable[Quad], files: Mapping[str, File]) -> bytes:
    """Write the catalogue.

    Args:
        quads: The dataset with ``g:metadata``, from which the description is copied.
        files: The files to list.

    Returns:
        Turtle that opens with its licence.
    """
    said = formats.turtle([*_copied(quads), *_catalogue(files)])
    return f"# The catalogue of BorderKG, CC BY 4.0: {LICENCE}\n".encode() + said


def _copied(quads: Iterable[Quad]) -> Iterator[Quad]:
    subjects = {NamedNode(name) for name in (DATASET, SPARQL, RECONCILIATION, TIME)}
    metadata = NamedNode(terms.METADATA)
    spaces = tuple(PREFIXES[prefix] for prefix in _COPIED)
    for quad in quads:
        is_ours = quad.graph_name == metadata and quad.subject in subjects
        if is_ours and quad.predicate.value.startswith(spaces):
            yield quad


def _catalogue(files: Mapping[str, File]) -> Iterator[Quad]:
    yield iri(CATALOG, terms.RDF_TYPE, f"{_DCAT}Catalog")
    yield text(CATALOG, f"{_DCTERMS}title", "The catalogue of BorderKG")
    yield iri(CATALOG, f"{_DCTERMS}license", LICENCE)
    yield iri(CATALOG, f"{_DCAT}dataset", DATASET)
    for service in (SPARQL, RECONCILIATION):
        yield iri(CATALOG, f"{_DCAT}service", service)
    for name, file in files.items():
        yield from _distribution(name, file, files)


def _distribution(name: str, file: File, files: Mapping[str, File]) -> Iterator[Quad]:
    here = f"{FOLDER}{name}"
    yield iri(DATASET, f"{_DCAT}distribution", here)
    yield iri(here, terms.RDF_TYPE, f"{_DCAT}Distribution")
    yield plain(here, f"{_DCTERMS}title", name)
    yield iri(here, f"{_DCTERMS}license", LICENCE)
    yield iri(here, f"{_DCAT}accessURL", FOLDER)
    yield iri(here, f"{_DCAT}downloadURL", here)
    inside = files.get(name.removesuffix(".gz"), file)
    yield iri(here, f"{_DCAT}mediaType", _IANA + inside.media_type)
    if file.media_type == _GZIP:
        yield iri(here, f"{_DCAT}compressFormat", _IANA + _GZIP)
    size = str(file.bytes)
    yield typed(here, f"{_DCAT}byteSize", size, "nonNegativeInteger")
    checksum = f"{here}#sha256"
    yield iri(here, f"{_SPDX}checksum", checksum)
    yield iri(checksum, terms.RDF_TYPE, f"{_SPDX}Checksum")
    yield iri(checksum, f"{_SPDX}algorithm", f"{_SPDX}checksumAlgorithm_sha256")
    yield typed(checksum, f"{_SPDX}checksumValue", file.sha256, "hexBinary")
