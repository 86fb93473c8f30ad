"""Checks of the kind that ROBOT reports on an ontology: patterns that find offenders.

Source: ROBOT, report queries (robot.obolibrary.org/report_queries).
"""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from graph.outcome import Outcome
from graph.queried import offenders
from ontology.prefixes import PREFIXES
from ontology.terms import ONTOLOGY, RDF_TYPE, SHAPES

_OWN: Final = "FILTER (STRSTARTS(STR(?term), STR(bk:)))"
_TERM: Final = f"""
  VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty }}
  ?term a ?kind . {_OWN}"""

_CHECKS: Final = MappingProxyType(
    {
        "missing_label": (
            "Every term has a label",
            f"{_TERM} FILTER NOT EXISTS {{ ?term rdfs:label ?x }}",
        ),
        "missing_definition": (
            "Every term has a definition",
            f"{_TERM} FILTER NOT EXISTS {{ ?term skos:definition ?x }}",
        ),
        "missing_module": (
            "Every term says in which module it is defined",
            f"{_TERM} FILTER NOT EXISTS {{ ?term rdfs:isDefinedBy ?x }}",
        ),
        "missing_example": (
            "Every class has an example",
            f"?term a owl:Class . {_OWN} FILTER NOT EXISTS {{ ?term skos:example ?x }}",
        ),
        "missing_domain_or_range": (
            "Every property says what it is for",
            (
                "VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty } "
                f"?term a ?kind . {_OWN} FILTER (NOT EXISTS {{ ?term "
                "schema:domainIncludes ?x } || NOT EXISTS { ?term "
                "schema:rangeIncludes ?y })"
            ),
        ),
        "multiple_labels": (
            "No term has two labels in one language",
            (
                f"?term rdfs:label ?a , ?b . {_OWN} "
                "FILTER (?a != ?b && LANG(?a) = LANG(?b))"
            ),
        ),
        "multiple_definitions": (
            "No term has two definitions in one language",
            (
                f"?term skos:definition ?a , ?b . {_OWN} "
                "FILTER (?a != ?b && LANG(?a) = LANG(?b))"
            ),
        ),
        "duplicate_label": (
            "No two terms have the same label",
            (
                f"{_TERM} ?term rdfs:label ?a . ?other rdfs:label ?a ; a ?else . "
                "FILTER (?other != ?term && STRSTARTS(STR(?other), STR(bk:)))"
            ),
        ),
        "duplicate_definition": (
            "No two terms have the same definition",
            (
                f"{_TERM} ?term skos:definition ?a . ?other skos:definition ?a . "
                "FILTER (?other != ?term)"
            ),
        ),
        "whitespace": (
            "No text begins or ends with white space, or has two spaces",
            (
                f"?term ?p ?text . {_OWN} FILTER isLiteral(?text) "
                r'FILTER REGEX(STR(?text), "^\\s|\\s$|  ")'
            ),
        ),
        "deprecated_reference": (
            "No term rests on a deprecated one",
            (
                f"?term ?p ?old . ?old owl:deprecated true . {_OWN} "
                "FILTER (?p != dcterms:isReplacedBy) "
                "FILTER NOT EXISTS { ?term owl:deprecated true }"
            ),
        ),
        "deprecated_without_successor": (
            "A deprecated term says why, or what replaces it",
            (
                f"?term owl:deprecated true . {_OWN} FILTER NOT EXISTS "
                "{ ?term dcterms:isReplacedBy|skos:historyNote ?x }"
            ),
        ),
        "self_reference": (
            "No term stands above itself",
            f"?term (rdfs:subClassOf|rdfs:subPropertyOf)+ ?term . {_OWN}",
        ),
    }
)
"""ROBOT's name of a check, or one like it -> what it asks for, what finds offenders."""


def outcomes(store: Store, quads: Iterable[Quad]) -> Iterator[Outcome]:
    """Run the checks.

    Args:
        store: The ontology, to be asked.
        quads: The dataset, which may use a deprecated term.

    Yields:
        An outcome each.
    """
    for name, (title, where) in _CHECKS.items():
        yield _outcome(name, title, offenders(store, where))
    old = set(offenders(store, f"?term owl:deprecated true . {_OWN}"))
    schema = {NamedNode(ONTOLOGY), NamedNode(SHAPES)}
    used = {
        name
        for quad in quads
        if quad.graph_name not in schema
        for name in (quad.predicate.value, _kind(quad))
        if name in old
    }
    title = "The data use no deprecated term"
    yield _outcome("deprecated_use", title, tuple(sorted(used)))


def _kind(quad: Quad) -> str:
    of = quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode)
    return quad.object.value if of else ""  # type: ignore[union-attr] # an IRI


def _outcome(name: str, title: str, found: tuple[str, ...]) -> Outcome:
    verdict = "failed" if found else "passed"
    test = f"{PREFIXES['bk'].removesuffix('ontology/')}quality#check-{name}"
    return Outcome("robot", name, title, test, verdict, offenders=found)
