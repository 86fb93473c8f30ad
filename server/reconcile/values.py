"""The values of a property, as they are compared and as they are handed out.

Source: Reconciliation Service API 0.2, data extension responses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal

from ontology.prefixes import PREFIXES
from server.naming.folding import plain
from server.pages.index import Statement, Term, key
from server.pages.marks import is_claim
from server.pages.names import Names, local

XSD: Final = PREFIXES["xsd"]
_WHOLE: Final = frozenset(f"{XSD}{name}" for name in ("integer", "nonNegativeInteger"))
_BROKEN: Final = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float"))
_DATE: Final = f"{XSD}date"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property of a thing.

    Attributes:
        iri: The value, if it is a thing or a class.
        text: The value as text.
        datatype: The datatype of a literal.
        claims: The claims that give it.
        folded: The text without case and punctuation.
    """

    iri: str
    text: str
    datatype: str
    claims: tuple[str, ...]
    folded: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Fold the text once: it is compared with every query's."""
        object.__setattr__(self, "folded", plain(self.text))


def values(statements: Iterable[Statement]) -> tuple[Value, ...]:
    """Gather the values of one relation of a thing, each once.

    Args:
        statements: The statements about it with that relation.

    Returns:
        The values in the order of the release, each with the claims that assert it.
    """
    found: dict[Term, list[str]] = {}
    for statement in statements:
        claims = found.setdefault(statement.object, [])
        if is_claim(statement.graph) and statement.graph not in claims:
            claims.append(statement.graph)
    return tuple(_value(term, tuple(claims)) for term, claims in found.items())


def iri(written: str, claims: tuple[str, ...] = ()) -> Value:
    """Make a value that is a thing."""
    return Value(written, local(written), "", claims)


def literal(written: str) -> Value:
    """Make a value that is a text."""
    return Value("", written, "", ())


def cell(value: Value, names: Names, things: str) -> dict[str, Any]:
    """Write a value as a cell of an extension.

    Args:
        value: The value.
        names: The names of the release.
        things: The space of what can be a reference.

    Returns:
        A reference, a number, a date, or a text.
    """
    if value.iri.startswith(things):
        return {"id": value.iri.removeprefix(things), "name": names.label(value.iri)}
    if value.iri:
        return {"str": value.iri}
    if value.datatype in _WHOLE:
        return {"int": int(value.text)}
    if value.datatype in _BROKEN:
        return {"float": float(value.text)}
    if value.datatype == _DATE:
        return {"date": f"{value.text[:10]}T00:00:00Z"}
    return {"str": value.text}


def _value(term: Term, claims: tuple[str, ...]) -> Value:
    if isinstance(term, Literal):
        return Value("", term.value, term.datatype.value, claims)
    return Value(key(term), local(key(term)), "", claims)
