"""Words that only say what kind of thing a name names: city, 市, область, шәһири.

They tell Almaty from its region and the Ili prefecture from the river, and are shared
by hundreds of names, so they are set apart from the words that distinguish. The table
has a row a kind, with words of every language; one with a star counts at the end of a
name only, where pinyin puts it, because elsewhere it may be a name: Xi'an is no county.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from server.naming.scripts import HAN, latin

TABLE: Final = "generic.tsv"

STEM: Final = 2
"""Characters that a Chinese name keeps at least: the last of 兰州 is no prefecture."""

Kinds = frozenset[str]


@dataclass(frozen=True, slots=True)
class Generic:
    """The table.

    Attributes:
        words: Words in Latin letters, each with the kinds it may mean.
        last: Those that count at the end of a name only.
        endings: Chinese endings, the longest first, with theirs.
    """

    words: Mapping[str, Kinds]
    last: Mapping[str, Kinds]
    endings: Mapping[str, Kinds]


@cache
def generic() -> Generic:
    """Read the table, once."""
    parts: tuple[defaultdict[str, set[str]], ...]
    parts = (defaultdict(set), defaultdict(set), defaultdict(set))
    words, last, endings = parts
    table = files("server.naming").joinpath(TABLE).read_text("utf-8")
    for line in table.splitlines():
        kind, _, listed = line.partition("\t")
        for word in listed.split():
            if HAN.search(word):
                endings[word].add(kind)
            elif word.endswith("*"):
                last[word[:-1]].add(kind)
            else:
                words[latin(word)].add(kind)
    by_length = sorted(endings.items(), key=lambda each: -len(each[0]))
    return Generic(_frozen(words), _frozen(last), _frozen(dict(by_length)))


def ending(word: str) -> str:
    """Find the generic ending of a Chinese word.

    Args:
        word: A word of Chinese characters.

    Returns:
        The ending, or nothing.
    """
    endings = generic().endings
    for found in endings if word not in endings else ():
        if word.endswith(found) and len(word) - len(found) >= STEM:
            return found
    return ""


def _frozen(table: Mapping[str, set[str]]) -> Mapping[str, Kinds]:
    return MappingProxyType({word: frozenset(kinds) for word, kinds in table.items()})
