"""The page of a layer or a view: what stands in it, how much, and of whom it speaks.

A claim's graph has the claim's own page. Views are no graphs of the release: they are
what a query sees by default, computed when a release is opened, and only named here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Final

from ontology.prefixes import BASE
from ontology.terms import (
    ARTICLE_FRAME,
    ASSERTED,
    BACKGROUND,
    CHECKS,
    DEFAULT,
    ENTAILED,
    ENTITIES,
    HIDDEN,
    LINKS,
    METADATA,
    ONTOLOGY,
    PROOFS,
    PROVENANCE,
    QUESTIONS,
    SHAPES,
    SNAPSHOT,
    VIEWS,
    WITHDRAWN,
)
from server.pages.index import Index, Statement, key, natural
from server.pages.names import Names, Shown

MEANINGS: Final = MappingProxyType(
    {
        ARTICLE_FRAME: "Segments, notes and cited works of the article, no text.",
        ASSERTED: "A view: the default one without what the reasoner added.",
        BACKGROUND: "What the article takes for granted, with sources of our own.",
        CHECKS: "Checks of the article's figures against each other.",
        DEFAULT: "A view: every layer but proofs and withdrawn claims, as one set.",
        ENTAILED: "What follows from the other layers by the rules of OWL 2 RL.",
        ENTITIES: "The things the article speaks of: their names and kinds.",
        LINKS: "Links to identifiers elsewhere.",
        METADATA: "What this data set is: licence, counts, prefixes.",
        ONTOLOGY: "Classes and properties, and their alignments.",
        PROOFS: "For each inferred triple, a proof of it.",
        PROVENANCE: "Everything about claims: where stated, by whom, how sure.",
        QUESTIONS: "Questions the graph can answer.",
        SHAPES: "What a well-formed thing must say.",
        SNAPSHOT: "Dated names, kinds and points of linked items, with sources.",
        WITHDRAWN: "Claims taken back, and why.",
    }
)
"""Graph -> one sentence; a test keeps it in step with the list of layers."""

SPACES: Final = MappingProxyType({f"{BASE}ontology": ONTOLOGY, f"{BASE}shapes": SHAPES})
"""Namespaces whose RDF is that of a whole layer."""

SHORT: Final = 60
"""Subjects that a page lists."""


@dataclass(frozen=True, slots=True)
class Graph:
    """What the page of a layer or view shows besides the page of any thing.

    Attributes:
        meaning: What stands in it.
        statements: How many statements.
        subjects: The first things of ours it speaks of.
        total: How many things of ours it speaks of.
    """

    meaning: str
    statements: int
    subjects: tuple[Shown, ...]
    total: int


def is_graph(iri: str) -> bool:
    """Tell a layer or a view, empty ones included, from everything else."""
    return iri in MEANINGS


def contents(index: Index, iri: str) -> Iterator[Statement]:
    """Yield what stands in a graph, or what a view is made of.

    Args:
        index: The release.
        iri: A layer, a view, a claim, or the namespace of the terms or shapes.

    Yields:
        Statements, each with the graph it is written in.
    """
    if iri not in VIEWS:
        yield from index.within.get(SPACES.get(iri, iri), ())
        return
    hidden = HIDDEN[iri]
    graphs = (found for name, found in index.within.items() if name not in hidden)
    yield from chain.from_iterable(graphs)


def graph(names: Names, iri: str) -> Graph | None:
    """Gather the page of a layer or view.

    Args:
        names: The names of the release.
        iri: Any IRI.

    Returns:
        The graph, or nothing where the IRI names neither.
    """
    if not is_graph(iri):
        return None
    triples = {
        (key(s.subject), s.predicate, str(s.object)) for s in contents(names.index, iri)
    }
    subjects = {subject for subject, _, _ in triples if subject.startswith(BASE)}
    shown = sorted(subjects, key=natural)[:SHORT]
    return Graph(MEANINGS[iri], len(triples), names.links(shown), len(subjects))
