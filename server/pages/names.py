"""What a term is called on a page, and where its page is.

A label where the release has one, else a prefixed name, else the term itself. Only
``http`` and ``https`` IRIs ever become links, because ``javascript:`` is an IRI too.
Nothing here writes HTML: templates escape what they are given.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from ontology.prefixes import BASE, PREFIXES, curie
from ontology.terms import ENTAILED
from server.pages.index import Index, Term, key

RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left unless their tag names another script."""

LEFT_TO_RIGHT_SCRIPTS: Final = frozenset({"latn", "cyrl"})
"""Scripts that turn such a language round: ``ug-latn``."""

OUTSIDE: Final = (PREFIXES["wd"], PREFIXES["gn"])
"""Items of others: whoever looks for one knows it by its number, not by its name."""

LABEL: Final = f"{PREFIXES['rdfs']}label"
ALTERNATIVE: Final = f"{PREFIXES['skos']}altLabel"
TYPE: Final = f"{PREFIXES['rdf']}type"

PATH: Final = "/:@!$&'()*+,;=~-._"
"""What stands in a path as it is."""

PLAIN: Final = frozenset({f"{PREFIXES['xsd']}string", f"{PREFIXES['rdf']}langString"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A term as a template prints it.

    Attributes:
        text: What is read.
        href: Where a click leads, or nothing.
        iri: The whole IRI, for the title, or nothing for a literal.
        language: The language tag of the text, or nothing.
        direction: ``rtl`` where the language asks for it, else nothing.
        datatype: The prefixed name of a literal's datatype, plain strings apart.
    """

    text: str
    href: str = ""
    iri: str = ""
    language: str = ""
    direction: str = ""
    datatype: str = ""


def bk(name: str) -> str:
    """Write a term of our ontology in full."""
    return f"{PREFIXES['bk']}{name}"


def local(iri: str) -> str:
    """Give the last step of an IRI's path."""
    return iri.rstrip("/").rpartition("/")[2]


def direction(language: str) -> str:
    """Say which way a language is written.

    Args:
        language: A language tag, lower case.

    Returns:
        ``rtl``, or nothing where the page's own direction will do.
    """
    first, *rest = language.lower().split("-")
    if "arab" in rest or "hebr" in rest:
        return "rtl"
    turned = LEFT_TO_RIGHT_SCRIPTS & set(rest)
    return "rtl" if first in RIGHT_TO_LEFT and not turned else ""


def address(iri: str) -> str:
    """Say where the page of an IRI is.

    Args:
        iri: Any IRI.

    Returns:
        A path of this server for our IRIs, the IRI itself for other web addresses,
        nothing for what is neither.
    """
    if iri.startswith(BASE):
        # A second slash would make the browser read another host's name there.
        path, mark, part = iri.removeprefix(BASE).lstrip("/").partition("#")
        return "/" + quote(path, safe=PATH) + mark + quote(part, safe=PATH)
    return iri if iri.lower().startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one release."""

    index: Index

    def label(self, iri: str) -> str:
        """Name a thing in English.

        Args:
            iri: The thing.

        Returns:
            Its English label, else any label or title, the text of a spelling, its kind
            and local name, or its prefixed name; the item of others by both.
        """
        labels = self.labels(iri)
        english = [text for text, language in labels if language == "en"]
        found = english or [text for text, _ in labels]
        found += self.index.texts(iri, f"{PREFIXES['dcterms']}title")
        found += self.index.texts(iri, f"{PREFIXES['skosxl']}literalForm")
        if found and iri.startswith(OUTSIDE):
            return f"{curie(iri)} ({found[0]})"
        return found[0] if found else self._described(iri)

    def _described(self, iri: str) -> str:
        """Name what has no label, ``evaluation s6-70``: contents and observations."""
        kinds = [
            text
            for statement in self.index.about.get(iri, ())
            if statement.predicate == TYPE and statement.graph != ENTAILED
            for text, _ in self.labels(key(statement.object))
        ]
        ours = iri.startswith(BASE) and kinds
        return f"{kinds[0]} {local(iri)}" if ours else curie(iri)

    def labels(self, iri: str, predicate: str = LABEL) -> list[tuple[str, str]]:
        """List a thing's labels, each with its language tag."""
        found = self.index.objects(iri, predicate)
        return [
            (term.value, term.language or "")
            for term in found
            if isinstance(term, Literal)
        ]

    def shown(self, term: Term) -> Shown:
        """Prepare a term for a template.

        Args:
            term: A term of the release.

        Returns:
            Labels for IRIs, the lexical form for literals, whatever the engine
            writes for the rest.
        """
        if isinstance(term, NamedNode):
            return self.link(term.value)
        if isinstance(term, Literal):
            language = term.language or ""
            kind = term.datatype.value
            return Shown(
                text=term.value,
                href=address(term.value) if kind == f"{PREFIXES['xsd']}anyURI" else "",
                language=language,
                direction=direction(language),
                datatype="" if kind in PLAIN else curie(kind),
            )
        return Shown(text=str(term))

    def link(self, iri: str, text: str = "") -> Shown:
        """Prepare an IRI for a template, under another text if one is given."""
        return Shown(text=text or self.label(iri), href=address(iri), iri=iri)

    def links(self, iris: list[str]) -> tuple[Shown, ...]:
        """Prepare several IRIs."""
        return tuple(self.link(iri) for iri in iris)
