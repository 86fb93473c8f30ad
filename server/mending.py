"""Find a segment that something unknown cuts in two: one hole, whatever fills it.

What is known is how long the hole is: the stretch between two joints is longer than
the segment by just that. So it begins at one of a few words, and a hash says which.

Source: DESIGN, principle 4.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from server.anchors import Anchor
from server.letters import Letters, Range
from server.stretches import Ranges, Rest, digest, rest

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
    own = tuple(
        (low, high)
        for low, high in letters.numbers
        if letters.folded[low:high] in anchor.marks
    )
    low, high = within
    near = (low, min(high, low + WIDE))
    strips: list[Ranges] = [(), own, letters.furniture, letters.furniture + own]
    for strip in dict.fromkeys(strips):
        left = rest(letters, [*taken, *strip], near)
        found = _found(left, anchor, tries)
        if found:
            return found
    return ()


def _found(left: Rest, anchor: Anchor, tries: Iterator[int]) -> Ranges:
    words = frozenset(left.words)
    for number, low in enumerate(left.joints):
        for high in left.joints[number:]:
            hole = high - low - anchor.length
            if hole > HOLE:
                break
            if hole < 0:
                continue
            for cut in left.words:
                if not (low < cut <= high - hole and cut + hole in words):
                    continue
                if next(tries, None) is None:
                    return ()
                text = left.folded[low:cut] + left.folded[cut + hole : high]
                if digest(text) == anchor.normalised:
                    return left.ranges(low, cut) + left.ranges(cut + hole, high)
    return ()
