"""A copy of the article as one stream of letters and digits, each with its place.

Line breaks, hyphens, quotation marks and blanks differ from copy to copy; the stream
is what no copy changes, folded as the release's normalised hashes are. It also knows
where a sentence could begin (after punctuation or a line break), which numbers could
be note marks and which lines are page furniture. It knows nothing about segments.

Source: UAX #15 (NFKC); The Unicode Standard, section 3.13.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_MARKS: Final = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*"
_CLUSTER: Final = re.compile(
    rf"\[\d+\]|[0-9A-Za-z]{_MARKS}|[^\x00-\x7f]{_MARKS}"  # a letter, with its accents
)
_INSIDE: Final = " \t\u00a0\u00ad\u2009\u202f-\u2010\u2011'\u2018\u2019"
"""What may stand inside a sentence without dividing it."""

_NOTE_MARK: Final = re.compile(
    r"<sup>\s*\d{1,3}\s*</sup>"
    r"|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}"
    # Digits tight behind a word or its punctuation, not those of a larger number.
    r"|(?<![\d\s$\u20ac/\u2013\u2014-])(?<!\d[.,])\d{1,3}(?![\w%])"
)
_NUMBER: Final = re.compile(r"(?<!\d)\d{1,3}(?!\d)")

FURNITURE: Final = 3
"""A line that stands so often in a copy, numbers apart, is a running head."""

_LINE: Final = 120
"""The longest line that may be one."""

Range = tuple[int, int]
"""Letters from the first number up to the second, that one not included."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a copy.

    Attributes:
        text: The copy, as it is.
        folded: Its letters and digits, folded.
        starts: Where each of them begins in the text.
        ends: Where each of them ends in the text.
        joints: One a letter: whether a sentence could begin with it.
        words: One a letter: whether a word begins with it.
        marks: What could be note marks.
        numbers: Every number of up to three digits.
        furniture: What could be running heads and page numbers.
    """

    text: str = field(repr=False)
    folded: str = field(repr=False)
    starts: Sequence[int] = field(repr=False)
    ends: Sequence[int] = field(repr=False)
    joints: bytes = field(repr=False)
    words: bytes = field(repr=False)
    marks: tuple[Range, ...] = field(repr=False)
    numbers: tuple[Range, ...] = field(repr=False)
    furniture: tuple[Range, ...] = field(repr=False)


def letters(text: str) -> Letters:
    """Read a copy as letters.

    Args:
        text: Any text.

    Returns:
        Its letters and digits with their places.
    """
    folded, starts, ends = fold(text)
    marks = _ranges(_NOTE_MARK, text, starts)
    numbers = _ranges(_NUMBER, text, starts)
    joints, words = bytearray(len(folded) + 1), bytearray(len(folded) + 1)
    for place in range(1, len(folded)):
        between = text[ends[place - 1] : starts[place]]
        if between:
            words[place] = 1
            joints[place] = bool(between.strip(_INSIDE))
    # A number may be the label of a note or the mark behind a sentence.
    for low, high in (*marks, *numbers):
        for place in (low, high):
            joints[place] = words[place] = 1
    for edge in (0, len(folded)):
        joints[edge] = words[edge] = 1
    return Letters(
        text=text,
        folded=folded,
        starts=starts,
        ends=ends,
        joints=bytes(joints),
        words=bytes(words),
        marks=marks,
        numbers=numbers,
        furniture=_furniture(text, starts),
    )


def fold(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Take the letters and digits out of a text, folded as the release's hashes are.

    Args:
        text: Any text.

    Returns:
        The letters, and where each of them begins and ends in the text.
    """
    known: dict[str, str] = {}
    found: list[str] = []
    starts, ends = array("l"), array("l")
    for match in _CLUSTER.finditer(text):
        cluster = match[0]
        if cluster not in known:
            known[cluster] = _fold(cluster)
        for letter in known[cluster]:
            found.append(letter)
            starts.append(match.start())
            ends.append(match.end())
    return "".join(found), starts, ends


def _fold(cluster: str) -> str:
    if cluster.startswith("["):  # a note mark, which the normal form drops
        return ""
    # Case folding can undo the normal form, so the form is taken once more.
    once = unicodedata.normalize("NFKC", cluster).casefold()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", once)))


def _ranges(
    pattern: re.Pattern[str], text: str, starts: Sequence[int]
) -> tuple[Range, ...]:
    found = (
        (bisect_left(starts, match.start()), bisect_left(starts, match.end()))
        for match in pattern.finditer(text)
    )
    return tuple((low, high) for low, high in found if low < high)


def _furniture(text: str, starts: Sequence[int]) -> tuple[Range, ...]:
    lines = [(m.start(), m.end(), _key(m[0])) for m in re.finditer(r"[^\n\f\r]+", text)]
    often = Counter(key for _, _, key in lines if key is not None)
    return tuple(
        (bisect_left(starts, start), bisect_left(starts, end))
        for start, end, key in lines
        if key is not None and (not key or often[key] >= FURNITURE)
    )


def _key(line: str) -> str | None:
    """Reduce a line to what a running head repeats; a page number to nothing."""
    if len(line) > _LINE:
        return None
    return re.sub(r"[\W\d_]+", "", line).casefold()
