"""Fold a name: what is left when spelling, script and punctuation do not count.

A folded name has its distinctive words, each as written, in Latin letters and by sound,
and apart from them the kinds that its generic words say.

Source: Unicode Standard Annex 15 (NFKC); Unicode Standard, section 3.13 (case folding).
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final
from unicodedata import category, normalize

from server.naming.generic import Kinds, ending, generic
from server.naming.scripts import HAN, latin, simplified, sound

WORDS: Final = 32
"""Words of a name that are looked at; no name has more, and a query may."""

KEPT: Final = 8_192
"""Words whose romanisation is remembered; the names of a release repeat them."""

SMALL: Final = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to"})
"""English words that names have and people leave out."""

_LETTERS: Final = re.compile(r"(?<!\S)\w(?: \w){2,}(?!\S)")
"""Letters that stand alone, three or more: an abbreviation with points."""

_APOSTROPHES: Final = frozenset("'`\u00b4\u02b9\u02bc\u02be\u02bf\u2018\u2019\uff07")
_SPACES: Final = re.compile(r"\s+")
_HAN_RUN: Final = re.compile(rf"{HAN.pattern}+|[^\s\u3400-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as written, in Latin letters, by sound."""

    plain: str
    latin: str
    sound: str
    han: bool


@lru_cache(KEPT)
def word(plain: str) -> Word:
    """Romanise a word.

    Args:
        plain: A word in lower case.

    Returns:
        The word as written, in Latin letters and by sound.
    """
    written = latin(plain)
    return Word(plain, written, sound(written), bool(HAN.search(plain)))


@dataclass(frozen=True)
class Folded:
    """A folded name.

    Attributes:
        plain: The whole name in lower case, without punctuation.
        words: Its distinctive words; all of them where none is distinctive.
        kinds: For each generic word, the kinds that it may mean.
    """

    plain: str
    words: tuple[Word, ...]
    kinds: tuple[Kinds, ...]

    @cached_property
    def latin(self) -> str:
        """The distinctive words in Latin letters, without spaces."""
        return "".join(each.latin for each in self.words)

    @cached_property
    def sound(self) -> str:
        """The same by sound."""
        return sound(self.latin)

    @cached_property
    def han(self) -> bool:
        """Whether it has Chinese characters, whose sound names many things."""
        return any(each.han for each in self.words)


def plain(text: str) -> str:
    """Write a name in lower case and simplified characters, without punctuation.

    Args:
        text: A name as somebody wrote it.

    Returns:
        Words with single spaces between them; marks on letters stay.
    """
    kept = (_kept(each) for each in simplified(normalize("NFKC", text).casefold()))
    spaced = _SPACES.sub(" ", "".join(kept)).strip()
    return _LETTERS.sub(lambda found: found[0].replace(" ", ""), spaced)


def fold(text: str) -> Folded:
    """Fold a name.

    Args:
        text: A name as somebody wrote it.

    Returns:
        The folded name; without words if it has no letters.
    """
    whole = plain(text)
    words: list[Word] = []
    kinds: list[Kinds] = []
    parts = _HAN_RUN.findall(whole)[:WORDS]
    for place, part in enumerate(parts):
        stem, said = _apart(part, last=place == len(parts) - 1 and place > 0)
        kinds += said
        if stem and stem not in SMALL:
            words.append(word(stem))
    words = [each for each in words if each.latin]
    if not words:  # nothing distinguishes it, so everything has to
        return Folded(whole, tuple(word(p) for p in parts if latin(p)), ())
    return Folded(whole, tuple(words), tuple(kinds))


def _kept(letter: str) -> str:
    if letter in _APOSTROPHES:
        return ""
    return letter if letter.isalnum() or category(letter)[0] == "M" else " "


def _apart(part: str, *, last: bool) -> tuple[str, list[Kinds]]:
    """Split a word into what distinguishes and the kinds that it says."""
    table = generic()
    if HAN.search(part):
        found = ending(part)
        return part.removesuffix(found), [table.endings[found]] if found else []
    written = latin(part)
    said = table.words.get(written) or (table.last.get(written) if last else None)
    return ("", [said]) if said else (part, [])


def said(text: str) -> Kinds:
    """List the kinds that the words of a text may mean, ``city`` alone too."""
    parts = _HAN_RUN.findall(plain(text))
    found = [_apart(part, last=False)[1] for part in parts]
    return frozenset(kind for each in found for kinds in each for kind in kinds)
