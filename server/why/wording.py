"""Triples as sentences: ``Khorgos is within China``, ``every county is an area``.

The words are the labels of the release; only their order and the articles are ours.
Nothing here writes HTML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from server.pages.names import TYPE, Names, Shown
from server.pages.proofs import Fact, term

_OWL, _RDFS = PREFIXES["owl"], PREFIXES["rdfs"]

COUNTED: Final = ("unit", "section", "side")
"""Words of labels that want an article: ``is unit of`` reads ``is a unit of``."""

AXIOMS: Final[Mapping[str, str]] = {
    f"{_RDFS}subClassOf": "every {a} is {an_b}",
    f"{_RDFS}subPropertyOf": "what “{a}” something also “{b}” it",
    f"{_RDFS}domain": "whatever “{a}” anything is {an_b}",
    f"{_RDFS}range": "whatever anything “{a}” is {an_b}",
    f"{_OWL}inverseOf": "“{a}” is “{b}”, read backwards",
    f"{_OWL}equivalentClass": "{a} and {b} are the same",
    f"{_OWL}equivalentProperty": "“{a}” and “{b}” are the same",
    f"{_OWL}propertyChainAxiom": "{chain} make up “{a}”",
}
"""Property of an axiom -> how it is said; other axioms are said as they are written."""

CHARACTERS: Final[Mapping[str, str]] = {
    f"{_OWL}TransitiveProperty": "“{a}” carries on from link to link",
    f"{_OWL}SymmetricProperty": "“{a}” holds in both directions",
}
"""Kind of a property -> how it is said."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A triple in words, in the order they are read.

    Attributes:
        subject: What it is about.
        verb: How it is related.
        object: To what.
        tail: What comes after that: ``has China as party``.
    """

    subject: Shown
    verb: Shown
    object: Shown
    tail: str = ""

    def __str__(self) -> str:
        """Return the sentence without a full stop."""
        parts = (self.subject.text, self.verb.text, self.object.text, self.tail)
        return " ".join(part for part in parts if part)


def article(word: str) -> str:
    """Put ``a`` or ``an`` before a word."""
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"


def sentence(names: Names, fact: Fact) -> Sentence:
    """Say a triple.

    Args:
        names: The names of the release.
        fact: The triple.

    Returns:
        Its words, with links.
    """
    subject, value = names.shown(term(fact.subject)), names.shown(term(fact.object))
    if fact.predicate == TYPE:
        verb = article(value.text).partition(" ")[0]
        return Sentence(subject, names.link(TYPE, f"is {verb}"), value)
    label = names.label(fact.predicate)
    first, _, rest = label.partition(" ")
    if first == "has" and rest:
        return Sentence(subject, names.link(fact.predicate, "has"), value, f"as {rest}")
    if first == "is" and rest.startswith(COUNTED):
        label = f"is a {rest}"
    return Sentence(subject, names.link(fact.predicate, label), value)


def axiom(names: Names, fact: Fact) -> str:
    """Say an axiom of the ontology.

    Args:
        names: The names of the release.
        fact: The axiom; the object of a list is its text, ``"( bk:a bk:b )"``.

    Returns:
        One sentence without a full stop.
    """
    table, word = AXIOMS, fact.predicate
    if fact.predicate == TYPE:
        table, word = CHARACTERS, fact.object
    if word not in table:
        return str(sentence(names, fact))
    own = names.label(fact.subject)
    listed = fact.object.startswith('"')
    other = "" if listed else names.label(fact.object)
    return table[word].format(
        a=own,
        b=other,
        an_b=article(other),
        chain=_chain(names, fact.object) if listed else "",
    )


def _chain(names: Names, listed: str) -> str:
    """Say a list of properties, one after the other."""
    labels = []
    for word in listed.strip('"').strip("() ").split():
        prefix, _, local = word.partition(":")
        labels.append(f"“{names.label(PREFIXES.get(prefix, f'{prefix}:') + local)}”")
    return " and then ".join(labels)
