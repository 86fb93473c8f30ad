"""Count what a part of the graph is made of: classes, properties, what they lead to.

A thing is of a class if the whole graph, with what was inferred, says so; a part need
not repeat it. Each partition is named, as no layer but two has blank nodes, and its
name reads as a path: ``desc:dataset--bk:Claim--bk:kind``.

Source: VoID, section 4.5 (partitions); VoID-ext (datatype partitions).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph.statements import iri, number
from ontology.prefixes import PREFIXES
from ontology.terms import RDF_TYPE

DATATYPE_PARTITION: Final = "http://ldf.fi/void-ext#datatypePartition"
DATATYPE: Final = "http://ldf.fi/void-ext#datatype"

_VOID: Final = PREFIXES["void"]

Node = NamedNode | BlankNode | Triple
Classes = Mapping[Node, AbstractSet[str]]


def classes(triples: Iterable[Triple]) -> Classes:
    """Find out of which classes each thing is.

    Args:
        triples: The whole graph.

    Returns:
        The IRIs of the classes of each thing.
    """
    found: dict[Node, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, NamedNode):
            found.setdefault(triple.subject, set()).add(triple.object.value)
    return found


@dataclass(slots=True)
class _Property:
    """How often a property stands, and how often it leads to which class."""

    triples: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    datatypes: Counter[str] = field(default_factory=Counter)

    def add(self, value: Node | Literal, known: Classes) -> None:
        self.triples += 1
        if isinstance(value, Literal):
            self.datatypes[value.datatype.value] += 1
        else:
            self.classes.update(known.get(value, ()))


def partitions(
    dataset: str, name: str, triples: Iterable[Triple], known: Classes, *, deep: bool
) -> Iterator[Quad]:
    """Yield the partitions of a part of the graph.

    Args:
        dataset: The IRI of the part.
        name: Its name within the names of its partitions.
        triples: What is in it, each once.
        known: The classes of all things.
        deep: Whether the properties are counted for each class too.

    Yields:
        Statements of the metadata, in one order.
    """
    properties: dict[str, _Property] = {}
    members: dict[str, set[Node]] = {}
    of_class: dict[str, dict[str, _Property]] = {}
    for triple in triples:
        predicate = triple.predicate.value
        properties.setdefault(predicate, _Property()).add(triple.object, known)
        for kind in known.get(triple.subject, ()):
            members.setdefault(kind, set()).add(triple.subject)
            if deep:
                inner = of_class.setdefault(kind, {})
                inner.setdefault(predicate, _Property()).add(triple.object, known)
    for kind in sorted(members):
        part = _part(name, kind)
        yield iri(dataset, f"{_VOID}classPartition", PREFIXES["desc"] + part)
        yield iri(PREFIXES["desc"] + part, f"{_VOID}class", kind)
        yield number(PREFIXES["desc"] + part, f"{_VOID}entities", len(members[kind]))
        yield from _counted(PREFIXES["desc"] + part, part, of_class.get(kind, {}))
    yield from _counted(dataset, name, properties)


def _counted(
    dataset: str, name: str, properties: Mapping[str, _Property]
) -> Iterator[Quad]:
    for predicate, found in sorted(properties.items()):
        part = _part(name, predicate)
        node = PREFIXES["desc"] + part
        yield iri(dataset, f"{_VOID}propertyPartition", node)
        yield iri(node, f"{_VOID}property", predicate)
        yield number(node, f"{_VOID}triples", found.triples)
        for link, kind, counts in (
            (f"{_VOID}classPartition", f"{_VOID}class", found.classes),
            (DATATYPE_PARTITION, DATATYPE, found.datatypes),
        ):
            for target, count in sorted(counts.items()):
                inner = PREFIXES["desc"] + _part(part, target)
                yield iri(node, link, inner)
                yield iri(inner, kind, target)
                yield number(inner, f"{_VOID}triples", count)


def _part(name: str, target: str) -> str:
    """Name a partition by what it is of, in the prefixes of the project."""
    fits = {n: p for p, n in PREFIXES.items() if target.startswith(n)}
    namespace = max(fits, key=len, default="")
    local = quote(target.removeprefix(namespace), safe="")
    return f"{name}--{fits[namespace]}:{local}" if namespace else f"{name}--{local}"
