"""Which known words are like another one: they differ in a few letters.

Source: rapidfuzz, optimal string alignment; two letters that changed places count once.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA


class Like(NamedTuple):
    """A word that is like the one looked for."""

    word: str
    share: float
    place: int


def alike(
    word: str, known: Iterable[str], share: float, most: int | None = None
) -> list[Like]:
    """List the words that are like another.

    Args:
        word: What is looked for.
        known: Words; their order decides between equals.
        share: The share of letters that must agree; 1 is the same word.
        most: How many are wanted; all if nothing is said.

    Returns:
        The words, the nearest first, each with its share and its place among the known.
    """
    found = process.extract(
        word,
        list(known),
        scorer=OSA.normalized_similarity,
        score_cutoff=share,
        limit=most,
    )
    return [Like(*each) for each in found]
