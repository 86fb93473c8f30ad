"""Read what somebody takes for an identifier: whose it is, settled in one form.

Names of ours and the IRIs of linked things are read by the same function, so two ways
of writing one thing meet in the same key.

Source: RFC 3986 (URI); CURIE Syntax 1.0.
"""

import re
from typing import Final, NamedTuple
from urllib.parse import unquote

from ontology.prefixes import BASE, PREFIXES
from server.lookup.schemes import SCHEMES

OURS: Final = "BorderKG"
OTHER: Final = "IRI"
"""The scheme of an IRI that no row of the table knows."""

_WEB: Final = re.compile(r"(?:https?:)?//(.*)", re.IGNORECASE)
_SITE: Final = re.compile(r"[a-z0-9.-]+\.(?:com|org)/.*", re.IGNORECASE | re.ASCII)
_SHORT: Final = re.compile(r"([A-Za-z][A-Za-z0-9.-]*):(?!//)(.+)", re.ASCII)
_IRI: Final = re.compile(r"https?://[^/\s<>\"{}|\\^`]+[^\s<>\"{}|\\^`]*", re.IGNORECASE)
_BASE: Final = BASE.partition("//")[2]


class Identifier(NamedTuple):
    """An identifier in its settled form.

    Attributes:
        scheme: The name of its scheme, ``OURS`` or ``OTHER``.
        value: The identifier; for the last two an IRI.
    """

    scheme: str
    value: str

    @property
    def text(self) -> str:
        """How it is called before readers."""
        named = self.scheme not in {OURS, OTHER}
        return f"{self.scheme} {self.value}" if named else self.value


def read(text: str) -> Identifier | None:
    """Read an identifier.

    Args:
        text: What somebody wrote, perhaps within angle brackets.

    Returns:
        It, or nothing if it is none that is understood.
    """
    written = text.strip().removeprefix("<").removesuffix(">").strip()
    return _address(written) or _short(written) or _alone(written) or _other(written)


def _address(written: str) -> Identifier | None:
    """Read the address of a site, with ``https://`` or without."""
    found = _WEB.fullmatch(written)
    if found is None and not _SITE.fullmatch(written):
        return None
    rest = found[1] if found else written
    if rest.startswith(_BASE):
        return Identifier(OURS, BASE + rest.removeprefix(_BASE).rstrip("/"))
    plain = unquote(rest)
    for scheme in SCHEMES:
        if (match := scheme.web.fullmatch(plain)) is not None:
            return Identifier(scheme.name, scheme.settled(match[1]))
    return None


def _short(written: str) -> Identifier | None:
    """Read a prefix and what follows it, ours and other people's."""
    if (found := _SHORT.fullmatch(written)) is None:
        return None
    prefix, local = found.groups()
    for scheme in SCHEMES:
        if prefix.lower() in scheme.prefixes and scheme.local.fullmatch(local):
            return Identifier(scheme.name, scheme.settled(local))
    namespace = PREFIXES.get(prefix)
    return read(namespace + local) if namespace else None


def _alone(written: str) -> Identifier | None:
    """Read an identifier without a prefix; its check digits must be right."""
    for scheme in SCHEMES:
        if scheme.alone is not None and scheme.alone.fullmatch(written):
            value = scheme.settled(written)
            return Identifier(scheme.name, value) if scheme.valid(value) else None
    return None


def _other(written: str) -> Identifier | None:
    return Identifier(OTHER, written) if _IRI.fullmatch(written) else None
