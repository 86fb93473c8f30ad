"""The dataset as schema.org has it, for the search engines that read pages.

Everything is taken from what the release says of itself. In a page it is a block of
data, which no browser runs, so the policy of the pages needs no exception.

Source: schema.org, Dataset and DataDownload; Google Search Central, Dataset.
"""

from collections.abc import Iterable
from typing import Any, Final

from graph.release import Manifest
from ontology.prefixes import BASE, PREFIXES
from ontology.terms import THE_ARTICLE
from server.pages.names import Names, bk

DATASET: Final = f"{BASE}dataset"
_DCTERMS: Final = PREFIXES["dcterms"]
_DCAT: Final = PREFIXES["dcat"]


def dataset(
    names: Names, manifest: Manifest, files: Iterable[str]
) -> dict[str, Any] | None:
    """Describe the dataset.

    Args:
        names: The names of the release.
        manifest: What it says of its files.
        files: The files to tell of.

    Returns:
        JSON-LD, or nothing where the release does not describe itself.
    """
    index = names.index
    title = index.text(DATASET, f"{_DCTERMS}title")
    if not title:
        return None
    makers = [
        {"@type": "Organization", "@id": iri, "name": names.label(iri)}
        for iri in index.iris(DATASET, f"{_DCTERMS}creator")
    ]
    time = next(iter(index.iris(DATASET, f"{_DCTERMS}temporal")), "")
    days = [index.text(time, f"{_DCAT}{end}Date") for end in ("start", "end")]
    said = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": DATASET,
        "url": BASE,
        "identifier": DATASET,
        "name": title,
        "description": index.text(DATASET, f"{_DCTERMS}description"),
        "version": manifest.version,
        "datePublished": index.text(DATASET, f"{_DCTERMS}issued"),
        "license": next(iter(index.iris(DATASET, f"{_DCTERMS}license")), ""),
        "creator": makers,
        "publisher": makers,
        "keywords": index.texts(DATASET, f"{_DCAT}keyword"),
        "temporalCoverage": "/".join(days) if all(days) else "",
        "spatialCoverage": [
            {"@type": "Place", "@id": iri, "name": names.label(iri)}
            for iri in index.iris(DATASET, f"{_DCTERMS}spatial")
        ],
        "citation": _article(names),
        "distribution": [_download(name, manifest) for name in files],
    }
    return {name: value for name, value in said.items() if value}


def _article(names: Names) -> dict[str, Any]:
    authors = names.index.iris(THE_ARTICLE, bk("hasAuthor"))
    return {
        "@type": "ScholarlyArticle",
        "@id": THE_ARTICLE,
        "name": names.label(THE_ARTICLE),
        "author": [
            {"@type": "Person", "@id": iri, "name": names.label(iri)} for iri in authors
        ],
    }


def _download(name: str, manifest: Manifest) -> dict[str, Any]:
    file = manifest.files[name]
    return {
        "@type": "DataDownload",
        "name": name,
        "contentUrl": f"{BASE}dumps/{name}",
        "encodingFormat": file.media_type,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }
