"""One segment as a release knows it: what a copy of the article is recognised by."""

from dataclasses import dataclass


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
