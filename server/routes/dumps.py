"""Blueprint: the whole graph as files, with size, checksum and how to load them.

Only what the manifest lists is served, found by its name in that list: no path of a
client ever reaches the file system. A name without its ``.gz`` twin in the release is
served plain only.

Source: RFC 9110, section 8.8.3.
"""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, current_app, render_template, send_file

from graph.release import CHECKSUMS, MANIFEST, File, Manifest, Release
from server import signposting
from server.accept import JSON
from server.headers import edition, validated
from server.missing import MissingError, ReplacedError
from server.pages import structured
from server.routes import citation
from server.routes.resource import pages

bp = Blueprint("dumps", __name__)

WHAT: Final = {
    "default.ttl": "What a query sees by default: all layers as one set of triples.",
    "asserted.ttl": "The same without what the reasoner added.",
    "dataset.nq": "Every layer and every claim as a named graph, sorted, as written.",
    "dataset.trig": "The same with prefixes, for reading.",
    "nanopubs.trig": "Each claim as a nanopublication, named by its own hash.",
    "nanopubs.nq": "The same, sorted within each.",
    "nanopubs.csv": "Which claim has which nanopublication.",
    "claims.sha256.tsv": "The checksum of each claim, over its lines of dataset.nq.",
    "sources.sha256": "The checksum of every source and module that made the release.",
    "catalog.ttl": "This list for catalogues, in DCAT; all but the lists themselves.",
    "ro-crate-metadata.json": "The same as an RO-Crate of the whole folder.",
}
"""The main files, in the order they are listed."""

DESCRIBING: Final = ("catalog.ttl", "ro-crate-metadata.json")
"""The files that describe the others, and are no part of the data."""

LISTS: Final = {CHECKSUMS: "text/plain", MANIFEST: JSON}
"""Files that speak of the others; the manifest cannot list itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the table, with its compressed twin where there is one."""

    name: str
    what: str
    file: File
    packed: File | None


@bp.get("/dumps/")
def table() -> Response:
    """List what can be downloaded."""
    release, whole = _release(), citation.works().whole()
    if cited := citation.wanted():
        return citation.file(whole, cited)
    names = pages().names
    every = sorted(release.manifest.files.keys() - set(DESCRIBING))
    page = render_template(
        "dumps.html",
        main=_main(release),
        layers=_layers(release),
        cited=citation.box("release", whole, "/dumps/"),
        structured=structured.dataset(names, release.manifest, every),
    )
    response = Response(page, mimetype="text/html")
    sign(response, release.manifest)
    return validated(response, edition(release), "dumps")


def main(manifest: Manifest) -> list[str]:
    """List the main files of the data, without those that describe them."""
    return [n for n in WHAT if n in manifest.files and n not in DESCRIBING]


def sign(response: Response, manifest: Manifest) -> None:
    """Give a page about the whole dataset its typed links, to the main files only.

    Args:
        response: The page.
        manifest: What the release says of its files.
    """
    signposting.landing(response, structured.DATASET, "Dataset")
    for name in main(manifest):
        signposting.content(response, f"/dumps/{name}", manifest.files[name])
    for name in DESCRIBING:
        if name in manifest.files:
            signposting.described(response, f"/dumps/{name}", manifest.files[name])


@bp.get("/dumps/<path:name>")
def download(name: str) -> Response:
    """Hand out one file of the release.

    Args:
        name: A name as the manifest lists it.

    Returns:
        The file, a part of it, or 304.

    Raises:
        MissingError: If the release has no file of that name.
        ReplacedError: If its files are there no more.
    """
    release = _release()
    media_type = LISTS.get(name)
    tag = edition(release)
    if media_type is None:
        if name not in release.manifest.files:
            raise MissingError(
                detail="This release has no file of that name; /dumps/ lists them."
            )
        file = release.manifest.files[name]
        media_type, tag = file.media_type, file.sha256
    path = release.folder.resolve() / name
    listed = release.manifest.files.get(name)
    if not path.is_file() or (listed and path.stat().st_size != listed.bytes):
        # Another release, or none, lies in the folder since the server began.
        raise ReplacedError
    response = send_file(path, mimetype=media_type, conditional=True, etag=tag)
    whole = signposting.link("/dumps/", "collection", "text/html")
    response.headers.add("Link", whole)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _release() -> Release:
    release: Release = current_app.extensions["borderkg.release"]
    return release


def _main(release: Release) -> list[Row]:
    files = release.manifest.files
    return [_row(release, name, what) for name, what in WHAT.items() if name in files]


def _layers(release: Release) -> list[Row]:
    plain = (name for name in release.manifest.files if not name.endswith(".gz"))
    return [_row(release, name, "") for name in sorted(plain) if name not in WHAT]


def _row(release: Release, name: str, what: str) -> Row:
    files = release.manifest.files
    return Row(name, what, files[name], files.get(f"{name}.gz"))
