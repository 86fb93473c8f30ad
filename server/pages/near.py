"""The names of a release that are like one it does not have."""

from typing import Final

from server.likeness import alike
from server.pages.index import Index
from server.pages.names import local

NEAREST: Final = 5
"""Names offered when one is not found."""

LIKENESS: Final = 0.6
"""How like it they are at least; 1 is the same."""


def nearest(index: Index, iri: str) -> list[str]:
    """List the names of the same kind that are like an unknown one.

    Args:
        index: The release.
        iri: A name that it does not have.

    Returns:
        A few IRIs, the most like first.
    """
    kind, _, name = iri.rpartition("/")
    by_name = {local(member): member for member in index.members.get(kind, ())}
    found = alike(name, by_name, LIKENESS, most=NEAREST)
    return [by_name[like.word] for like in found]
