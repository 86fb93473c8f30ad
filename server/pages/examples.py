"""The example queries that a release carries, as its pages show them.

Source: SHACL, section 5.3 (``sh:select``).
"""

from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from server.pages.index import Index, natural

_TEXTS: Final = ("select", "ask", "construct")


@dataclass(frozen=True, slots=True)
class Example:
    """One example query.

    Attributes:
        title: What it asks, in one line.
        query: Its text.
    """

    title: str
    query: str


def examples(index: Index) -> tuple[Example, ...]:
    """Find the example queries of a release, in the order of their names.

    Args:
        index: The release.

    Returns:
        The examples; none where the release has none.
    """
    sh, rdf, rdfs = PREFIXES["sh"], PREFIXES["rdf"], PREFIXES["rdfs"]
    found = index.subjects(f"{rdf}type", f"{sh}SPARQLExecutable")
    return tuple(
        Example(index.text(one, f"{rdfs}label"), query)
        for one in sorted(found, key=natural)
        for text in _TEXTS
        for query in index.texts(one, sh + text)
    )
