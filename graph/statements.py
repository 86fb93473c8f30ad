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


def typed(subject: str, predicate: str, value: str, datatype: str) -> Quad:
    """State a value of one of XML Schema's datatypes."""
    kind = NamedNode(PREFIXES["xsd"] + datatype)
    return _quad(subject, predicate, Literal(value, datatype=kind))


def address(subject: str, predicate: str, value: str) -> Quad:
    """State an IRI as text, as SHACL does with namespaces."""
    return typed(subject, predicate, value, "anyURI")


def _quad(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    graph = NamedNode(terms.METADATA)
    return Quad(NamedNode(subject), NamedNode(predicate), value, graph)
