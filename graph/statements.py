"""Write statements of the layer ``g:metadata``, which the build computes."""

from pyoxigraph import Literal, NamedNode, Quad

from ontology import terms
from ontology.prefixes import PREFIXES


def iri(subject: str, predicate: str, value: str) -> Quad:
    """State a relation to something."""
    return _quad(subject, predicate, NamedNode(value))


def text(subject: str, predicate: str, value: str) -> Quad:
    """State something in English."""
    return _quad(subject, predicate, Literal(value, language="en"))


def plain(subject: str, predicate: str, value: str) -> Quad:
    """State something in no language."""
    return _quad(subject, predicate, Literal(value))


def number(subject: str, predicate: str, value: int) -> Quad:
    """State a whole number."""
    return _quad(subject, predicate, Literal(value))


def address(subject: str, predicate: str, value: str) -> Quad:
    """State an IRI as text, as SHACL does with namespaces."""
    datatype = NamedNode(f"{PREFIXES['xsd']}anyURI")
    return _quad(subject, predicate, Literal(value, datatype=datatype))


def _quad(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    graph = NamedNode(terms.METADATA)
    return Quad(NamedNode(subject), NamedNode(predicate), value, graph)
