"""The page of a shape, and the list of all of them by module.

Source: SHACL, sections 2 and 4.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode

from ontology.prefixes import PREFIXES
from ontology.terms import SHAPES
from server.pages.axioms import Words
from server.pages.constraints import SH, constraints, path
from server.pages.index import Index, key
from server.pages.names import TYPE, Names, Shown, local
from server.pages.samples import Sample, samples
from server.pages.turtle import written

SPACE: Final = PREFIXES["bks"]
IRI: Final = SPACE.rstrip("/")

_TARGETS: Final = {
    "targetClass": "every",
    "targetNode": "the one thing",
    "targetSubjectsOf": "whatever has",
    "targetObjectsOf": "whatever is a value of",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What the page of a shape shows.

    Attributes:
        link: The shape.
        message: What it demands, in one sentence.
        severity: Violation or warning.
        targets: What it looks at.
        path: By what way it reaches values, for a shape of a property.
        constraints: What it demands, part by part.
        parts: The shapes of properties in it.
        holders: The shapes that it is a part of.
        turtle: How it is written.
        module: The module whose terms it checks.
        samples: What passes it, and what breaks it.
    """

    link: Shown
    message: str
    severity: str
    targets: tuple[Words, ...]
    path: Words
    constraints: tuple[Words, ...]
    parts: tuple["Shape", ...]
    holders: tuple[Shown, ...]
    turtle: str
    module: tuple[Shown, ...]
    samples: tuple[Sample, ...]


def shape(names: Names, iri: str) -> Shape | None:
    """Gather the page of a shape.

    Args:
        names: The names of the release.
        iri: Any IRI.

    Returns:
        The shape, or nothing where the IRI names none.
    """
    if not iri.startswith(SPACE) or iri not in names.index.about:
        return None
    return _shape(names, iri)


def _shape(names: Names, iri: str, *, whole: bool = True) -> Shape:
    index = names.index
    parts = index.iris(iri, f"{SH}property") if whole else []
    return Shape(
        link=names.link(iri),
        message=index.text(iri, f"{SH}message"),
        severity=" ".join(local(i).partition("#")[2] for i in _severity(index, iri)),
        targets=tuple(
            (Shown(f"{word} "), names.link(target))
            for way, word in _TARGETS.items()
            for target in index.iris(iri, SH + way)
        ),
        path=path(names, iri),
        constraints=tuple(constraints(names, iri)),
        parts=tuple(_shape(names, part, whole=False) for part in parts),
        holders=names.links(index.subjects(f"{SH}property", iri)),
        turtle=written(index, iri, SHAPES) if whole else "",
        module=names.links(index.iris(iri, f"{PREFIXES['rdfs']}isDefinedBy")),
        samples=samples(index, iri) if whole else (),
    )


def _severity(index: Index, iri: str) -> list[str]:
    return index.iris(iri, f"{SH}severity")


def every(names: Names) -> tuple[tuple[Shown, tuple[Shape, ...]], ...]:
    """List the shapes of nodes, each with its parts, by module.

    Args:
        names: The names of the release.

    Returns:
        Pairs of a module and its shapes; those of no module, over the ontology
        itself, come last.
    """
    index = names.index
    found: defaultdict[str, list[str]] = defaultdict(list)
    for iri in index.subjects(TYPE, f"{SH}NodeShape"):
        modules = index.iris(iri, f"{PREFIXES['rdfs']}isDefinedBy")
        found[next(iter(modules), "")].append(iri)
    own = Shown("The ontology itself")
    return tuple(
        (
            names.link(module) if module else own,
            tuple(_shape(names, iri) for iri in found[module]),
        )
        for module in sorted(found, key=lambda name: (not name, name))
    )


def checking(index: Index, term: str) -> list[str]:
    """Find the shapes that speak of a term, in a path or list of theirs too.

    Args:
        index: The release.
        term: A class or property.

    Returns:
        Their names, sorted.
    """
    waiting, seen = [term], set[str]()
    shapes: set[str] = set()
    while waiting:
        current = waiting.pop()
        for statement in index.naming.get(current, ()):
            name = key(statement.subject)
            if statement.graph != SHAPES or name in seen:
                continue
            seen.add(name)
            if isinstance(statement.subject, BlankNode):
                waiting.append(name)
            else:
                shapes.add(name)
    return sorted(shapes)
