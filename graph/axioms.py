"""Choose what the reasoner needs to see: the axioms, and the statements they act on.

The cost of the closure grows faster than its input, so labels, offsets, figures and
everything no axiom speaks of stay outside. An axiom counts if all its terms are ours:
the alignments with other vocabularies are published, but nothing is derived from them.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, tables 4-9.
"""

from collections.abc import Iterable
from typing import Final, TypeGuard

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ontology import terms
from ontology.prefixes import BASE, PREFIXES

_OWL: Final = PREFIXES["owl"]
_RDF: Final = PREFIXES["rdf"]
_RDFS: Final = PREFIXES["rdfs"]

_LOGICAL: Final = frozenset(
    {
        *(
            _RDFS + name
            for name in ("domain", "range", "subClassOf", "subPropertyOf")
        ),
        *(_RDF + name for name in ("first", "rest")),
        *(
            _OWL + name
            for name in (
                "allValuesFrom", "complementOf", "disjointWith", "distinctMembers",
                "equivalentClass", "equivalentProperty", "hasKey", "hasValue",
                "intersectionOf", "inverseOf", "maxCardinality",
                "maxQualifiedCardinality", "members", "onClass", "oneOf",
                "onProperty", "propertyChainAxiom", "propertyDisjointWith",
                "someValuesFrom", "unionOf",
            )
        ),
    }
)  # fmt: skip
_CHARACTERS: Final = frozenset(
    _OWL + name
    for name in (
        "AllDifferent", "AllDisjointClasses", "AllDisjointProperties",
        "AsymmetricProperty", "FunctionalProperty", "InverseFunctionalProperty",
        "IrreflexiveProperty", "SymmetricProperty", "TransitiveProperty",
    )
)  # fmt: skip
_BUILT_IN: Final = frozenset({f"{_RDF}nil", f"{_OWL}Thing", f"{_OWL}Nothing"})
_SCHEMA: Final = tuple(PREFIXES[p] for p in ("bk", "bks", "module"))
_NO_DATA: Final = frozenset({NamedNode(terms.ONTOLOGY), NamedNode(terms.SHAPES)})


def axioms(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Return the quads of the ontology from which something can follow."""
    return tuple(quad for quad in quads if _is_axiom(quad))


def premises(quads: Iterable[Quad], rules: Iterable[Quad]) -> tuple[Quad, ...]:
    """Return the statements about things on which some axiom can act.

    Args:
        quads: Everything asserted.
        rules: The axioms.

    Returns:
        Those whose property, or for ``rdf:type`` whose class, stands in an axiom.
    """
    spoken_of = {
        term.value
        for quad in rules
        for term in (quad.subject, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(BASE)
    }
    return tuple(quad for quad in quads if _is_premise(quad, spoken_of))


def is_thing(term: object) -> TypeGuard[NamedNode]:
    """Say whether a term names something of ours that is no part of the schema."""
    return (
        isinstance(term, NamedNode)
        and term.value.startswith(BASE)
        and not term.value.startswith(_SCHEMA)
    )


def is_term(term: object) -> bool:
    """Say whether a term is a class or property of ours."""
    return isinstance(term, NamedNode) and term.value.startswith(PREFIXES["bk"])


def says_something(triple: Quad | Triple) -> bool:
    """Say whether a conclusion is worth a reader's time.

    Args:
        triple: What was concluded.

    Returns:
        Whether it is about a thing of ours, in a class or by a property of ours, and
        not that the thing is like itself.
    """
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if not is_thing(subject) or subject == value:
        return False
    if predicate.value == terms.RDF_TYPE:
        return is_term(value)
    return is_term(predicate) and is_thing(value)


def _is_axiom(quad: Quad) -> bool:
    if quad.graph_name != NamedNode(terms.ONTOLOGY) or not _is_ours(quad.subject):
        return False
    if quad.predicate.value == terms.RDF_TYPE:
        return isinstance(quad.object, NamedNode) and quad.object.value in _CHARACTERS
    return quad.predicate.value in _LOGICAL and _is_ours(quad.object)


def _is_ours(term: object) -> bool:
    if isinstance(term, NamedNode):
        return term.value.startswith(BASE) or term.value in _BUILT_IN
    return isinstance(term, BlankNode | Literal)


def _is_premise(quad: Quad, spoken_of: set[str]) -> bool:
    if quad.graph_name in _NO_DATA or not is_thing(quad.subject):
        return False
    if quad.predicate.value == terms.RDF_TYPE:
        return isinstance(quad.object, NamedNode) and quad.object.value in spoken_of
    return quad.predicate.value in spoken_of and is_thing(quad.object)
