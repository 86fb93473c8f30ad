"""Read what escapes stand for.

A code beyond the last character stands for the last one; the engine refuses it.

Source: SPARQL 1.1 Query Language, sections 19.2 and 19.8 (productions 160 and 173).
"""

import re
from types import MappingProxyType
from typing import Final

_CODE: Final = r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})"
_IN_IRI: Final = re.compile(_CODE)
_IN_STRING: Final = re.compile(rf"{_CODE}|\\(.)", re.DOTALL)
_IN_NAME: Final = re.compile(r"\\(.)")
_CONTROLS: Final = MappingProxyType(
    {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
)
_LAST: Final = 0x10FFFF


def iri(written: str) -> str:
    """Read an IRI, given without its brackets."""
    return _IN_IRI.sub(_character, written)


def string(written: str) -> str:
    """Read a string, given without its quotation marks."""
    return _IN_STRING.sub(_character, written)


def name(written: str) -> str:
    """Read the local part of a prefixed name."""
    return _IN_NAME.sub(r"\1", written)


def _character(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        return chr(min(int(code, 16), _LAST))
    return _CONTROLS.get(match[3], match[3])
