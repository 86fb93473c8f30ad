"""How a client writes our names: as an IRI, with our prefix, or as it is in its space.

Things are identified below the base IRI, ``place/khorgos``; types and properties below
the ontology, ``City``. What is none of these may still be the label of one.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from ontology.prefixes import BASE, PREFIXES, curie
from server.likeness import alike
from server.naming.folding import plain
from server.reconcile.parsing import short
from server.refusals import MalformedError

TERMS: Final = PREFIXES["bk"]
"""The schema space: types and properties begin with it."""

NEAREST: Final = 3
ALIKE: Final = 0.5


def identifier(iri: str) -> str:
    """Write a thing as it is in the identifier space."""
    return iri.removeprefix(BASE)


def term(iri: str) -> str:
    """Write a type or a property as it is in the schema space, or with its prefix."""
    return iri.removeprefix(TERMS) if iri.startswith(TERMS) else curie(iri)


def thing(written: str) -> str:
    """Read what may be one of our things.

    Args:
        written: An IRI, a prefixed name, or an identifier.

    Returns:
        An IRI, which may name nothing.
    """
    if written.startswith(BASE):
        return written
    prefix, colon, name = written.partition(":")
    space = PREFIXES.get(prefix, "") if colon else ""
    return space + name if space.startswith(BASE) else BASE + written


class Terms:
    """Types or properties, found by any way to write them."""

    def __init__(self, what: str, labels: Mapping[str, Iterable[str]]) -> None:
        """Index them.

        Args:
            what: What they are, for a refusal.
            labels: For each identifier, its other names.
        """
        self._what = what
        self._known = {identifier: identifier for identifier in labels}
        for identifier, names in labels.items():
            for name in (identifier, *names):
                self._known.setdefault(plain(name), identifier)

    def find(self, written: str) -> str:
        """Find an identifier.

        Args:
            written: An IRI, a prefixed name, an identifier, or a label.

        Returns:
            The identifier.

        Raises:
            MalformedError: If there is nothing of that name; it says what is near it.
        """
        bare = written.removeprefix(TERMS).removeprefix("bk:")
        found = self._known.get(bare) or self._known.get(plain(bare))
        if found is None:
            near = alike(plain(bare), self._known, ALIKE, most=NEAREST)
            names = dict.fromkeys(self._known[like.word] for like in near)
            hint = f" Near it: {', '.join(names)}." if names else ""
            detail = f"There is no {self._what} {short(written)} here.{hint}"
            raise MalformedError(detail=detail)
        return found
