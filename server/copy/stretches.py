"""Stretches of a copy's letters that read as a segment does, by length and hash.

What has been placed can be taken out first: the halves of a sentence that a footnote
had cut in two then lie side by side, and are one stretch of two ranges. Nothing here
knows which segment comes where.
"""

from array import array
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from server.copy.letters import Letters, Range

Ranges = tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """The letters that are left of a copy.

    Attributes:
        folded: The letters.
        kept: Where each of them stands among all letters of the copy.
        joints: Places in ``folded`` where a sentence could begin or end.
        words: Places where a word begins or ends.
    """

    folded: str = field(repr=False)
    kept: Sequence[int] = field(repr=False)
    joints: Sequence[int] = field(repr=False)
    words: Sequence[int] = field(repr=False)

    def ranges(self, low: int, high: int) -> Ranges:
        """Say where a stretch stands in the copy."""
        found: list[Range] = []
        for place in self.kept[low:high]:
            if found and found[-1][1] == place:
                found[-1] = (found[-1][0], place + 1)
            else:
                found.append((place, place + 1))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Match:
    """One stretch that reads as some segment does."""

    digest: str
    ranges: Ranges

    @property
    def place(self) -> int:
        """Where it begins."""
        return self.ranges[0][0]


def digest(folded: str) -> str:
    """Return the SHA-256 of letters, as the release writes it."""
    return sha256(folded.encode()).hexdigest()


def rest(letters: Letters, holes: Iterable[Range], within: Range | None = None) -> Rest:
    """Take some letters out of a copy.

    Args:
        letters: The copy.
        holes: What to take out.
        within: What to look at; the whole copy if nothing is said.

    Returns:
        What is left. Where something was taken out is a joint.
    """
    low, high = within or (0, len(letters.folded))
    high = min(high, len(letters.folded))
    alive = bytearray(b"\1") * len(letters.folded)
    for start, end in holes:
        alive[start:end] = bytes(end - start)
    kept = array("l", (place for place in range(low, high) if alive[place]))
    joints, words = array("l"), array("l")
    before = -1
    for here, place in enumerate(kept):
        cut = place - 1 != before
        if cut or letters.joints[place]:
            joints.append(here)
        if cut or letters.words[place]:
            words.append(here)
        before = place
    joints.append(len(kept))
    words.append(len(kept))
    return Rest("".join(letters.folded[place] for place in kept), kept, joints, words)


def matches(
    left: Rest, wanted: Mapping[int, Container[str]], looks: Iterator[int]
) -> list[Match]:
    """Find every stretch between two joints that reads as something wanted.

    Args:
        left: Where to look.
        wanted: Length -> the hashes of the texts of that length.
        looks: One for each pair of joints that may still be looked at.

    Returns:
        The stretches, in the order of the copy. Of two that overlap the longer one
        counts: a heading's words may stand in a sentence as well.
    """
    found = [
        (low, high, name)
        for low, high in _pairs(left, wanted, looks)
        if (name := digest(left.folded[low:high])) in wanted[high - low]
    ]
    taken = bytearray(len(left.folded))
    apart: list[tuple[int, int, str]] = []
    for low, high, name in sorted(found, key=lambda match: match[0] - match[1]):
        if 1 not in taken[low:high]:
            taken[low:high] = b"\1" * (high - low)
            apart.append((low, high, name))
    return [Match(name, left.ranges(low, high)) for low, high, name in sorted(apart)]


def _pairs(
    left: Rest, wanted: Mapping[int, object], looks: Iterator[int]
) -> Iterator[Range]:
    longest = max(wanted, default=0)
    for number, low in enumerate(left.joints, start=1):
        for later in range(number, len(left.joints)):
            high = left.joints[later]
            if high - low > longest:
                break
            if next(looks, None) is None:
                return
            if high - low in wanted:
                yield low, high
