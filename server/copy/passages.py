"""A segment as a copy prints it, and the words of it that claims rest on.

Line breaks become blanks and divided words are joined; what a page's layout put
inside is left out. Nothing here knows where segments stand.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Final

from server.copy.anchor import Anchor
from server.copy.letters import Letters, fold
from server.copy.stretches import Ranges

_BEFORE: Final = re.compile(r"[(\[\"'\u00ab\u2018\u201c]*\Z")
_AFTER: Final = re.compile(
    r"(?:\[\d+\]|[-.,;:!?%)\]\"'\u00ad\u00bb\u2010\u2019\u201d\u2026])*"
)
_DIVIDED: Final = re.compile(r"(\w+)[-\u2010\u00ad][ \t]*\n\s*(\w+)")
_NEAR: Final = 80
"""Signs before the first letter of a segment that may belong to it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One segment in a copy.

    Attributes:
        text: Its text there, on one line.
        exact: Whether it is the release's own text to the letter.
    """

    text: str = field(repr=False)
    exact: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a passage, and which fragments cover them.

    Attributes:
        text: The words.
        keys: The keys of the fragments, the shortest first; none for plain text.
    """

    text: str = field(repr=False)
    keys: tuple[str, ...]


def words(text: str) -> frozenset[str]:
    """List the words of a copy, by which divided ones are told from compounds."""
    return frozenset(re.findall(r"\w+(?:-\w+)*", text.casefold()))


def passage(
    copy: Letters, anchor: Anchor, ranges: Ranges, known: Collection[str]
) -> Passage:
    """Cut a segment out of a copy.

    Args:
        copy: The copy.
        anchor: The segment.
        ranges: The letters that are its own.
        known: The words of the copy.

    Returns:
        Its text: to the letter where the copy has it so, else tidied.
    """
    exact = _exact(copy, anchor, ranges)
    if exact:
        return Passage(exact, exact=True)
    shown, end = "", 0
    for low, high in ranges:
        start = copy.starts[low]
        if shown and re.search(r"\s", copy.text[end:start]):
            shown += "\n"
        opening = _BEFORE.search(copy.text, end, start)
        shown += (opening[0] if opening else "") + copy.text[
            start : copy.ends[high - 1]
        ]
        closing = _AFTER.match(copy.text, copy.ends[high - 1])
        shown += closing[0] if closing else ""
        end = copy.ends[high - 1] + (len(closing[0]) if closing else 0)
    joined = _DIVIDED.sub(lambda match: _joined(match, known), shown)
    return Passage(" ".join(joined.split()), exact=False)


def _exact(copy: Letters, anchor: Anchor, ranges: Ranges) -> str:
    if len(ranges) > 1:
        return ""
    ((low, high),) = ranges
    before = copy.ends[low - 1] if low else 0
    first, last = copy.starts[low], copy.ends[high - 1]
    for start in range(first, max(before, first - _NEAR) - 1, -1):
        text = copy.text[start : start + anchor.size]
        whole = start + anchor.size >= last
        if whole and sha256(text.encode()).hexdigest() == anchor.sha256:
            return text
    return ""


def _joined(match: re.Match[str], known: Collection[str]) -> str:
    one, compound = match[1] + match[2], f"{match[1]}-{match[2]}"
    if one.casefold() not in known and compound.casefold() in known:
        return compound
    return one if match[2][0].islower() else compound


def runs(text: str, fragments: Iterable[tuple[str, str]]) -> tuple[Run, ...]:
    """Cut a passage into runs where the fragments of claims begin and end.

    Args:
        text: The passage.
        fragments: Keys and printed fragments, such as occur in the passage or not.

    Returns:
        The runs, whose texts together are the passage.
    """
    spans = [(*span, key) for key, part in fragments if (span := _span(text, part))]
    edges = {0, len(text)}.union(*((low, high) for low, high, _ in spans))
    places = sorted(edges)
    found: list[Run] = []
    for low, high in pairwise(places):
        over = [span for span in spans if span[0] <= low and high <= span[1]]
        over.sort(key=lambda span: span[1] - span[0])
        found.append(Run(text[low:high], tuple(dict.fromkeys(s[2] for s in over))))
    return tuple(found)


def _span(text: str, fragment: str) -> tuple[int, int] | None:
    """Find a fragment in a passage: as it is, else by letters and digits alone."""
    literal = re.search(rf"(?<!\w){re.escape(fragment)}(?!\w)", text)
    if literal:
        return literal.span()
    folded, starts, ends = fold(text)
    sought = fold(fragment)[0]
    place = folded.find(sought)
    if not sought or place < 0:
        return None
    return starts[place], ends[place + len(sought) - 1]
