"""Place the segments in the letters of a copy, though page layout cuts through them.

First what is whole. Then what is whole once everything placed is taken out, which is
how a sentence gets over a footnote; then without running heads and page numbers; then
without note marks; last with one hole anywhere. A hash decides each time, so nothing
is placed but what reads as the segment does.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from server.copy.anchor import Anchor
from server.copy.letters import Letters, Range
from server.copy.mending import mended
from server.copy.stretches import Match, Ranges, matches, rest

PAIRS: Final = 3_000_000
"""Pairs of joints looked at in one copy; the search in a hostile one ends there."""

HOLES: Final = 500_000
"""Holes tried in one copy, likewise."""

SHORT: Final = 25
"""Letters a segment has at least to be known by its hash alone.

A shorter one (a heading, a keyword) may stand inside a sentence too, and counts only
between the segments before and after it.
"""

Placed = dict[str, Ranges]


def placed(letters: Letters, anchors: Sequence[Anchor]) -> Placed:
    """Find the segments of the article in a copy.

    Args:
        letters: The copy.
        anchors: The segments, in the order of the article.

    Returns:
        The ranges of letters of each segment that was found, by its IRI.
    """
    known = [anchor for anchor in anchors if anchor.length]
    found: Placed = {}
    looks, tries = iter(range(PAIRS)), iter(range(HOLES))
    strips: list[Ranges] = [(), letters.furniture, letters.furniture + letters.marks]
    # Twice: what was found without marks may have stood inside what has numbers.
    for strip in strips * 2:
        while _grown(letters, known, found, strip, looks):
            pass
        if not found:
            return found
    while _mend(letters, known, found, tries):
        pass
    return found


def _grown(
    letters: Letters,
    anchors: Sequence[Anchor],
    found: Placed,
    strip: Ranges,
    looks: Iterator[int],
) -> bool:
    """Add to ``found`` what is whole without ``strip``; say whether anything was."""
    alike: defaultdict[str, list[Anchor]] = defaultdict(list)
    wanted: defaultdict[int, set[str]] = defaultdict(set)
    for anchor in _missing(anchors, found):
        alike[anchor.normalised].append(anchor)
        wanted[anchor.length].add(anchor.normalised)
    if not wanted:
        return False
    left = rest(letters, [*_taken(letters, anchors, found), *strip])
    options: defaultdict[str, list[Match]] = defaultdict(list)
    for match in matches(left, wanted, looks):
        options[match.digest].append(match)
    before = len(found)
    # What is sure comes first, and bounds where the rest can be.
    for same in sorted(alike.values(), key=lambda same: (len(same), _short(same[0]))):
        _assign(same, options[same[0].normalised], anchors, found)
    return len(found) > before


def _assign(
    same: Sequence[Anchor],
    options: list[Match],
    anchors: Sequence[Anchor],
    found: Placed,
) -> None:
    """Give segments that read alike the stretches that do, in their order."""
    for strict in (True, False):
        for anchor in _missing(same, found):
            # A heading alone does not make a text the article.
            if _short(anchor) and not (found and (strict or anchor.note)):
                continue
            low, high = _bounds(anchor, anchors, found)
            fits = [m for m in options if not strict or low <= m.place < high]
            if fits:
                found[anchor.iri] = fits[0].ranges
                options.remove(fits[0])


def _mend(
    letters: Letters, anchors: Sequence[Anchor], found: Placed, tries: Iterator[int]
) -> bool:
    """Add to ``found`` what is whole but for one hole; say whether anything was."""
    before = len(found)
    for anchor in _missing(anchors, found):
        taken = _taken(letters, anchors, found)
        within = _bounds(anchor, anchors, found)
        ranges = mended(letters, anchor, taken, within, tries)
        if ranges:
            found[anchor.iri] = ranges
    return len(found) > before


def _missing(anchors: Sequence[Anchor], found: Mapping[str, object]) -> list[Anchor]:
    return [anchor for anchor in anchors if anchor.iri not in found]


def _short(anchor: Anchor) -> bool:
    return anchor.length < SHORT


def _bounds(anchor: Anchor, anchors: Sequence[Anchor], found: Placed) -> Range:
    """Say between which letters a segment can stand: its neighbours' places.

    Notes are no neighbours of sentences: each page has its own at its foot.
    """
    like = [other for other in anchors if bool(other.note) == bool(anchor.note)]
    here = like.index(anchor)
    places = [found.get(other.iri) for other in like]
    low = next((ranges[-1][1] for ranges in reversed(places[:here]) if ranges), 0)
    high = next((ranges[0][0] for ranges in places[here:] if ranges), None)
    return low, 2**31 if high is None else high


def _taken(letters: Letters, anchors: Sequence[Anchor], found: Placed) -> list[Range]:
    """List what is placed, each note with the number that labels it."""
    taken = [place for ranges in found.values() for place in ranges]
    for anchor in anchors:
        if anchor.note and anchor.iri in found:
            high = found[anchor.iri][0][0]
            label = (high - len(anchor.note), high)
            # A whole number: the text before may end in one, as in "pp. 3-12".
            here = bisect_left(letters.numbers, label)
            same = letters.folded[slice(*label)] == anchor.note
            if same and letters.numbers[here : here + 1] == (label,):
                taken.append(label)
    return taken
