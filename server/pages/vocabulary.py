"""The page of the whole ontology: its modules, what follows from it, its prefixes."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from server.pages.axioms import Words, axioms
from server.pages.hierarchy import BELOW, DEFINITION, Diagram, diagram
from server.pages.names import Names, Shown, bk, local
from server.pages.uses import entailed

SPACE: Final = PREFIXES["bk"]
IRI: Final = SPACE.rstrip("/")
ALL: Final = f"{PREFIXES['module']}all"
"""The module that imports the others; the ontology's own record hangs on it."""

DEFINED: Final = f"{PREFIXES['rdfs']}isDefinedBy"

_RECORD: Final = (
    ("version", f"{PREFIXES['owl']}versionInfo"),
    ("status", f"{PREFIXES['bibo']}status"),
    ("created", f"{PREFIXES['dcterms']}created"),
    ("issued", f"{PREFIXES['dcterms']}issued"),
    ("licence", f"{PREFIXES['dcterms']}license"),
    ("creator", f"{PREFIXES['dcterms']}creator"),
    ("publisher", f"{PREFIXES['dcterms']}publisher"),
    ("source", f"{PREFIXES['dcterms']}source"),
    ("cite as", f"{PREFIXES['dcterms']}bibliographicCitation"),
    ("how it changes", f"{PREFIXES['skos']}editorialNote"),
    ("history", f"{PREFIXES['skos']}historyNote"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One term in the list of a module."""

    link: Shown
    definition: str
    deprecated: bool


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the ontology and its terms, classes first.

    Attributes:
        link: The module.
        name: Its last step, for an anchor.
        about: What it is about.
        imports: The modules it builds on.
        entries: Its terms.
    """

    link: Shown
    name: str
    about: str
    imports: tuple[Shown, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from the axioms of a term, and why that is wanted.

    Attributes:
        link: The term.
        axioms: Its axioms in words.
        above: The terms right above it, of which the same then holds.
        notes: What follows and why.
        entailed: How many triples with it the reasoner adds.
    """

    link: Shown
    axioms: tuple[Words, ...]
    above: tuple[Shown, ...]
    notes: tuple[str, ...]
    entailed: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that the page shows."""

    about: str
    record: tuple[tuple[str, tuple[Shown, ...]], ...]
    modules: tuple[Module, ...]
    diagram: Diagram
    consequences: tuple[Consequence, ...]
    prefixes: tuple[tuple[str, str], ...]


def vocabulary(names: Names) -> Vocabulary:
    """Gather the page.

    Args:
        names: The names of the release.

    Returns:
        The ontology; empty parts where a release has none.
    """
    index = names.index
    record = (
        (word, tuple(names.shown(term) for term in index.objects(ALL, way)))
        for word, way in _RECORD
    )
    return Vocabulary(
        about=index.text(ALL, f"{PREFIXES['dcterms']}description"),
        record=tuple((word, values) for word, values in record if values),
        modules=modules(names),
        diagram=diagram(names, SPACE),
        consequences=consequences(names),
        prefixes=tuple(PREFIXES.items()),
    )


def modules(names: Names) -> tuple[Module, ...]:
    """List the terms by module.

    Args:
        names: The names of the release.

    Returns:
        Every module that defines a term, by name.
    """
    index = names.index
    defined: defaultdict[str, list[str]] = defaultdict(list)
    for term in index.members.get(IRI, ()):
        for module in index.iris(term, DEFINED):
            defined[module].append(term)
    imports = f"{PREFIXES['owl']}imports"
    return tuple(
        Module(
            link=names.link(module),
            name=local(module),
            about=index.text(module, f"{PREFIXES['dcterms']}description"),
            imports=names.links(index.iris(module, imports)),
            entries=tuple(_entry(names, term) for term in sorted(terms)),
        )
        for module, terms in sorted(defined.items())
    )


def _entry(names: Names, term: str) -> Entry:
    index = names.index
    deprecated = index.text(term, f"{PREFIXES['owl']}deprecated") == "true"
    return Entry(names.link(term), index.text(term, DEFINITION), deprecated)


def consequences(names: Names) -> tuple[Consequence, ...]:
    """List what follows from the axioms, term by term.

    Args:
        names: The names of the release.

    Returns:
        The terms with a note about it, by name.
    """
    index = names.index
    noted = [
        (iri, tuple(notes))
        for iri in (ALL, *index.members.get(IRI, ()))
        if (notes := index.texts(iri, bk("inferenceNote")))
    ]
    return tuple(
        Consequence(
            link=names.link(iri, "every class" if iri == ALL else ""),
            axioms=axioms(names, iri),
            above=names.links(_above(names, iri)),
            notes=notes,
            entailed=_kinds(names) if iri == ALL else _entailed(names, iri),
        )
        for iri, notes in noted
    )


def _above(names: Names, iri: str) -> list[str]:
    ways = (BELOW, f"{PREFIXES['rdfs']}subPropertyOf")
    found = (name for way in ways for name in names.index.iris(iri, way))
    return sorted({name for name in found if name.startswith(SPACE)})


def _entailed(names: Names, iri: str) -> int:
    """Count what is added with a term and, as it leads there, with those above."""
    counted = {iri, *_above(names, iri)}
    return sum(entailed(names.index, each, is_class=False) for each in counted)


def _kinds(names: Names) -> int:
    """Count the classes that the reasoner adds to things."""
    terms = names.index.members.get(IRI, ())
    return sum(entailed(names.index, each, is_class=True) for each in terms)
