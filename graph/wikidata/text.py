"""Make a stranger's text harmless, and compare names as people do.

Labels and messages of the API are cleaned where they come in, so that no report, table
or terminal has to mistrust them again.

Source: Unicode Standard Annex 44 (general categories); Unicode Technical Report 36,
section 2.10 (bidirectional text spoofing).
"""

import unicodedata
from typing import Final

LONGEST: Final = 250
"""Characters of a label that are kept; Wikidata allows no more."""

_JOINERS: Final = frozenset("\u200c\u200d")
"""Format characters that belong to the spelling of a word in some scripts."""

_BREAKS: Final = frozenset({"Cc", "Zl", "Zp", "Zs"})
_HIDDEN: Final = frozenset({"Cf", "Cn", "Co", "Cs"})


def clean(text: str) -> str:
    """Return a text in one line, without controls and what turns or hides others.

    Args:
        text: Any text, perhaps hostile.

    Returns:
        At most ``LONGEST`` printable characters; each break or control is a space.
    """
    kept: list[str] = []
    for char in text[: 4 * LONGEST]:
        category = unicodedata.category(char)
        if category in _BREAKS:
            kept.append(" ")
        elif category not in _HIDDEN or char in _JOINERS:
            kept.append(char)
    return " ".join("".join(kept).split())[:LONGEST].rstrip()


def fold(name: str) -> str:
    """Return what two spellings of one name share: no case, marks, signs or spaces."""
    apart = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKC", name).casefold()
    )
    return "".join(char for char in apart if char.isalnum())
