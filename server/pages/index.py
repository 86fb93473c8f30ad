"""Look things up in a release by hand: what is said of a thing, and who names it.

Pages and their RDF are answered from here, so that no page costs a query and the
lexical forms of the release survive (a Store rewrites ``1.50`` to ``1.5``). Built
once when the app is made, never changed afterwards. It evaluates no query and knows
nothing about HTTP or about what a predicate means.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from ontology.prefixes import BASE
from ontology.terms import ENTAILED

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Statement:
    """One quad of the release, taken apart once instead of at every look."""

    subject: Node
    predicate: str
    object: Term
    graph: str

    def quad(self) -> Quad:
        """Put the quad together again, terms as they were read."""
        name = NamedNode(self.graph) if self.graph else DefaultGraph()
        return Quad(self.subject, NamedNode(self.predicate), self.object, name)


Statements = tuple[Statement, ...]

_RUNS: Final = re.compile("[0-9]+|[^0-9]+")


@dataclass(frozen=True, slots=True)
class Index:
    """A release by subject, by object and by graph.

    Attributes:
        about: The statements whose subject is the key.
        naming: The statements whose object is the key.
        within: The statements of the graph named by the key.
        uses: How many statements have the key as predicate, entailed ones apart.
        names: Every IRI of ours in the release, sorted.
        members: The names one path step below the key, sorted.
        parts: What the key and a ``#`` name together, sorted.
    """

    about: Mapping[str, Statements]
    naming: Mapping[str, Statements]
    within: Mapping[str, Statements]
    uses: Mapping[str, int]
    names: frozenset[str]
    members: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """List what ``subject`` has for ``predicate``, each once, in file order."""
        found = (
            s.object for s in self.about.get(subject, ()) if s.predicate == predicate
        )
        return list(dict.fromkeys(found))

    def iris(self, subject: str, predicate: str) -> list[str]:
        """List the IRIs among those objects."""
        found = self.objects(subject, predicate)
        return [term.value for term in found if isinstance(term, NamedNode)]

    def texts(self, subject: str, predicate: str) -> list[str]:
        """List the lexical forms of the literals among those objects."""
        found = self.objects(subject, predicate)
        return [term.value for term in found if isinstance(term, Literal)]

    def text(self, subject: str, predicate: str) -> str:
        """Give the first literal, or nothing."""
        return next(iter(self.texts(subject, predicate)), "")

    def subjects(self, predicate: str, target: str) -> list[str]:
        """List the IRIs that point to ``target`` by ``predicate``, sorted."""
        found = {
            s.subject.value
            for s in self.naming.get(target, ())
            if s.predicate == predicate and isinstance(s.subject, NamedNode)
        }
        return sorted(found, key=natural)


def natural(name: str) -> list[tuple[int, int, str]]:
    """Sort key that puts ``s6-9`` before ``s6-10``.

    Args:
        name: Any name.

    Returns:
        The runs of digits as numbers, everything else as text.
    """
    return [
        (0, int(part), "") if "0" <= part[0] <= "9" else (1, 0, part)
        for part in _RUNS.findall(name)
    ]


def key(term: Term) -> str:
    """Name a term in the maps of the index; a blank node keeps its underscore."""
    return term.value if isinstance(term, NamedNode) else str(term)


def index(quads: Iterable[Quad]) -> Index:
    """Read a release once.

    Args:
        quads: The quads of the release, as written.

    Returns:
        The index over them.
    """
    about: defaultdict[str, list[Statement]] = defaultdict(list)
    naming: defaultdict[str, list[Statement]] = defaultdict(list)
    within: defaultdict[str, list[Statement]] = defaultdict(list)
    uses: Counter[str] = Counter()
    for statement in map(_statement, quads):
        about[key(statement.subject)].append(statement)
        within[statement.graph].append(statement)
        if not isinstance(statement.object, Literal):
            naming[key(statement.object)].append(statement)
        if statement.graph != ENTAILED:
            uses[statement.predicate] += 1
    # What has a fragment is told of in the document before it, and is no page.
    names = frozenset(
        name
        for name in chain(about, naming, within, uses)
        if name.startswith(BASE) and "#" not in name
    )
    return Index(
        about=_frozen(about),
        naming=_frozen(naming),
        within=_frozen(within),
        uses=MappingProxyType(dict(uses)),
        names=names,
        members=_members(names),
        parts=_parts(about),
    )


def _statement(quad: Quad) -> Statement:
    subject = quad.subject
    if isinstance(subject, Triple):  # pragma: no cover - RDF 1.1 has none
        message = "a triple cannot be a subject in a release"
        raise TypeError(message)
    graph = quad.graph_name
    name = graph.value if isinstance(graph, NamedNode) else ""
    return Statement(subject, quad.predicate.value, quad.object, name)


def _frozen(lists: Mapping[str, list[Statement]]) -> Mapping[str, Statements]:
    return MappingProxyType({name: tuple(found) for name, found in lists.items()})


def _members(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    below: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        parent, _, local = name.rpartition("/")
        if local and len(parent) >= len(BASE):
            below[parent].append(name)
    return MappingProxyType(
        {parent: tuple(sorted(found, key=natural)) for parent, found in below.items()}
    )


def _parts(subjects: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for name in subjects:
        document, mark, _ = name.partition("#")
        if mark and document.startswith(BASE):
            inside[document].append(name)
    return MappingProxyType(
        {name: tuple(sorted(found, key=natural)) for name, found in inside.items()}
    )
