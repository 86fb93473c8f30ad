"""Bring a name into one script: simplified Chinese characters, and Latin letters.

Uyghur in Arabic letters writes every vowel, so it has a table of its own; a library
that takes them for Arabic would lose half of a name. Chinese becomes pinyin without
tones, a character at a time, so what sounds alike is alike here and no more than that.

Source: OpenCC (traditional to simplified); anyascii (everything to Latin letters).
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from anyascii import anyascii
from opencc import OpenCC

HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_OTHER: Final = re.compile(r"[^a-z0-9 ]+")

_SOUNDS: Final = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("tsz|dzh|zh", "j"),
        ("shch|sh|x", "s"),
        ("kh|gh(?=[^aeiou]|$)", "h"),
        ("gh", "g"),
        ("ck|q", "k"),
        ("w", "v"),
        ("y", "i"),
        (r"([a-z])\1+", r"\1"),
    )
)
"""Letters that different ways of romanising write for one sound, in this order."""


def simplified(text: str) -> str:
    """Write traditional Chinese characters as simplified ones; leave all else."""
    return _converter().convert(text) if HAN.search(text) else text


def latin(text: str) -> str:
    """Write a text in Latin letters.

    Args:
        text: Words in lower case, with spaces between them.

    Returns:
        Letters a to z, digits, and the spaces; marks and apostrophes are dropped.
    """
    if _ARABIC.search(text):
        text = text.translate(_uyghur())
    return _OTHER.sub("", anyascii(text).lower())


def sound(word: str) -> str:
    """Say roughly how a word in Latin letters sounds, whoever romanised it.

    Args:
        word: Letters a to z and digits.

    Returns:
        The same for ``khorgos`` and ``horgos``, for ``xinjiang`` and ``sinjiang``.
    """
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _uyghur() -> dict[int, str]:
    table = files("server.naming").joinpath("uyghur.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines())
    return {ord(letter): written for letter, written in rows}
