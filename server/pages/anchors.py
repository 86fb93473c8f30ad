"""What a release holds of the article's text, by which a copy of it is recognised.

No word of it: a hash, a length and a place a segment. Nothing here sees a copy.
"""

from typing import Final

from ontology.prefixes import PREFIXES
from server.copy.anchor import Anchor
from server.pages.index import Index, natural
from server.pages.names import bk, local

SEGMENT: Final = PREFIXES["seg"]


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
