"""Write mappings as RDF: a link for what is published, a node for each row but one.

A candidate is a row of the table and no more, so that nobody takes it for a link. The
form of the nodes is that of SSSOM, each with its own name; ``sssom:Mapping`` stands
beside the ``owl:Axiom`` that the form asks for, because it says what is meant.

Source: SSSOM 1.1, The SSSOM/RDF serialisation format.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.links.mapping import BROAD, CLOSE, EXACT, NARROW, Mapping, Standing
from graph.links.systems import BY_IRI, SYSTEMS
from graph.links.table import Table
from ontology import terms
from ontology.prefixes import PREFIXES, curie

_SSSOM: Final = PREFIXES["sssom"]
_DCTERMS: Final = PREFIXES["dcterms"]
_OWL: Final = PREFIXES["owl"]
_RDFS: Final = PREFIXES["rdfs"]
_XSD: Final = PREFIXES["xsd"]

_WORDS: Final = {
    EXACT: "is {} in {}",
    CLOSE: "is close to {} in {}",
    BROAD: "is narrower than {} in {}",
    NARROW: "is broader than {} in {}",
}


def quads(table: Table, found: Iterable[Mapping]) -> Iterator[Quad]:
    """Yield everything the layer of links holds.

    Args:
        table: The table as written.
        found: Its mappings.
    """
    whole = table.header["mapping_set_id"]
    yield _iri(whole, terms.RDF_TYPE, f"{_SSSOM}MappingSet")
    yield _text(whole, terms.RDFS_LABEL, table.header["mapping_set_title"], "en")
    yield _text(whole, f"{_DCTERMS}title", table.header["mapping_set_title"])
    yield _text(
        whole, f"{_DCTERMS}description", table.header["mapping_set_description"]
    )
    yield _iri(whole, f"{_DCTERMS}license", table.header["license"])
    yield _text(whole, f"{_OWL}versionInfo", table.header["mapping_set_version"])
    for system in SYSTEMS:
        yield _iri(system.iri, terms.RDF_TYPE, f"{PREFIXES['void']}Dataset")
        yield _text(system.iri, terms.RDFS_LABEL, system.label, "en")
        yield _iri(system.iri, f"{PREFIXES['foaf']}homepage", system.homepage)
        space = PREFIXES[system.prefix]
        yield _text(system.iri, f"{PREFIXES['void']}uriSpace", space)
    for mapping in found:
        if mapping.standing is Standing.PUBLISHED:
            yield _iri(mapping.subject, mapping.predicate, mapping.target)
        if mapping.standing is not Standing.CANDIDATE:
            yield _iri(whole, f"{_SSSOM}mappings", mapping.record)
            yield from _node(mapping)


def _node(mapping: Mapping) -> Iterator[Quad]:
    node = mapping.record
    yield _iri(node, terms.RDF_TYPE, f"{_SSSOM}Mapping")
    yield _iri(node, terms.RDF_TYPE, f"{_OWL}Axiom")
    yield _text(node, terms.RDFS_LABEL, _label(mapping), "en")
    yield _iri(node, f"{_OWL}annotatedSource", mapping.subject)
    yield _iri(node, f"{_OWL}annotatedProperty", mapping.predicate)
    yield _iri(node, f"{_OWL}annotatedTarget", mapping.target)
    yield _text(node, f"{_SSSOM}subject_label", mapping.subject_label)
    if mapping.target_label:
        yield _text(node, f"{_SSSOM}object_label", mapping.target_label)
    if mapping.negated:
        negated = f"{_SSSOM}NegatedPredicate"
        yield _iri(node, f"{_SSSOM}predicate_modifier", negated)
    yield _iri(node, f"{_SSSOM}mapping_justification", mapping.justification)
    yield _iri(node, f"{_SSSOM}object_source", mapping.source)
    yield _typed(node, f"{_SSSOM}confidence", mapping.confidence, "double")
    yield _typed(node, f"{_DCTERMS}created", mapping.date.isoformat(), "date")
    for address in mapping.see_also:
        yield _iri(node, f"{_RDFS}seeAlso", address)
    yield _text(node, terms.RDFS_COMMENT, mapping.comment)


def _label(mapping: Mapping) -> str:
    """Say in a sentence what a mapping says."""
    system = BY_IRI[mapping.source].label
    subject = mapping.subject_label
    if mapping.standing is Standing.NOT_FOUND:
        return f"{subject} was sought in {system} and not found"
    name = curie(mapping.target.rstrip("/"))
    named = f"{name} ({mapping.target_label})" if mapping.target_label else name
    words = _WORDS[mapping.predicate].format(named, system)
    if mapping.negated:
        words = words.replace("is ", "is not ", 1)
    return f"{subject} {words}"


def _iri(subject: str, predicate: str, value: str) -> Quad:
    return _quad(subject, predicate, NamedNode(value))


def _text(
    subject: str, predicate: str, value: str, language: str | None = None
) -> Quad:
    return _quad(subject, predicate, Literal(value, language=language))


def _typed(subject: str, predicate: str, value: str, datatype: str) -> Quad:
    return _quad(
        subject, predicate, Literal(value, datatype=NamedNode(f"{_XSD}{datatype}"))
    )


def _quad(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    graph = NamedNode(terms.LINKS)
    return Quad(NamedNode(subject), NamedNode(predicate), value, graph)
