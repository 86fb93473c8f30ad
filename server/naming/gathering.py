"""Gather the names of the things in a release, each with what kind of name it is.

Preferred labels, other labels, the article's spellings, initials of proper names, and
names without what stands in brackets. Which things: whatever has a label in the layer
of entities, our own decisions about them apart. What a name means is not asked here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.prefixes import PREFIXES
from ontology.terms import ENTITIES
from server.naming.folding import SMALL, Folded, fold, said
from server.naming.generic import Kinds
from server.pages.index import Index, Term
from server.pages.names import ALTERNATIVE, LABEL, TYPE, bk

XL: Final = PREFIXES["skosxl"]
PREFERRED: Final = f"{PREFIXES['skos']}prefLabel"

DECISION: Final = bk("IdentityDecision")

INITIALS: Final = 3
"""Letters that initials have at least."""

_BRACKETS: Final = re.compile(r"\s*[(\uff08][^)\uff09]*[)\uff09]\s*")


class Standing(Enum):
    """What kind of name a name is."""

    PREFERRED = "preferred"
    """A label, one a language."""
    OTHER = "other"
    """Another name, or a spelling of the article's."""
    INITIALS = "initials"
    """The first letters of a proper name."""
    SHORTENED = "shortened"
    """A name without what it has in brackets to tell it from others."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing.

    Attributes:
        entity: The thing.
        text: The name as it stands in the release.
        language: Its language tag.
        standing: What kind of name it is.
        folded: The name, folded.
    """

    entity: str
    text: str
    language: str
    standing: Standing
    folded: Folded


def names(index: Index) -> list[Name]:
    """List every name of a release, each once.

    Args:
        index: The release.

    Returns:
        The names, by thing, preferred ones first.
    """
    found: dict[tuple[str, str], Name] = {}
    for entity in entities(index):
        for text, language, standing in _called(index, entity):
            if (entity, text) not in found and (folded := fold(text)).words:
                name = Name(entity, text, language, standing, folded)
                found[entity, text] = name
    return list(found.values())


def entities(index: Index) -> list[str]:
    """List the things with a label in the layer of entities, sorted."""
    labelled = {
        statement.subject.value
        for statement in index.within.get(ENTITIES, ())
        if statement.predicate == LABEL and isinstance(statement.subject, NamedNode)
    }
    return sorted(labelled - set(index.subjects(TYPE, DECISION)))


def _called(index: Index, entity: str) -> Iterator[tuple[str, str, Standing]]:
    preferred = list(_literals(index.objects(entity, LABEL)))
    others = list(_literals(index.objects(entity, ALTERNATIVE)))
    for relation in (f"{XL}prefLabel", f"{XL}altLabel", f"{XL}hiddenLabel"):
        for spelling in index.iris(entity, relation):
            others += _literals(index.objects(spelling, f"{XL}literalForm"))
    for text, language in preferred:
        yield text, language, Standing.PREFERRED
    for text, language in others:
        yield text, language, Standing.OTHER
    for text, language in preferred + others:
        if initials := _initials(text):
            yield initials, language, Standing.INITIALS
        if (short := _BRACKETS.sub(" ", text).strip()) != text and short:
            yield short, language, Standing.SHORTENED


def _literals(terms: list[Term]) -> Iterator[tuple[str, str]]:
    for term in terms:
        if isinstance(term, Literal):
            yield term.value, term.language or ""


def _initials(text: str) -> str:
    """Take the initials of a proper name, each word of which begins with a capital."""
    words = [word for word in re.split(r"[\s-]+", text) if word not in SMALL]
    if len(words) < INITIALS or not all(word[0].isupper() for word in words):
        return ""
    return "".join(word[0] for word in words)


def kinds(index: Index) -> dict[str, Kinds]:
    """Say for each thing which kinds its classes name, inferred ones too.

    Args:
        index: The release.

    Returns:
        The kinds of each thing that has a label, in the words of the generic table.
    """
    by_class: dict[str, Kinds] = {}
    found: dict[str, Kinds] = {}
    for entity in entities(index):
        mine: Kinds = frozenset()
        for name in index.iris(entity, TYPE):
            if name not in by_class:
                by_class[name] = said(" ".join(index.texts(name, LABEL)))
            mine |= by_class[name]
        found[entity] = mine
    return found
