"""Find in which segments a name is printed.

A name is looked for only where claims, or a note's work, speak of its thing, since
the same word can name a town, a crossing and a zone. Nothing here reads or writes
files.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from pyoxigraph import NamedNode, Quad

from graph.importer.names import Name
from ontology import terms

_WITHOUT_SPACES: Final = "zh"


class Place(NamedTuple):
    """Where a name stands in a sentence, and whether letter for letter."""

    start: int
    end: int
    exact: bool
    name: Name


def places(known: Iterable[Name], sentence: str) -> tuple[set[Name], set[Name]]:
    """Return the names that stand in a sentence.

    Args:
        known: The names to look for.
        sentence: The text of one segment.

    Returns:
        Those that stand there by themselves, and those that stand there only as a
        part of a longer name.
    """
    every = [place for name in known for place in _places(name, sentence)]
    free, covered = set(), set()
    for one in every:
        others = [o for o in every if o.start <= one.start and one.end <= o.end]
        if any(o[:2] != one[:2] for o in others):
            covered.add(one.name)
        # "Professor" and "professor" are two names of one thing at one place.
        elif one.exact or not any(
            o.exact and o.name.thing == one.name.thing for o in others
        ):
            free.add(one.name)
    return free, covered - free


def printed(
    known: Iterable[Name],
    segments: Iterable[tuple[str, str]],
    heard: Mapping[str, frozenset[str]],
) -> dict[Name, list[str]]:
    """Return the segments in which each name is printed, in their order.

    A name that is nowhere printed by itself counts where a longer one contains it:
    there is a Dostyk only in Dostyk-Alashankou.

    Args:
        known: The names.
        segments: The name of each segment and its text.
        heard: The things that each segment speaks of.
    """
    free: dict[Name, list[str]] = defaultdict(list)
    covered: dict[Name, list[str]] = defaultdict(list)
    every = list(known)
    for segment, sentence in segments:
        things = heard.get(segment, frozenset())
        found = places((n for n in every if n.thing in things), sentence)
        for names, into in zip(found, (free, covered), strict=True):
            for name in names:
                into[name].append(segment)
    return {**covered, **free}


def spoken_of(
    claims: Iterable[Quad], frame: Iterable[Quad]
) -> dict[str, frozenset[str]]:
    """Return what the claims of each segment, or the work of a note, speak of.

    Args:
        claims: The claims' graphs with their provenance.
        frame: The article's notes and works.

    Returns:
        The IRI of a segment -> the IRIs of things; the text of a note has the things
        of the claims that cite the note and of the work that it cites.
    """
    texts, things, heard_in = {}, defaultdict(set), []
    works = []
    for subject, predicate, value in _links(frame):
        things[subject].add(value)
        if predicate == terms.HAS_TEXT:
            texts[subject] = value
        elif predicate == terms.CITES_WORK:
            works.append((subject, value))
    heard_in += [(work, texts[note]) for note, work in works]
    for subject, predicate, value in _links(claims):
        things[subject].add(value)
        if predicate == terms.IS_STATED_IN:
            heard_in.append((subject, value))
        elif predicate == terms.CITES:
            heard_in.append((subject, texts[value]))
    for quad in claims:
        if isinstance(quad.graph_name, NamedNode):
            terms_of = (quad.subject, quad.object)
            named = (term.value for term in terms_of if isinstance(term, NamedNode))
            things[quad.graph_name.value].update(named)
    found: dict[str, set[str]] = defaultdict(set)
    for speaker, segment in heard_in:
        found[segment] |= things[speaker]
    return {segment: frozenset(heard) for segment, heard in found.items()}


def _places(name: Name, sentence: str) -> Iterator[Place]:
    """Yield where a name stands whole, its first letter in either case."""
    first, rest = name.value[0], re.escape(name.value[1:])
    cases = "|".join(map(re.escape, dict.fromkeys((first, first.swapcase()))))
    before, after = r"(?<!\w)", r"(?!\w)"
    if name.language == _WITHOUT_SPACES:
        before = after = ""
    for match in re.finditer(f"{before}(?:{cases}){rest}{after}", sentence):
        exact = match.group() == name.value
        yield Place(match.start(), match.end(), exact, name)


def _links(quads: Iterable[Quad]) -> Iterator[tuple[str, str, str]]:
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject.value, quad.predicate.value, quad.object.value
