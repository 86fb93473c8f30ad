"""The page of a segment: where it stands, its hashes, the claims stated in it.

The article's text is copyright and not redistributed: a segment is an anchor. Its
text is shown only where the operator of the server has a copy of his own.
"""

from dataclasses import dataclass

from server.copy.alignment import Alignment
from server.copy.passages import Run, runs
from server.pages.anchors import SEGMENT, ordered
from server.pages.marks import Mark, marks
from server.pages.names import Names, Shown, bk, local
from server.pages.outline import fragments


@dataclass(frozen=True, slots=True)
class Segment:
    """What the page of a segment shows besides the page of any thing.

    Attributes:
        name: Its id, ``s6.p18.s2``.
        runs: Its text, where the operator's copy has it.
        exact: Whether that is the text of the release to the letter.
        place: Section, paragraph and sentence, where it has them.
        kind: Sentence, heading, note and so on.
        start: Its first code point in the article.
        end: The code point after its last.
        sha256: The hash of its text.
        normalised: The hash of its text in normal form.
        length: The length of that form.
        reason: Why no claim is stated in it, where none is.
        claims: The claims stated in it.
        notes: The notes whose marks stand in it.
        previous: The segment before it, or nothing.
        following: The segment after it, or nothing.
    """

    name: str
    runs: tuple[Run, ...]
    exact: bool
    place: tuple[tuple[str, str], ...]
    kind: str
    start: str
    end: str
    sha256: str
    normalised: str
    length: str
    reason: str
    claims: tuple[Mark, ...]
    notes: tuple[Shown, ...]
    previous: Shown | None
    following: Shown | None


def segment(names: Names, iri: str, copy: Alignment | None) -> Segment | None:
    """Gather the page of a segment.

    Args:
        names: The names of the release.
        iri: Any IRI.
        copy: The operator's copy, if there is one.

    Returns:
        The segment, or nothing where the IRI names none.
    """
    index = names.index
    if not iri.startswith(SEGMENT) or iri not in index.names:
        return None
    before, after = _neighbours(names, iri)
    claims = marks(names, index.subjects(bk("isStatedIn"), iri))
    passage = copy.found.get(iri) if copy else None
    parts = ("section", "paragraph", "sentence")
    return Segment(
        name=local(iri),
        runs=runs(passage.text, fragments(claims)) if passage else (),
        exact=bool(passage and passage.exact),
        place=tuple(
            (part, number) for part in parts if (number := index.text(iri, bk(part)))
        ),
        kind=index.text(iri, bk("segmentKind")),
        start=index.text(iri, bk("start")),
        end=index.text(iri, bk("end")),
        sha256=index.text(iri, bk("sha256")),
        normalised=index.text(iri, bk("normalisedSha256")),
        length=index.text(iri, bk("normalisedLength")),
        reason=index.text(iri, bk("claimlessReason")),
        claims=claims,
        notes=names.links(index.subjects(bk("isCitedIn"), iri)),
        previous=before,
        following=after,
    )


def _neighbours(names: Names, iri: str) -> tuple[Shown | None, Shown | None]:
    every = ordered(names.index)
    place = every.index(iri)
    before = names.link(every[place - 1]) if place else None
    after = names.link(every[place + 1]) if place + 1 < len(every) else None
    return before, after
