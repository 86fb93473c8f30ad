"""Translate terms between pyoxigraph and rdflib; nowhere else is this done.

The lexical form of a literal is carried over as it is, and a blank node keeps its
label. Quoted triples do not exist in this project.
"""

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib
from rdflib.term import Node


def to_graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """Return the triples of some quads as one rdflib graph."""
    graph = rdflib.Graph()
    known: dict[object, Node] = {}
    for quad in quads:
        subject, predicate, value = (
            known.get(term) or known.setdefault(term, to_rdflib(term))
            for term in (quad.subject, quad.predicate, quad.object)
        )
        graph.add((subject, predicate, value))
    return graph


def to_rdflib(term: object) -> Node:
    """Return the rdflib term that means the same.

    Raises:
        TypeError: If it is no IRI, blank node or literal.
    """
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        if datatype == str(rdflib.XSD.string):
            return rdflib.Literal(term.value)
        return rdflib.Literal(
            term.value, datatype=rdflib.URIRef(datatype), normalize=False
        )
    message = f"no term of RDF 1.1: {term!r}"
    raise TypeError(message)


def to_oxigraph(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the pyoxigraph term that means the same.

    Raises:
        TypeError: If it is no IRI, blank node or literal.
    """
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        if term.datatype is not None:
            return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
        return ox.Literal(str(term))
    message = f"no term of RDF 1.1: {term!r}"
    raise TypeError(message)
