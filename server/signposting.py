"""Typed links that tell a program what a page is about, and where its data are.

Source: FAIR Signposting Profile, level 1 (signposting.org/FAIR).
"""

from typing import Final

from flask import Response

from graph.release import File
from ontology.prefixes import PREFIXES

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
CURATORS: Final = f"{PREFIXES['actor']}borderkg-curators"
_SCHEMA: Final = "https://schema.org/"


def link(target: str, relation: str, media_type: str = "") -> str:
    """Write one link, with the type of what it leads to where that is known."""
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{target}>; rel="{relation}"{kind}'


def landing(response: Response, iri: str, kind: str) -> None:
    """Say on a page what it is about, by which name that is cited, and its licence.

    Args:
        response: The page.
        iri: What it is about; others' facts keep their licence, so none is said.
        kind: The class of it in schema.org.
    """
    response.headers.add("Link", link(iri, "cite-as"))
    for name in ("AboutPage", kind):
        response.headers.add("Link", link(f"{_SCHEMA}{name}", "type"))
    if not iri.startswith(PREFIXES["snapshot"]):
        response.headers.add("Link", link(LICENCE, "license"))
        response.headers.add("Link", link(CURATORS, "author"))


def content(response: Response, path: str, file: File) -> None:
    """Lead from a page to one file of what it is about."""
    response.headers.add("Link", link(path, "item", file.media_type))


def described(response: Response, path: str, file: File) -> None:
    """Lead from a page to a file that describes what it is about."""
    response.headers.add("Link", link(path, "describedby", file.media_type))
