"""Releases of a few lines, on shelves of their own."""

import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path

from graph.release import Release, release_id
from graph.shelving import put

TRIPLE = "<http://e/a> <http://e/b> <http://e/c> <http://e/g> .\n"


COUNTS = ("claims", "observations", "segments", "notes", "works", "checks", "entities")


def identifier(sources: str) -> str:
    """What the release of some made-up sources is called."""
    return release_id(version("borderkg"), sources)


def write(folder: Path, sources: str, claims: int, lines: int) -> None:
    """Write the files of a release as ``publish`` does, with little in them."""
    data = (TRIPLE * lines).encode()
    files = {"dataset.nq": data, "layers/claims.trig": data, "default.ttl": data}
    manifest = {
        "format": 1,
        "version": version("borderkg"),
        "sources_sha256": sources,
        "files": {
            name: {
                "sha256": hashlib.sha256(data).hexdigest(),
                "bytes": len(data),
                "media_type": "text/plain",
            }
            for name, data in files.items()
        },
        "graphs": {"http://e/g": 1},
        "counts": {"claims": claims, "works": 33},
        "warnings": 0,
    }
    files["manifest.json"] = json.dumps(manifest).encode()
    sums = [f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in files.items()]
    files["SHA256SUMS"] = "".join(sums).encode()
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)


def add(
    folder: Path,
    sources: str,
    claims: int = 100,
    may_drop: tuple[str, ...] = (),
    lines: int = 1,
) -> Release:
    """Publish such a release."""
    return put(
        folder,
        sources,
        {"claims": claims, "works": 33},
        lambda staging: write(staging, sources, claims, lines),
        may_drop,
    )


def litter(folder: Path) -> list[str]:
    """What builds that died have left on a shelf."""
    return [path.name for path in folder.rglob(".part-*")]


def resemble(staging: Path, release: Path, sources: str) -> None:
    """Write the files of another release, as if they came from some sources."""
    shutil.copytree(release, staging, dirs_exist_ok=True)
    manifest = staging / "manifest.json"
    told = {**json.loads(manifest.read_bytes()), "sources_sha256": sources}
    was = hashlib.sha256(manifest.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told), encoding="utf-8")
    sums = (staging / "SHA256SUMS").read_text(encoding="utf-8")
    now = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (staging / "SHA256SUMS").write_text(sums.replace(was, now), encoding="utf-8")


def add_like(folder: Path, release: Path, sources: str) -> Release:
    """Publish a release that has the files of another one."""
    return put(
        folder, sources, {}, lambda staging: resemble(staging, release, sources), COUNTS
    )
