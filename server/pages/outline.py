"""The article's skeleton: sections, paragraphs, sentences, each with its claims.

A release knows where each sentence stands and what is claimed in it, not what it
says; where the operator gave a copy, the sentences found in it fill the skeleton.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final

from ontology.prefixes import curie
from server.copy.alignment import Alignment
from server.copy.passages import Run, runs
from server.pages.anchors import ordered
from server.pages.index import Index, natural
from server.pages.marks import CLAIM, Mark, mark
from server.pages.names import Names, bk, local

PROPERTIES: Final = MappingProxyType(
    {
        "kind": bk("kind"),
        "speaker": bk("isAttributedTo"),
        "modality": bk("modality"),
    }
)
"""What a claim says of itself that it can be chosen by: field and property."""

FILTERS: Final = (*PROPERTIES, "verdict")
"""The fields; a claim has the verdicts of the checks that concern it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of the form.

    Attributes:
        name: The field.
        options: Values and what is read, those that some claim has.
        chosen: The value chosen, or nothing.
    """

    name: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One segment.

    Attributes:
        iri: The segment.
        name: Its id, ``s6.p18.s2``.
        section: The number of its section; nothing for the text of a note.
        paragraph: The number of its paragraph, likewise.
        kind: Sentence, heading, note and so on.
        reason: Why nothing is claimed in it, where nothing is.
        claims: The claims stated in it, those chosen.
        runs: Its text, where there is a copy that has it.
        exact: Whether that is the text of the release to the letter.
    """

    iri: str
    name: str
    section: str
    paragraph: str
    kind: str
    reason: str
    claims: tuple[Mark, ...]
    runs: tuple[Run, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its number, its paragraphs, and how many claims are chosen."""

    number: str
    paragraphs: tuple[tuple[str, tuple[Sentence, ...]], ...]
    claims: int


def choices(names: Names, asked: Mapping[str, str]) -> tuple[Choice, ...]:
    """List what claims can be chosen by.

    Args:
        names: The names of the release.
        asked: The fields of the form as sent.

    Returns:
        One choice a field.
    """
    return tuple(
        Choice(name, _options(names, name), asked.get(name, "")) for name in FILTERS
    )


def _values(index: Index, claim: str, name: str) -> list[str]:
    if name in PROPERTIES:
        return index.iris(claim, PROPERTIES[name])
    checks = index.subjects(bk("concerns"), claim)
    return [verdict for check in checks for verdict in index.iris(check, bk("verdict"))]


def _options(names: Names, name: str) -> tuple[tuple[str, str], ...]:
    index = names.index
    values = {
        value
        for claim in index.members.get(CLAIM.rstrip("/"), ())
        for value in _values(index, claim, name)
    }
    found = [(_value(iri, name), names.label(iri)) for iri in values]
    return tuple(sorted(found, key=lambda option: option[1].casefold()))


def _value(iri: str, name: str) -> str:
    return curie(iri) if name == "speaker" else local(iri)


def sentences(
    names: Names, choice: Iterable[Choice], copy: Alignment | None
) -> tuple[Sentence, ...]:
    """List the segments with the claims that were chosen.

    Args:
        names: The names of the release.
        choice: Which claims.
        copy: The operator's copy, if there is one.

    Returns:
        The segments, in the order of the article.
    """
    wanted = [(each.name, each.chosen) for each in choice if each.chosen]
    return tuple(_sentence(names, iri, wanted, copy) for iri in ordered(names.index))


def _sentence(
    names: Names, iri: str, wanted: list[tuple[str, str]], copy: Alignment | None
) -> Sentence:
    index = names.index
    claims = tuple(
        mark(names, claim)
        for claim in sorted(index.subjects(bk("isStatedIn"), iri), key=natural)
        if all(
            value in (_value(iri, name) for iri in _values(index, claim, name))
            for name, value in wanted
        )
    )
    passage = copy.found.get(iri) if copy else None
    return Sentence(
        iri=iri,
        name=local(iri),
        section=index.text(iri, bk("section")),
        paragraph=index.text(iri, bk("paragraph")),
        kind=index.text(iri, bk("segmentKind")),
        reason=index.text(iri, bk("claimlessReason")),
        claims=claims,
        runs=runs(passage.text, fragments(claims)) if passage else (),
        exact=bool(passage and passage.exact),
    )


def fragments(claims: Iterable[Mark]) -> list[tuple[str, str]]:
    """List the printed fragments of some claims, each with its claim's IRI."""
    return [(one.iri, text) for one in claims for text in one.printed]


def sections(every: Iterable[Sentence]) -> tuple[Section, ...]:
    """Put sentences together to paragraphs and sections, in their order."""
    found = []
    for number, inside in groupby(every, key=lambda sentence: sentence.section):
        paragraphs = tuple(
            (paragraph, tuple(same))
            for paragraph, same in groupby(inside, key=lambda one: one.paragraph)
        )
        claims = {
            claim.iri
            for _, same in paragraphs
            for sentence in same
            for claim in sentence.claims
        }
        found.append(Section(number, paragraphs, len(claims)))
    return tuple(found)
