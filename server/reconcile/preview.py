"""What a preview shows of a thing: enough to tell it from its namesakes."""

from dataclasses import dataclass
from typing import Final

from server.pages.names import Shown, bk, direction
from server.reconcile.service import Service

NAMES: Final = 8
"""Other names that fit into the frame."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A thing, in short.

    Attributes:
        shown: Its name and page.
        kinds: What it is said to be.
        about: A line about it.
        others: Its names in other languages.
        around: What it is part of.
        claims: How many claims name it.
    """

    shown: Shown
    kinds: tuple[str, ...]
    about: str
    others: tuple[Shown, ...]
    around: tuple[Shown, ...]
    claims: int


def preview(service: Service, iri: str) -> Preview:
    """Gather what a preview shows.

    Args:
        service: What answers are made from.
        iri: The thing.

    Returns:
        The preview.
    """
    names = service.names
    labels = names.labels(iri)
    others = [
        Shown(text, language=language, direction=direction(language))
        for text, language in labels
        if text != names.label(iri)
    ]
    return Preview(
        shown=names.link(iri),
        kinds=tuple(each.name for each in service.types.direct(iri)),
        about=service.about(iri),
        others=tuple(others[:NAMES]),
        around=names.links(names.index.iris(iri, bk("isPartOf"))),
        claims=service.matching.mentions[iri],
    )
