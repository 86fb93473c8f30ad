"""The queries that a user's own engine joins with another endpoint, as pages show them.

Source: SPARQL 1.1 Federated Query, section 2; github.com/sib-swiss/sparql-examples.
"""

from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from ontology.terms import RDFS_SEE_ALSO
from server.pages.index import Index, Statement, natural

FEDERATES: Final = "https://purl.expasy.org/sparql-examples/ontology#federatesWith"
"""As the build writes it of an example that asks an endpoint by SERVICE."""

_EXAMPLE: Final = PREFIXES["example"]
_SH: Final = PREFIXES["sh"]


@dataclass(frozen=True, slots=True)
class Federated:
    """One such query.

    Attributes:
        iri: Its IRI.
        name: What its file is called.
        title: What it asks, in one line.
        query: Its text.
        services: The endpoints it asks besides.
        twin: The query that asks the same of the snapshot.
    """

    iri: str
    name: str
    title: str
    query: str
    services: tuple[str, ...]
    twin: str


def federated(index: Index) -> tuple[Federated, ...]:
    """Find these queries, in the order of their names.

    Args:
        index: The release.

    Returns:
        The queries; none where the release has none.
    """
    found = {
        statement.subject.value
        for name in index.members.get(_EXAMPLE.rstrip("/"), ())
        for statement in index.about.get(name, ())
        if statement.predicate == FEDERATES
    }
    return tuple(_read(index, iri) for iri in sorted(found, key=natural))


def statements(index: Index) -> list[Statement]:
    """Gather what the release says of these queries, for the RDF of their page."""
    return [s for one in federated(index) for s in index.about.get(one.iri, ())]


def _read(index: Index, iri: str) -> Federated:
    twins = index.iris(iri, RDFS_SEE_ALSO)
    return Federated(
        iri=iri,
        name=iri.removeprefix(_EXAMPLE).removeprefix("federated-"),
        title=index.text(iri, f"{PREFIXES['rdfs']}label"),
        query=index.text(iri, f"{_SH}select"),
        services=tuple(index.iris(iri, FEDERATES)),
        twin=index.text(twins[0], f"{_SH}select") if twins else "",
    )
