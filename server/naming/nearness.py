"""How near two folded names are: the share of their words' weight that agrees.

A word weighs the more the fewer things bear it, so ``Ili`` decides and ``Xinjiang``
hardly does. Words are compared in any order and may have typing errors; what is written
together here and apart there is compared as one word as well.

Source: rapidfuzz, optimal string alignment (a swap of neighbours is one error).
"""

from collections.abc import Callable
from typing import Final

from rapidfuzz.distance import OSA

from server.naming.folding import Folded, Word

SOUNDS: Final = 0.96
"""What agreement by sound is worth beside agreement in letters."""

HOMOPHONE: Final = 0.85
"""What Chinese words are worth that only sound alike: 陕西 is not 山西."""

PART: Final = 0.6
"""What a Chinese word is worth beside a far longer one that contains it."""

TOGETHER: Final = 0.98
"""What agreement of all words in one is worth: it cannot tell which word is which."""

SPOKEN: Final = 0.95
"""What a Chinese word is worth to one in letters: its pinyin may be other words'."""

CONTAINED: Final = 0.35
"""The part of the mark that words earn which are all in the name, whatever else is."""

INITIAL: Final = 0.8
"""What an initial is worth beside the word that begins with it."""

SURE_ENOUGH: Final = 0.65
"""The share of letters that two words must have in common to be compared at all."""

SHORT: Final = 3
"""Letters of a word in which any other letter makes another word."""

Weight = Callable[[str], float]


def nearness(left: Folded, right: Folded, weight: Weight) -> float:
    """Compare two names by what distinguishes them.

    Args:
        left: A folded name.
        right: Another.
        weight: What a word in Latin letters weighs.

    Returns:
        From 0, nothing in common, to 1, the same words.
    """
    if not left.words or not right.words:
        return 0.0
    return max(_by_words(left, right, weight), _together(left, right))


def _by_words(left: Folded, right: Folded, weight: Weight) -> float:
    pairs = [
        (likeness, i, j)
        for i, one in enumerate(left.words)
        for j, other in enumerate(right.words)
        if (likeness := word_likeness(one, other))
    ]
    pairs.sort(key=lambda pair: -pair[0])
    lefts = [weight(word.latin) for word in left.words]
    rights = [weight(word.latin) for word in right.words]
    used_left, used_right = set[int](), set[int]()
    shared = 0.0
    for likeness, i, j in pairs:
        if i in used_left or j in used_right:
            continue
        used_left.add(i)
        used_right.add(j)
        # A word with an error is rare by its error: the known one says what it weighs.
        lefts[i] = rights[j] = min(lefts[i], rights[j])
        shared += 2 * likeness * lefts[i]
    both = shared / (sum(lefts) + sum(rights))
    contained = shared / (2 * sum(lefts))
    return (1 - CONTAINED) * both + CONTAINED * contained


def word_likeness(left: Word, right: Word) -> float:
    """Compare two words; 0 if they have too little in common."""
    if left.plain == right.plain:
        return 1.0
    if left.han and right.han:
        heard = HOMOPHONE * _alike(left.latin, right.latin)
        return max(_part(left.plain, right.plain), heard)
    if 1 in {len(left.latin), len(right.latin)}:
        return INITIAL if left.latin[0] == right.latin[0] else 0.0
    heard = SOUNDS * _alike(left.sound, right.sound)
    best = max(_alike(left.latin, right.latin), heard)
    return SPOKEN * best if left.han or right.han else best


def _together(left: Folded, right: Folded) -> float:
    if left.han and right.han:
        one = "".join(word.plain for word in left.words)
        other = "".join(word.plain for word in right.words)
        return TOGETHER * _part(one, other)
    written = _alike(left.latin, right.latin)
    best = TOGETHER * max(written, SOUNDS * _alike(left.sound, right.sound))
    return SPOKEN * best if left.han or right.han else best


def _part(left: str, right: str) -> float:
    """Compare Chinese words, which have no spaces: one may be a part of the other."""
    short, long = sorted((left, right), key=len)
    if len(short) > 1 and short in long:
        return PART + (1 - PART) * len(short) / len(long)
    return _alike(left, right)


def _alike(left: str, right: str) -> float:
    """Give the share of letters in common, or 0 where that may be chance."""
    if left == right:
        return 1.0
    shorter, longer = sorted((len(left), len(right)))
    if shorter <= SHORT or shorter < SURE_ENOUGH * longer:
        return 0.0
    return OSA.normalized_similarity(left, right, score_cutoff=SURE_ENOUGH)
