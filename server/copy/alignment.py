"""The operator's own copy of the article: read, aligned, and shown to nobody else.

A release holds no text. Whoever has the article may give the server any plain-text
copy of it, and its pages then show the sentences of the segments that were found.
The text stays in this process: it is in no release, no RDF, no log and no cache.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from server.copy.anchor import Anchor
from server.copy.letters import letters
from server.copy.passages import Passage, passage, words
from server.copy.placing import placed

LIMIT: Final = 2_000_000
"""Bytes of a copy at most: some fifty times the article."""


class CopyError(ValueError):
    """A file that cannot be a copy of the article."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which segments stand where in a copy.

    Attributes:
        found: The passage of each segment that was found, by its IRI.
        missing: The ids of the segments that were not, in the order of the article.
    """

    found: Mapping[str, Passage] = field(repr=False)
    missing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Say how much was found."""
        total = len(self.found) + len(self.missing)
        return f"{len(self.found)} of {total} segments aligned"


def read(path: Path) -> str:
    """Read a copy of the article.

    Args:
        path: A text file in UTF-8.

    Returns:
        Its text.

    Raises:
        CopyError: If it cannot be read, is too long, is not UTF-8 or is empty.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as problem:
        reason = f"{path} cannot be read: {problem.strerror}"
        raise CopyError(reason) from problem
    if len(data) > LIMIT:
        reason = f"{path} is longer than {LIMIT:,} bytes, too long for one article"
        raise CopyError(reason)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The error would carry the bytes of the text, and a traceback would print them.
        reason = f"{path} is not plain text in UTF-8; save it as such first"
        raise CopyError(reason) from None
    if not text.strip():
        reason = f"{path} is empty; it should hold the text of the article"
        raise CopyError(reason)
    return text


def align(text: str, anchors: Sequence[Anchor]) -> Alignment:
    """Align a copy to the segments of a release.

    Args:
        text: The copy, page layout and all.
        anchors: The segments, in the order of the article.

    Returns:
        What was found. Nothing found is an answer too: the text of something else.
    """
    copy = letters(text)
    places = placed(copy, anchors)
    known = words(text)
    found = {
        anchor.iri: passage(copy, anchor, places[anchor.iri], known)
        for anchor in anchors
        if anchor.iri in places
    }
    missing = tuple(anchor.name for anchor in anchors if anchor.iri not in found)
    return Alignment(found, missing)
