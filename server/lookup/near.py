"""What may have been meant by an identifier that leads nowhere: identifiers, names.

Source: ``server.likeness``.
"""

from dataclasses import dataclass

from ontology.prefixes import curie
from server.likeness import alike
from server.lookup.identifiers import OTHER, OURS, Identifier
from server.lookup.linked import Linked, folded
from server.pages.names import address
from server.pages.near import LIKENESS, NEAREST, nearest


@dataclass(frozen=True, slots=True)
class Near:
    """Something that may have been meant.

    Attributes:
        id: The identifier or name that is like the one asked for.
        iri: The name of ours that it leads to.
        label: What that is called in English.
    """

    id: str
    iri: str
    label: str

    def members(self) -> dict[str, str]:
        """Give what a program is told of it."""
        page = address(self.iri)
        return {"id": self.id, "iri": self.iri, "label": self.label, "page": page}


def near(linked: Linked, identifier: Identifier) -> list[Near]:
    """List the identifiers like one that leads nowhere.

    Args:
        linked: The links of the release.
        identifier: What was asked for.

    Returns:
        A few, the most like first.
    """
    names = linked.names
    if identifier.scheme == OURS:
        found = nearest(names.index, identifier.value)
        return [Near(curie(iri), iri, names.label(iri)) for iri in found]
    same = {
        other.value: other
        for other in linked.by_identifier
        if other.scheme == identifier.scheme
    }
    word = identifier.value
    if identifier.scheme == OTHER:
        word = word.partition("//")[2].rstrip("/")
    return [
        Near(like.word, match.iri, match.label)
        for like in alike(word, same, LIKENESS, most=NEAREST)
        for match in linked.find(same[like.word])[:1]
    ]


def called(linked: Linked, text: str) -> list[Near]:
    """List the things whose names, in any language, are like a text.

    Args:
        linked: The links of the release.
        text: What somebody wrote where an identifier was asked for.

    Returns:
        A few, the most like first.
    """
    found = alike(folded(text), linked.by_label, LIKENESS, most=2 * NEAREST)
    things = dict.fromkeys(iri for like in found for iri in linked.by_label[like.word])
    label = linked.names.label
    return [Near(curie(iri), iri, label(iri)) for iri in list(things)[:NEAREST]]
