"""Work out the artifact code of a set of named graphs: a hash that names them.

This is ours because it is smaller than what it would save. The package ``nanopub``
has the same function, but brings 14 others and 80 MB with it, wants rdflib's terms,
which rewrite lexical forms as they read, and sorts with a comparison a pair. It is
the judge instead: a test has it recompute the code of every nanopublication.

The specification leaves the order of characters beyond U+FFFF to strings of Unicode
characters, where the implementation in Java compares UTF-16; a test keeps such
characters out. It leaves language tags "canonicalized", which all implementations
read as lower case.

Source: Trusty URI Specification, version 1, module RA.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

MODULE: Final = "RA"

PLACE: Final = MODULE + "_" * 43
"""Stands where the code will stand, in IRIs of content whose code is not yet known."""


class NamelessError(ValueError):
    """Content with a blank node, or with a triple outside a named graph."""


def code(quads: Iterable[Quad], place: str = PLACE) -> str:
    """Return the artifact code of some quads.

    Args:
        quads: The content, in any order; no term of it is a blank node.
        place: What stands in the IRIs of the content where they have its own code.

    Returns:
        ``RA`` and 43 characters of base64url.

    The content is refused with ``NamelessError`` where there is a blank node in it, or
    a triple outside a named graph.

    Source:
        Trusty URI Specification, version 1: definition 1 and module RA.
    """
    content = "".join(line for _, line in sorted({_ordered(q, place) for q in quads}))
    digest = hashlib.sha256(content.encode()).digest()
    return MODULE + urlsafe_b64encode(digest).decode().rstrip("=")


_Key = tuple[str, str, str, bool, str, bool, str]


def _ordered(quad: Quad, place: str) -> tuple[_Key, str]:
    """Return where a quad comes among others, and how it is written.

    A literal's key ends with its label, whether it has a datatype (of its own: one
    with a language has none), and the datatype or the language; these are rules 6 to
    9. Rule 4 has IRIs first.
    """
    graph, subject, predicate = (
        _iri(term, place) for term in (quad.graph_name, quad.subject, quad.predicate)
    )
    head = f"{graph}\n{subject}\n{predicate}\n"
    value = quad.object
    if not isinstance(value, Literal):
        name = _iri(value, place)
        key = (graph, subject, predicate, False, name, False, "")
        return key, f"{head}{name}\n"
    escaped = value.value.replace("\\", "\\\\").replace("\n", "\\n")
    if value.language:
        tag = value.language.lower()
        key = (graph, subject, predicate, True, value.value, False, tag)
        return key, f"{head}@{tag} {escaped}\n"
    datatype = value.datatype.value
    key = (graph, subject, predicate, True, value.value, True, datatype)
    return key, f"{head}^{datatype} {escaped}\n"


def _iri(term: object, place: str) -> str:
    """Return an IRI with a blank where the own code stands.

    Raises:
        NamelessError: If the term is none.
    """
    if not isinstance(term, NamedNode):
        message = f"{term} has no place in a trusty IRI's content; only IRIs have"
        raise NamelessError(message)
    return term.value.replace(place, " ")
