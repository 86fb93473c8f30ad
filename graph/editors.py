"""Say in RDF what a query editor asks an endpoint for: its prefixes and examples.

The form is that of the Swiss Institute of Bioinformatics, which its editor and others
read: ``sh:declare`` for a prefix, ``sh:SPARQLExecutable`` with the query and, as
``rdfs:comment``, the question. A query that asks another endpoint besides is for a
user's own engine: it says so with their ``spex:federatesWith`` and has no target here.

Source: github.com/sib-swiss/sparql-examples (README); SHACL, section 5.2.1.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Quad

from graph.stages import Example
from graph.statements import address, iri, plain, text
from ontology.prefixes import BASE, PREFIXES
from ontology.terms import RDF_TYPE, RDFS_COMMENT, RDFS_LABEL, RDFS_SEE_ALSO

ENDPOINT: Final = f"{BASE}sparql"
TARGET: Final = "https://schema.org/target"
"""As those editors write it; our own prefix of schema.org has no s."""
FEDERATES: Final = "https://purl.expasy.org/sparql-examples/ontology#federatesWith"
"""What an endpoint is to an example that asks it by SERVICE."""


def prefixes(dataset: str) -> Iterator[Quad]:
    """Yield a declaration of each prefix of the project.

    Args:
        dataset: The IRI of what they are declared for.
    """
    sh = PREFIXES["sh"]
    for prefix, namespace in PREFIXES.items():
        declaration = f"{PREFIXES['desc']}prefix--{prefix}"
        yield iri(dataset, f"{sh}declare", declaration)
        yield iri(declaration, RDF_TYPE, f"{sh}PrefixDeclaration")
        yield plain(declaration, f"{sh}prefix", prefix)
        yield address(declaration, f"{sh}namespace", namespace)


def examples(dataset: str, found: Iterable[Example]) -> Iterator[Quad]:
    """Yield the example queries.

    Args:
        dataset: The IRI of what declares their prefixes.
        found: The examples.
    """
    sh = PREFIXES["sh"]
    for example in found:
        name = f"{PREFIXES['example']}{example.name}"
        kind = f"{sh}SPARQL{example.form.capitalize()}Executable"
        yield iri(name, RDF_TYPE, kind)
        yield text(name, RDFS_LABEL, example.title)
        yield text(name, RDFS_COMMENT, example.title)
        yield iri(name, f"{sh}prefixes", dataset)
        yield plain(name, f"{sh}{example.form}", example.query)
        if example.services:
            yield iri(name, RDFS_SEE_ALSO, f"{PREFIXES['example']}{example.twin}")
            for service in example.services:
                yield iri(name, FEDERATES, service)
        else:
            # Editors look for this type and offer what they find to be run here.
            yield iri(name, RDF_TYPE, f"{sh}SPARQLExecutable")
            yield iri(name, TARGET, ENDPOINT)
