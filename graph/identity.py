"""Give what a release says checksums that depend on its meaning, not on its files.

Two kinds: a claim's checksum is over its own lines of N-Quads, so that anybody can
work it out with ``grep``, ``sort`` and ``sha256sum``; that of a graph or a dataset is
over its canonical form, so that equal graphs have equal ones whatever their blank
nodes are called. Nothing here reads or writes files of a release but the small table.

Source: RDF Dataset Canonicalization (RDFC-1.0), sections 4 and 5; RDF 1.2 N-Quads,
section 3 (canonical form).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad

from graph.release import Release
from ontology import terms
from ontology.prefixes import PREFIXES

CLAIMS: Final = "claims.sha256.tsv"
"""The file of a release that has the checksum of each claim."""

_HEAD: Final = "claim\tsha256"
_CLAIM: Final = f"<{PREFIXES['claim']}".encode()
_PROVENANCE: Final = f"<{terms.PROVENANCE}>".encode()


def claim_sums(lines: Iterable[bytes]) -> dict[str, str]:
    r"""Return the checksum of each claim of a dataset.

    A claim's checksum is the SHA-256, in hexadecimal, of those lines of the dataset in
    canonical N-Quads (as ``dataset.nq`` has them) whose graph is the claim, and of
    those whose graph is ``g:provenance`` and whose subject is the claim: without
    doubles, sorted by their bytes, each ended by one line feed. A claim has no blank
    nodes, so this is its RDFC-1.0 hash as well. For ``claim:s1-02``::

        c=https://w3id.org/borderkg/claim/s1-02 g=https://w3id.org/borderkg/graph
        grep -e " <$c> \.$" -e "^<$c> .* <$g/provenance> \.$" dataset.nq |
            LC_ALL=C sort -u | sha256sum

    Args:
        lines: The lines of N-Quads, in any order; what is no such line is no claim's.

    Returns:
        The checksums, by the claims' IRIs, sorted.
    """
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for each in lines:
        line = each.rstrip(b"\n")
        place = line.removesuffix(b" .").rpartition(b" ")[2]
        if place == _PROVENANCE:
            place = line.partition(b" ")[0]
        if place.startswith(_CLAIM):
            found[place].add(line + b"\n")
    return {
        claim.decode("utf-8", "replace")[1:-1]: _sha256(found[claim])
        for claim in sorted(found)
    }


def fingerprint(quads: Iterable[Quad]) -> str:
    """Return the RDFC-1.0 hash of a dataset.

    It is the SHA-256, in hexadecimal, of the canonical N-Quads: blank nodes bear the
    labels that the algorithm gives them (with SHA-256 as its hash), the lines are
    sorted by code point and without doubles.

    Args:
        quads: The dataset.

    Returns:
        The same for every dataset that differs in its blank nodes' labels only.
    """
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return _sha256(f"{quad} .\n".encode() for quad in dataset)


def fingerprints(quads: Iterable[Quad]) -> dict[str, str]:
    """Return the RDFC-1.0 hash of each named graph of a dataset.

    Each is taken as a graph alone, without its name: as its file in ``layers/`` has it
    where there is one, so a graph that is published under two names has one hash.

    Args:
        quads: The dataset.

    Returns:
        The hashes, by the graphs' IRIs, sorted.
    """
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            found[quad.graph_name.value].append(Quad(*quad.triple))
    return {name: fingerprint(found[name]) for name in sorted(found)}


def table(sums: Mapping[str, str]) -> bytes:
    """Write the checksums of claims as tab-separated values."""
    rows = (f"{claim}\t{checksum}" for claim, checksum in sums.items())
    return "\n".join([_HEAD, *rows, ""]).encode()


def read(data: bytes) -> dict[str, str]:
    """Read what ``table`` wrote; the file's own checksum says whether it is whole."""
    rows = (line.partition("\t") for line in data.decode().splitlines()[1:])
    return {claim: checksum for claim, _, checksum in rows}


def published(release: Release) -> dict[str, str]:
    """Return the checksums of claims that a release has; none where it has no table."""
    if CLAIMS not in release.manifest.files:
        return {}
    return read((release.folder / CLAIMS).read_bytes())


def _sha256(lines: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(sorted(set(lines)))).hexdigest()
