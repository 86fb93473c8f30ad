"""What a release holds of the article's text, by which a copy of it is recognised.

No word of it: a hash, a length and a place a segment. Nothing here sees a copy.

Source: DESIGN, section 2 (``bk:Segment``) and principle 4.
"""

from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from server.index import Index, natural
from server.names import bk, local

SEGMENT: Final = PREFIXES["seg"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """One segment, as a release knows it.

    Attributes:
        iri: The segment.
        name: Its id, ``s6.p18.s2``.
        note: The number of the note whose text it is, or nothing.
        marks: The numbers of the notes cited in it.
        size: The length of its text, in code points.
        sha256: The hash of its text.
        length: The length of its normal form.
        normalised: The hash of its normal form.
    """

    iri: str
    name: str
    note: str
    marks: frozenset[str]
    size: int
    sha256: str
    length: int
    normalised: str


def anchors(index: Index) -> tuple[Anchor, ...]:
    """List the segments of a release.

    Args:
        index: The release.

    Returns:
        Its segments, in the order of the article.
    """
    return tuple(_anchor(index, iri) for iri in ordered(index))


def ordered(index: Index) -> list[str]:
    """List the IRIs of the segments in the order of the article."""
    return sorted(
        index.members.get(SEGMENT.rstrip("/"), ()),
        key=lambda iri: (int(index.text(iri, bk("start")) or 0), natural(iri)),
    )


def _anchor(index: Index, iri: str) -> Anchor:
    start = int(index.text(iri, bk("start")) or 0)
    cited = index.subjects(bk("isCitedIn"), iri)
    return Anchor(
        iri=iri,
        name=local(iri),
        note=_number(index, index.subjects(bk("hasText"), iri)),
        marks=frozenset(_number(index, [note]) for note in cited),
        size=int(index.text(iri, bk("end")) or 0) - start,
        sha256=index.text(iri, bk("sha256")),
        length=int(index.text(iri, bk("normalisedLength")) or 0),
        normalised=index.text(iri, bk("normalisedSha256")),
    )


def _number(index: Index, notes: list[str]) -> str:
    return index.text(notes[0], bk("noteNumber")) if notes else ""
