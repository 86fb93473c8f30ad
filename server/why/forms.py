"""The rules of a release with its axioms filled in.

Both are read from the release; the table of the pipeline is not, only the way in which
it is read.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Variable

from graph.rules import Pattern, Ready, Rule, ready
from ontology import terms
from ontology.prefixes import BASE, PREFIXES
from server.pages.index import Index, Statement, key
from server.pages.proofs import Fact

_BUILT_IN: Final = frozenset(
    {f"{PREFIXES['rdf']}nil", f"{PREFIXES['owl']}Thing", f"{PREFIXES['owl']}Nothing"}
)


@dataclass(frozen=True, slots=True)
class Form:
    """A rule with its axioms filled in.

    Attributes:
        rule: The rule's IRI.
        axioms: The axioms that were filled in.
        body: What must hold; a variable begins with a question mark.
        head: What follows.
    """

    rule: str
    axioms: tuple[Fact, ...]
    body: tuple[Fact, ...]
    head: Fact


def forms(index: Index) -> Iterator[Form]:
    """Fill the ontology of a release into its rules.

    Args:
        index: The release.

    Yields:
        Each rule, once for each way to fill it.
    """
    schema = [s.quad() for s in index.within.get(terms.ONTOLOGY, ()) if _is_axiom(s)]
    yield from map(_form, ready(_table(index), schema))


def _table(index: Index) -> Iterator[Rule]:
    """Read the rules of the release, in the order of their names."""
    for iri in index.subjects(terms.RDF_TYPE, terms.INFERENCE_RULE):
        yield Rule(
            iri,
            int(index.text(iri, terms.TABLE) or 0),
            index.text(iri, terms.BODY),
            index.text(iri, terms.HEAD),
            index.text(iri, terms.DEFINITION),
        )


def _is_axiom(statement: Statement) -> bool:
    """Whether an axiom speaks of our terms only; others are published, not applied."""
    if not _is_ours(statement.subject):
        return False
    return statement.predicate == terms.RDF_TYPE or _is_ours(statement.object)


def _is_ours(term: object) -> bool:
    if isinstance(term, NamedNode):
        return term.value.startswith(BASE) or term.value in _BUILT_IN
    return isinstance(term, BlankNode | Literal)


def _form(one: Ready) -> Form:
    axioms = (
        Fact(key(t.subject), t.predicate.value, key(t.object)) for t in one.axioms
    )
    body = tuple(map(_pattern, one.body))
    return Form(one.name, tuple(axioms), body, _pattern(one.head))


def _pattern(pattern: Pattern) -> Fact:
    return Fact(*(str(p) if isinstance(p, Variable) else key(p) for p in pattern))
