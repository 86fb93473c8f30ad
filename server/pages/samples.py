"""The examples of a shape: Turtle that passes it, and Turtle that breaks it.

For eyes only, without lines of prefixes; the whole text is in the RDF of the page.

Source: SHACL Test Suite and Status, section 3.
"""

from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from ontology.terms import VALUE
from server.pages.index import Index

_PASSED: Final = [f"{PREFIXES['earl']}passed"]
_PREFIX: Final = "@prefix "


@dataclass(frozen=True, slots=True)
class Sample:
    """One example.

    Attributes:
        anchor: What its IRI has behind the ``#``.
        passes: Whether it conforms, or breaks the shape and no other.
        title: What is right or wrong in it, in words.
        turtle: What it says, without prefixes.
    """

    anchor: str
    passes: bool
    title: str
    turtle: str


def samples(index: Index, iri: str) -> tuple[Sample, ...]:
    """Find the examples of a shape, the good ones first.

    Args:
        index: The release.
        iri: The shape.

    Returns:
        Its examples; none where the release has none.
    """
    found = [
        _sample(index, part, text)
        for part in index.parts.get(iri, ())
        for text in index.texts(part, VALUE)
    ]
    return tuple(sorted(found, key=lambda sample: (not sample.passes, sample.anchor)))


def _sample(index: Index, part: str, text: str) -> Sample:
    lines = [line for line in text.splitlines() if not line.startswith(_PREFIX)]
    said = [line.removeprefix("#").strip() for line in lines if line.startswith("#")]
    stated = [line for line in lines if not line.startswith("#")]
    return Sample(
        anchor=part.partition("#")[2],
        passes=index.iris(part, f"{PREFIXES['mf']}result") == _PASSED,
        title=" ".join(said),
        turtle="\n".join(stated).strip("\n"),
    )
