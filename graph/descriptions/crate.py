"""Write ``ro-crate-metadata.json``: a release's folder as a research object.

It lists every file that was made before it, the catalogue too, with its checksum; the
manifest and the list of checksums hold this file's own and stand without.

Source: RO-Crate Metadata Specification 1.1.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.metadata import DATASET, LICENCE
from graph.release import CHECKSUMS, MANIFEST, File
from ontology import terms
from ontology.prefixes import PREFIXES

NAME: Final = "ro-crate-metadata.json"
MEDIA_TYPE: Final = "application/ld+json"

_SPECIFICATION: Final = "https://w3id.org/ro/crate/1.1"
_SHA256: Final = {"sha256": "https://schema.org/sha256"}
_LATER: Final = {MANIFEST: "application/json", CHECKSUMS: "text/plain"}


def write(quads: Iterable[Quad], files: Mapping[str, File]) -> bytes:
    """Write the crate's metadata.

    Args:
        quads: The dataset with ``g:metadata``, from which the description is taken.
        files: The files to list.

    Returns:
        JSON-LD.
    """
    graph = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _SPECIFICATION},
        },
        *_described(tuple(quads), sorted({*files, *_LATER})),
        *(_file(name, file) for name, file in files.items()),
        *(
            {"@id": name, "@type": "File", "name": name, "encodingFormat": media_type}
            for name, media_type in _LATER.items()
        ),
    ]
    whole = {"@context": [f"{_SPECIFICATION}/context", _SHA256], "@graph": graph}
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def _file(name: str, file: File) -> dict[str, Any]:
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "contentSize": str(file.bytes),
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
        "license": {"@id": LICENCE},
    }


def _described(quads: tuple[Quad, ...], parts: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the folder, its makers, its licence and the article."""
    said = _Said(quads)
    makers = said.objects(DATASET, "dcterms:creator")
    yield {
        "@id": "./",
        "@type": "Dataset",
        "name": said.text(DATASET, "dcterms:title"),
        "description": said.text(DATASET, "dcterms:description"),
        "datePublished": said.text(DATASET, "dcterms:issued"),
        "version": said.text(DATASET, "dcat:version"),
        "identifier": DATASET,
        "keywords": said.objects(DATASET, "dcat:keyword"),
        "license": {"@id": LICENCE},
        "author": [{"@id": maker} for maker in makers],
        "publisher": [{"@id": maker} for maker in makers],
        "citation": {"@id": terms.THE_ARTICLE},
        "hasPart": [{"@id": name} for name in parts],
    }
    for maker in makers:
        name = said.text(maker, "rdfs:label")
        yield {"@id": maker, "@type": "Organization", "name": name}
    article = said.text(terms.THE_ARTICLE, "rdfs:label")
    yield {"@id": terms.THE_ARTICLE, "@type": "ScholarlyArticle", "name": article}
    yield {
        "@id": LICENCE,
        "@type": "CreativeWork",
        "name": "CC BY 4.0",
        "description": "Creative Commons Attribution 4.0 International",
    }


class _Said:
    """What is said of the few things a crate speaks of."""

    def __init__(self, quads: tuple[Quad, ...]) -> None:
        dataset = NamedNode(DATASET)
        named = {q.object for q in quads if q.subject == dataset}
        named |= {dataset, NamedNode(terms.THE_ARTICLE)}
        self._quads = [quad for quad in quads if quad.subject in named]

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property, sorted, each once."""
        prefix, _, name = predicate.partition(":")
        wanted = (NamedNode(subject), NamedNode(PREFIXES[prefix] + name))
        found = (q for q in self._quads if (q.subject, q.predicate) == wanted)
        return sorted({_value(quad) for quad in found})

    def text(self, subject: str, predicate: str) -> str:
        """Return the first of them, or nothing."""
        return next(iter(self.objects(subject, predicate)), "")


def _value(quad: Quad) -> str:
    term = quad.object
    return term.value if isinstance(term, Literal | NamedNode) else str(term)
