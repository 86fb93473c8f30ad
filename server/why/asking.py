"""Read a triple out of a request: three terms, each a name that the release has.

A name is an IRI in full without brackets; a prefixed name of the project's table
(``place:khorgos``) is taken too. A literal, which only the object can be, is in its
N-Triples form.

Source: RDF 1.1 N-Triples, section 2.4 (literals).
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.prefixes import PREFIXES, curie
from ontology.terms import PROVENANCE
from server.pages.index import Index
from server.pages.marks import is_claim
from server.pages.near import nearest
from server.pages.proofs import Fact, term
from server.refusals import MalformedError
from server.why.spelling import spelled

LONGEST: Final = 2_000
"""Characters of one term."""

PARTS: Final[Mapping[str, str]] = {"s": "subject", "p": "predicate", "o": "object"}
"""Parameter -> the part of the triple that it holds."""

_CURIE: Final = re.compile(r"([a-z]+):([^/?#:][^/?#]*)")


def asked(index: Index, given: Mapping[str, Sequence[str]]) -> Fact:
    """Read the triple that is asked about.

    Args:
        index: The release.
        given: Parameter -> its values.

    Returns:
        The triple.

    Raises:
        MalformedError: If a parameter is missing, repeated or no such term, or the
            release does not know a name.
    """
    missing = [
        f"{name} (the {part})" for name, part in PARTS.items() if not given.get(name)
    ]
    if missing:
        raise MalformedError(
            detail=f"The triple to explain lacks {', '.join(missing)}; it is asked for "
            "as /explain?s=IRI&p=IRI&o=IRI, a literal in its N-Triples form."
        )
    subject, predicate, value = (_only(name, given[name]) for name in PARTS)
    subject = named(index, subject, "subject")
    predicate = named(index, predicate, "predicate")
    if not value.startswith('"'):
        return Fact(subject, predicate, named(index, value, "object"))
    said = spelled(index, subject, predicate, _literal(value))
    return Fact(subject, predicate, said)


def claimed(index: Index, given: Sequence[str]) -> str:
    """Read the claim that is to be taken away.

    Args:
        index: The release.
        given: The values of the parameter.

    Returns:
        The claim's IRI.

    Raises:
        MalformedError: If it names no claim.
    """
    iri = named(index, _only("claim", given), "claim")
    known = any(s.graph == PROVENANCE for s in index.about.get(iri, ()))
    if not (is_claim(iri) and known):
        raise MalformedError(detail=f"{curie(iri)} is no claim of this release.")
    return iri


def named(index: Index, text: str, part: str) -> str:
    """Read one name.

    Args:
        index: The release.
        text: An IRI or a prefixed name.
        part: What it is to be, for the refusal.

    Returns:
        The IRI.

    Raises:
        MalformedError: If it is none, or the release does not know it.
    """
    if text.startswith('"'):
        raise MalformedError(detail=f"The {part} is a literal; it must be an IRI.")
    if text.startswith("_:"):
        raise MalformedError(detail=f"The {part} is a blank node; it must be an IRI.")
    iri = _full(text)
    try:
        NamedNode(iri)
    except ValueError:
        message = f"The {part} is no absolute IRI (write it in full, without brackets)."
        raise MalformedError(detail=message) from None
    if not any(iri in known for known in (index.about, index.naming, index.uses)):
        near = ", ".join(map(curie, nearest(index, iri)))
        raise MalformedError(
            detail=f"This release names nothing {curie(iri)}, so it cannot be the "
            f"{part}." + (f" Near it: {near}." if near else "")
        )
    return iri


def _full(text: str) -> str:
    found = _CURIE.fullmatch(text)
    namespace = PREFIXES.get(found[1]) if found else None
    return f"{namespace}{found[2]}" if found and namespace else text


def _only(name: str, values: Sequence[str]) -> str:
    if len(set(values)) > 1:
        raise MalformedError(detail=f"The parameter {name} has more than one value.")
    if len(values[0]) > LONGEST:
        raise MalformedError(
            detail=f"The parameter {name} has {len(values[0])} characters; a term may "
            f"have {LONGEST}."
        )
    return values[0]


def _literal(text: str) -> Literal:
    found = None
    with suppress(SyntaxError, ValueError):
        found = term(text)
    if not isinstance(found, Literal):
        raise MalformedError(
            detail="The object begins as a literal and is none in N-Triples form: "
            'write "text", "text"@en or "1"^^<http://www.w3.org/2001/XMLSchema#integer>.'
        )
    return found
