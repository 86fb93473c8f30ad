"""The normal form of article text, by which any copy of it can be recognised.

Line breaks, hyphens, quotation marks, widths and note markers differ from copy to
copy; letters and digits do not. Nothing here looks for a segment in a copy.

Source: UAX #15 (NFKC); The Unicode Standard, section 3.13.
"""

import re
import unicodedata
from hashlib import sha256


def normalised(text: str) -> str:
    """Return the letters and digits of ``text``, folded, without note markers."""
    unmarked = re.sub(r"\[\d+\]", "", text)
    # Case folding can undo the normal form, so the form is taken once more.
    folded = unicodedata.normalize("NFKC", unmarked).casefold()
    composed = unicodedata.normalize("NFKC", folded)
    return "".join(character for character in composed if character.isalnum())


def digest(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()
