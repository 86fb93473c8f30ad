"""The page of any thing: what is said of it, sorted by who says it.

The article's words, our records, background and inference never mix: each statement
goes to one section by the graph it stands in. A statement that several claims assert
is one line with several marks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ontology import terms
from ontology.prefixes import BASE, PREFIXES
from ontology.terms import BACKGROUND, ENTAILED, LINKS
from server.pages import figures
from server.pages.groups import Group, end, groups, start
from server.pages.index import Statement, key
from server.pages.mappings import ANNOTATED, RELATIONS
from server.pages.marks import Mark, is_claim, marks
from server.pages.names import (
    ALTERNATIVE,
    LABEL,
    TYPE,
    Names,
    Shown,
    bk,
    direction,
    local,
)

NAMING: Final = frozenset({LABEL, ALTERNATIVE, TYPE, f"{PREFIXES['skos']}prefLabel"})
"""Said in the heading of a page, so not again below."""

FIGURED: Final = frozenset({bk(way) for way in figures.TOUCHING})
"""Said in the table of figures, so not again among incoming links."""

REIFIED: Final = frozenset(
    f"{PREFIXES['rdf']}{end}" for end in ("subject", "predicate", "object")
)
"""Said beside the background statement itself."""

PROVED: Final = frozenset({terms.IS_ASSERTED_IN, terms.IS_DRAWN_FROM})
"""Said where a page tells what follows from its thing."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a thing, in its language and direction."""

    text: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the page of a thing shows.

    Attributes:
        iri: The thing.
        title: Its English label.
        others: Its other names.
        kinds: Its classes as written.
        said: What claims assert about it.
        record: What our own layers say: names, offsets, provenance.
        background: What we add with sources of our own.
        inferred: What follows by the rules of OWL 2 RL.
        links: The same or a similar thing elsewhere.
        figure: What it says, where it is an observation.
        figures: The observations about it, by measure where they are many.
        named: The claims that name it.
        incoming: Who points at it.
        members: The things one path step below it.
        claims: The same, where they are claims.
        rows: Every statement about it, with its graph.
    """

    iri: str
    title: str
    others: tuple[Name, ...]
    kinds: tuple[Shown, ...]
    said: tuple[Group, ...]
    record: tuple[Group, ...]
    background: tuple[Group, ...]
    inferred: tuple[Group, ...]
    links: tuple[Group, ...]
    figure: tuple[figures.Figure, ...]
    figures: tuple[figures.Table, ...]
    named: tuple[Mark, ...]
    incoming: tuple[Group, ...]
    members: tuple[Shown, ...]
    claims: tuple[Mark, ...]
    rows: tuple[tuple[Shown, Shown, Shown], ...]


def card(names: Names, iri: str) -> Card:
    """Gather the page of a thing.

    Args:
        names: The names of the release.
        iri: The thing.

    Returns:
        Its card; sections without content are empty.
    """
    index = names.index
    statements = index.about.get(iri, ())
    members = index.members.get(iri, ())
    claims = [member for member in members if is_claim(member)]
    layers = defaultdict(list)
    for statement in statements:
        layers[_section(statement)].append(statement)
    written = {(s.predicate, key(s.object)) for s in statements if s.graph != ENTAILED}
    new = [s for s in layers["inferred"] if (s.predicate, key(s.object)) not in written]
    return Card(
        iri=iri,
        title=figures.title(names, iri) if statements else local(iri).capitalize(),
        others=tuple(_others(names, iri)),
        kinds=_kinds(names, statements),
        said=groups(names, layers["said"], end),
        record=groups(names, layers["record"], end),
        background=groups(names, layers["background"], end),
        inferred=groups(names, new, end),
        links=groups(names, layers["links"], end),
        figure=_figure(names, iri),
        figures=figures.tables(
            figures.figures(names, figures.about(names, iri)),
        ),
        named=marks(names, index.subjects(bk("mentions"), iri)),
        incoming=groups(names, _incoming(names, iri), start),
        members=names.links([] if claims else list(members)),
        claims=marks(names, claims),
        rows=tuple(
            (names.link(s.predicate), names.shown(s.object), names.link(s.graph))
            for s in statements
        ),
    )


def _section(statement: Statement) -> str:
    if is_claim(statement.graph):
        # Its class stands in the heading, under whose word is plain from the rest.
        return "naming" if statement.predicate == TYPE else "said"
    named = {ENTAILED: "inferred", BACKGROUND: "background"}
    if statement.graph == LINKS and statement.predicate in RELATIONS:
        return "links"
    if statement.predicate in NAMING and statement.graph != ENTAILED:
        return "naming"
    return named.get(statement.graph, "record")


def _incoming(names: Names, iri: str) -> list[Statement]:
    pointing = names.index.naming.get(iri, ())
    hidden = FIGURED | REIFIED | PROVED | {bk("mentions"), bk("concerns"), ANNOTATED[0]}
    return [
        s
        for s in pointing
        if s.predicate not in hidden
        and s.graph != ENTAILED
        and key(s.subject).startswith(BASE)
    ]


def _figure(names: Names, iri: str) -> tuple[figures.Figure, ...]:
    observed = names.index.iris(iri, bk("measures"))
    return (figures.figure(names, iri),) if observed else ()


def _kinds(names: Names, statements: Iterable[Statement]) -> tuple[Shown, ...]:
    kinds = [
        names.shown(s.object)
        for s in statements
        if s.predicate == TYPE and s.graph != ENTAILED
    ]
    return tuple(dict.fromkeys(kinds))


def _others(names: Names, iri: str) -> Iterable[Name]:
    preferred = names.label(iri)
    every = [*names.labels(iri), *names.labels(iri, ALTERNATIVE)]
    counted = Counter(every)
    counted.pop((preferred, "en"), None)
    for text, language in counted:
        yield Name(text, language, direction(language))
