"""Say in VoID what the links lead to: one linkset for each system and each relation.

Source: VoID, section 5 (describing linksets): one predicate each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph.links.mapping import PREDICATES
from graph.links.systems import SYSTEMS, System
from graph.statements import iri, number, text
from ontology import terms
from ontology.prefixes import PREFIXES

_VOID: Final = PREFIXES["void"]


def linksets(dataset: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield a description of each set of links.

    Args:
        dataset: The IRI of what the links lead from.
        quads: The whole graph.
    """
    for (system, predicate), count in sorted(
        _counted(quads).items(), key=lambda pair: (pair[0][0].name, pair[0][1])
    ):
        relation = predicate.removeprefix(PREFIXES["skos"])
        name = f"{PREFIXES['desc']}links--{system.name}--{relation}"
        yield iri(dataset, f"{_VOID}subset", name)
        yield iri(name, terms.RDF_TYPE, f"{_VOID}Linkset")
        yield text(name, terms.RDFS_LABEL, f"links to {system.label} ({relation})")
        yield iri(name, f"{_VOID}subjectsTarget", dataset)
        yield iri(name, f"{_VOID}objectsTarget", system.iri)
        yield iri(name, f"{_VOID}linkPredicate", predicate)
        yield number(name, f"{_VOID}triples", count)


def _counted(quads: Iterable[Quad]) -> Counter[tuple[System, str]]:
    """Count the links to each system by each relation."""
    graph = NamedNode(terms.LINKS)
    found = Counter[tuple[System, str]]()
    for quad in quads:
        if (
            quad.graph_name == graph
            and quad.predicate.value in PREDICATES
            and isinstance(quad.object, NamedNode)
        ):
            value = quad.object.value
            system = next(one for one in SYSTEMS if one.names(value))
            found[system, quad.predicate.value] += 1
    return found
