"""Know where the sources lie, and give all of them one hash.

The sources are packed with the code, so they are found through the import system
and never by the working directory. Nothing here reads what a file says.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final, Self

MAPPINGS: Final = ".sssom.tsv"
"""How the name of a table of mappings ends; other tables are no sources."""

ENGINES: Final = ("owlrl", "pyoxigraph", "pyshacl", "rdflib")
"""The libraries whose version can change a release."""

_PARTS: Final = ("descriptions", "links", "nanopubs")
"""The folders of ``graph`` whose modules take part in a release."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The three folders that hold everything a release is made of."""

    ontology: Path
    shapes: Path
    graph: Path

    @classmethod
    def installed(cls) -> Self:
        """Return the sources that are packed with this program."""
        ontology, shapes, graph = (
            Path(str(files(room))) for room in ("ontology", "shapes", "graph")
        )
        return cls(ontology, shapes, graph)

    @classmethod
    def under(cls, root: Path) -> Self:
        """Return the sources in the three folders of that name under a root."""
        return cls(root / "ontology", root / "shapes", root / "graph")

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield each source with its name in the project, in one order everywhere."""
        for room, folder in (
            ("ontology", self.ontology),
            ("shapes", self.shapes),
            ("graph", self.graph),
        ):
            found = {
                path.relative_to(folder).as_posix(): path
                for path in folder.rglob("*")
                if path.suffix in {".ttl", ".trig", ".rq", ".csv"}
                or path.name.endswith(MAPPINGS)
            }
            for name in sorted(found):
                yield f"{room}/{name}", found[name]

    def sha256(self) -> str:
        """Return one hash over the names and bytes of all sources and of the code.

        The code is that of the pipeline and of the libraries that take part, by their
        version: a release is current only if the same program would make it again.
        """
        total = hashlib.sha256(f"borderkg {version('borderkg')}\n".encode())
        for name in ENGINES:
            total.update(f"{name} {version(name)}\n".encode())
        for name, digest in self.checksums().items():
            total.update(f"{digest}  {name}\n".encode())
        return total.hexdigest()

    def checksums(self) -> dict[str, str]:
        """Return the SHA-256 of each source and of each part of the code, by name."""
        return {name: _digest(path) for name, path in (*self.files(), *_code())}


def is_like(name: str, pattern: str) -> bool:
    """Say whether a name matches a pattern, whose stars cross no slash."""
    return name.count("/") == pattern.count("/") and fnmatchcase(name, pattern)


def _digest(path: Path) -> str:
    """Return the hash of a file; what cannot be read is refused by who reads it."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


def _code() -> Iterator[tuple[str, Path]]:
    """Yield the modules, and the table of rules, that turn sources into a release."""
    for room in ("ontology", "graph"):
        folder = Path(str(files(room)))
        code = [*folder.glob("*.py"), *folder.glob("*.tsv")]
        for part in _PARTS:
            code += folder.glob(f"{part}/*.py")
        for path in sorted(code):
            yield f"{room}/{path.relative_to(folder).as_posix()}", path
