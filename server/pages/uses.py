"""Who uses a term: things, claims, and the queries that name it."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from ontology.prefixes import BASE, PREFIXES, curie
from ontology.terms import ENTAILED
from server.pages.index import Index, key, natural
from server.pages.marks import Mark, is_claim, marks
from server.pages.names import TYPE, Names, Shown, bk

FEW: Final = 5
"""Examples that a page shows."""

LIMIT: Final = " LIMIT 100"

_SH: Final = PREFIXES["sh"]
_ASKING: Final = (
    (bk("Check"), bk("query")),
    (f"{_SH}SPARQLExecutable", f"{_SH}select"),
    (f"{PREFIXES['earl']}TestCase", f"{_SH}select"),
)
"""What has a query, and the property that holds it."""


def instances(index: Index, kind: str) -> list[str]:
    """List the things that are written down as of a class.

    Args:
        index: The release.
        kind: The class.

    Returns:
        Their names, sorted.
    """
    found = {
        key(s.subject)
        for s in index.naming.get(kind, ())
        if s.predicate == TYPE and s.graph != ENTAILED
    }
    return sorted(found, key=natural)


def claims(names: Names, iri: str, *, is_class: bool) -> tuple[Mark, ...]:
    """Find a few claims that a term is used in.

    Args:
        names: The names of the release.
        iri: The term.
        is_class: Whether it is a class; then claims about its things are found.

    Returns:
        The first of them, in the order of the article where that is quick to say.
    """
    index = names.index
    found = _about(index, iri) if is_class else _saying(index, iri)
    return marks(names, list(islice(dict.fromkeys(found), FEW)))


def _about(index: Index, kind: str) -> Iterator[str]:
    for thing in instances(index, kind):
        if is_claim(thing):
            yield thing
        yield from index.iris(thing, bk("isGivenBy"))
        yield from index.subjects(bk("mentions"), thing)[:1]
        # Contents stand in their claim's graph and are mentioned by none.
        yield from (s.graph for s in index.about[thing] if is_claim(s.graph))


def _saying(index: Index, predicate: str) -> Iterator[str]:
    for claim in index.members.get(f"{BASE}claim", ()):
        inside = (*index.within.get(claim, ()), *index.about.get(claim, ()))
        if any(s.predicate == predicate for s in inside):
            yield claim


def queries(names: Names, iri: str) -> tuple[Shown, ...]:
    """Find the checks, examples and questions whose query names a term.

    Args:
        names: The names of the release.
        iri: The term.

    Returns:
        Links to them, each once.
    """
    named = re.compile(rf"(?<![\w:]){re.escape(curie(iri))}(?![\w-])")
    found = {
        asker: None
        for kind, way in _ASKING
        for asker in names.index.subjects(TYPE, kind)
        if any(named.search(text) for text in names.index.texts(asker, way))
    }
    return names.links(list(found))


def entailed(index: Index, iri: str, *, is_class: bool) -> int:
    """Count what the reasoner adds with a term, class or property."""
    inside: Iterable[object] = (
        s
        for s in index.within.get(ENTAILED, ())
        if (s.predicate == TYPE and key(s.object) == iri)
        or (s.predicate == iri and not is_class)
    )
    return sum(1 for _ in inside)


def listing(iri: str, *, is_class: bool) -> str:
    """Write a query that lists the uses of a term."""
    if not is_class:
        return _asked(iri, "?subject ?value", f"?subject {curie(iri)} ?value") + LIMIT
    english = 'FILTER LANGMATCHES(LANG(?label), "en")'
    label = f"OPTIONAL {{ ?thing rdfs:label ?label {english} }}"
    rdfs = f"PREFIX rdfs: <{PREFIXES['rdfs']}>\n"
    pattern = f"?thing a {curie(iri)} .\n  {label}"
    return rdfs + _asked(iri, "?thing ?label", pattern) + LIMIT


def counting(iri: str, *, is_class: bool) -> str:
    """Write a query that counts them."""
    pattern = f"?thing a {curie(iri)}" if is_class else f"?subject {curie(iri)} ?value"
    return _asked(iri, "(COUNT(*) AS ?count)", pattern)


def _asked(iri: str, columns: str, pattern: str) -> str:
    prefix = curie(iri).partition(":")[0]
    head = f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
    return f"{head}SELECT {columns} {{\n  {pattern}\n}}"
