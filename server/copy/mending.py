"""Find a segment that something unknown cuts in two: one hole, whatever fills it.

What is known is how long the hole is: the stretch between two joints is longer than
the segment by just that. So it begins at one of a few words, and a hash says which.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from server.copy.anchor import Anchor
from server.copy.letters import Letters, Range
from server.copy.stretches import Ranges, Rest, digest, rest

HOLE: Final = 2_000
"""The longest hole, in letters: a page's worth of notes."""

WIDE: Final = 50_000
"""Letters looked at for one segment whose neighbours were not found either."""


def mended(
    letters: Letters,
    anchor: Anchor,
    taken: Sequence[Range],
    within: Range,
    tries: Iterator[int],
) -> Ranges:
    """Find a segment that is whole but for one hole.

    Args:
        letters: The copy.
        anchor: The segment.
        taken: What other segments are placed in.
        within: Between which letters it can stand.
        tries: One for each hole that may still be tried.

    Returns:
        Its ranges of letters; nothing where it was not found.
    """
    start, end = within
    near = (start, min(end, start + WIDE))
    numbers = letters.numbers[
        slice(*(bisect_left(letters.numbers, (n,)) for n in near))
    ]
    own = tuple(
        (low, high) for low, high in numbers if letters.folded[low:high] in anchor.marks
    )
    strips: list[Ranges] = [(), own, letters.furniture, letters.furniture + own]
    for strip in dict.fromkeys(strips):
        left = rest(letters, [*taken, *strip], near)
        found = _found(left, anchor, tries)
        if found:
            return found
    return ()


def _found(left: Rest, anchor: Anchor, tries: Iterator[int]) -> Ranges:
    words = frozenset(left.words)
    for low, high in _pairs(left, anchor.length):
        hole = high - low - anchor.length
        first = bisect_right(left.words, low)
        last = bisect_right(left.words, high - hole)
        for cut in left.words[first:last]:
            if next(tries, None) is None:
                return ()
            if cut + hole not in words:
                continue
            text = left.folded[low:cut] + left.folded[cut + hole : high]
            if digest(text) == anchor.normalised:
                return left.ranges(low, cut) + left.ranges(cut + hole, high)
    return ()


def _pairs(left: Rest, length: int) -> Iterator[Range]:
    """List the pairs of joints with room for a segment and a hole between them."""
    for low in left.joints:
        first = bisect_left(left.joints, low + length)
        last = bisect_right(left.joints, low + length + HOLE)
        for high in left.joints[first:last]:
            yield low, high
