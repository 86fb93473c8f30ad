"""Releases that differ in one name, and answers that show which of them they are of."""

import json
import re
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from graph.release import CHECKSUMS, DATASET, MANIFEST, release_id
from graph.shelf import place, turn

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
ENTITIES: Final = "https://w3id.org/borderkg/graph/entities"

MARK: Final = re.compile(r"Marker ([0-9]{12})")
"""The name that only one release has, wherever an answer shows it."""


def name(number: int) -> str:
    """The identifier of the release with a number."""
    return release_id("0.1.0", sources(number))


def sources(number: int) -> str:
    """What stands for the hash of its sources."""
    return f"{number:012}".ljust(64, "0")


def mark(number: int) -> str:
    """The name by which the release is known."""
    return f"Marker {number:012}"


def shelve(shelf: Path, base: Path, number: int, thing: str, *more: str) -> Path:
    """Put a release on a shelf: another one, with one name more for a thing.

    Args:
        shelf: The shelf.
        base: The folder of the other release.
        number: Which one it is.
        thing: The IRI of what has the name.
        more: Further triples, each as in N-Triples but for the dot.

    Returns:
        Its folder; it is not the current one yet.
    """
    folder = Path(shutil.copytree(base, place(shelf, name(number))))
    said = (f'<{thing}> <{SKOS}altLabel> "{mark(number)}"@en', *more)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["sources_sha256"] = sources(number)
    for file, graph in {DATASET: f" <{ENTITIES}>", "default.ttl": ""}.items():
        if file in manifest["files"]:
            with (folder / file).open("a") as written:
                written.writelines(f"{triple}{graph} .\n" for triple in said)
            text = (folder / file).read_bytes()
            entry = manifest["files"][file]
            entry |= {"sha256": sha256(text).hexdigest(), "bytes": len(text)}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    files = (*manifest["files"], MANIFEST)
    sums = {each: sha256((folder / each).read_bytes()).hexdigest() for each in files}
    lines = (f"{checksum}  {each}\n" for each, checksum in sums.items())
    (folder / CHECKSUMS).write_text("".join(lines))
    return folder


def serve_next(shelf: Path, number: int) -> None:
    """Make a release the current one."""
    turn(shelf, name(number))


def twice(thing: str) -> str:
    """The address of a query that reads the name twice, from two places in a store."""
    query = f"""SELECT ?a ?b {{ <{thing}> <{SKOS}altLabel> ?a
      GRAPH ?g {{ <{thing}> <{SKOS}altLabel> ?b }}
      FILTER(STRSTARTS(STR(?a), "Marker ") && STRSTARTS(STR(?b), "Marker ")) }}"""
    return f"/sparql?{urlencode({'query': query, 'format': 'csv'})}"
