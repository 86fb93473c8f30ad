"""What we say of our own things: names, kinds, and the countries they lie in.

Read from the sources, so that no release must have been built. A thing lies in what it
is stated to be part of or located in, step by step; which properties say that, which
classes are within which, and what they are called in Wikidata is read from the
ontology and its alignments.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, parse

from graph.inventory import Sources
from graph.wikidata.failures import SetError
from ontology.prefixes import PREFIXES
from ontology.terms import (
    COUNTRY,
    IS_WITHIN,
    RDF_TYPE,
    RDFS_LABEL,
    SKOS_ALT_LABEL,
)

_SUBCLASS: Final = f"{PREFIXES['rdfs']}subClassOf"
_SUBPROPERTY: Final = f"{PREFIXES['rdfs']}subPropertyOf"
_MATCHES: Final = frozenset(
    f"{PREFIXES['skos']}{name}Match"
    for name in ("exact", "close", "broad", "narrow", "related")
)

Graph = Mapping[str, frozenset[str]]


class Name(NamedTuple):
    """A name of a thing, its language, and whether it is the label."""

    text: str
    language: str
    is_label: bool


@dataclass(frozen=True, slots=True)
class Kinds:
    """What Wikidata may call the kind of a thing.

    Attributes:
        own: The classes that our own class of the thing is aligned with.
        wider: Those of the classes above it.
    """

    own: frozenset[str]
    wider: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ours:
    """What the sources say, as far as it can be compared.

    Attributes:
        languages: The languages of all names, without script or region.
    """

    _names: Mapping[str, tuple[Name, ...]]
    _types: Graph
    _above: Graph
    _around: Graph
    _aligned: Graph
    languages: frozenset[str]

    @classmethod
    def read(cls, found: Sources) -> "Ours":
        """Read the sources.

        Args:
            found: Where they lie.

        Returns:
            What they say.

        Raises:
            SetError: If one of them cannot be read.
        """  # noqa: DOC502 - raised by the helper
        files = (
            *found.ontology.glob("*.ttl"),
            *found.graph.rglob("*.ttl"),
            *found.graph.glob("claims/*.trig"),
        )
        quads = [quad for path in sorted(files) for quad in _quads(path)]
        links: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for s, p, o, _ in quads:
            if isinstance(s, NamedNode) and isinstance(o, NamedNode):
                links[p.value][s.value].add(o.value)
        above, properties = closed(links[_SUBCLASS]), closed(links[_SUBPROPERTY])
        inward = [name for name in links if IS_WITHIN in properties.get(name, {name})]
        aligned = _joined(links[name] for name in sorted(_MATCHES & links.keys()))
        named = _named(quads)
        spoken = {name.language for names in named.values() for name in names}
        return cls(
            languages=frozenset(one.partition("-")[0] for one in spoken),
            _names=named,
            _types={s: frozenset(o) for s, o in links[RDF_TYPE].items()},
            _above=above,
            _around=closed(_joined(links[name] for name in inward)),
            _aligned={
                s: frozenset(
                    one.removeprefix(PREFIXES["wd"]) for one in o if _is_wd(one)
                )
                for s, o in aligned.items()
            },
        )

    def names(self, curie: str) -> tuple[Name, ...]:
        """Return the names of a thing, its labels first."""
        return self._names.get(expanded(curie), ())

    def kinds(self, curie: str) -> Kinds:
        """Return what Wikidata may call the kind of a thing."""
        classes = self._types.get(expanded(curie), frozenset())
        wider = {up for one in classes for up in self._above.get(one, ())}
        own = self._classes(classes)
        return Kinds(own, self._classes(wider) - own)

    def countries(self, curie: str) -> frozenset[str]:
        """Return the IRIs of the countries a thing lies in; each lies in itself."""
        iri = expanded(curie)
        around = self._around.get(iri, frozenset({iri}))
        return frozenset(one for one in around if COUNTRY in self._types.get(one, ()))

    def _classes(self, ours: Iterable[str]) -> frozenset[str]:
        return frozenset(q for one in ours for q in self._aligned.get(one, ()))


def expanded(curie: str) -> str:
    """Return the IRI of a CURIE, by the one table of prefixes."""
    prefix, colon, rest = curie.partition(":")
    return f"{PREFIXES[prefix]}{rest}" if colon and prefix in PREFIXES else curie


def closed(links: Mapping[str, Iterable[str]]) -> Graph:
    """Return what each thing leads to in any number of steps, itself included."""
    found = {}
    for start in links:
        seen, todo = {start}, [start]
        while todo:
            fresh = set(links.get(todo.pop(), ())) - seen
            seen |= fresh
            todo += fresh
        found[start] = frozenset(seen)
    return found


def _quads(path: Path) -> list[Quad]:
    """Read a source; whether it keeps all rules of sources is for the build to say.

    Raises:
        SetError: If it cannot be read.
    """
    try:
        return list(parse(path=path))
    except (OSError, SyntaxError) as problem:
        message = f"{path} cannot be read: {problem}"
        raise SetError(message) from problem


def _is_wd(iri: str) -> bool:
    return iri.startswith(f"{PREFIXES['wd']}Q")


def _joined(graphs: Iterable[Mapping[str, set[str]]]) -> dict[str, set[str]]:
    joined: dict[str, set[str]] = defaultdict(set)
    for graph in graphs:
        for s, o in graph.items():
            joined[s] |= o
    return joined


def _named(quads: Iterable[Quad]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, dict[Name, None]] = defaultdict(dict)
    for s, p, o, _ in quads:
        if p.value in {RDFS_LABEL, SKOS_ALT_LABEL} and isinstance(o, Literal):
            name = Name(o.value, o.language or "", p.value == RDFS_LABEL)
            found[s.value][name] = None
    order = {
        s: sorted(names, key=lambda n: not n.is_label) for s, names in found.items()
    }
    return {s: tuple(names) for s, names in order.items()}
