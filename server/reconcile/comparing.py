"""Compare the values of a property with those that a client knows.

What a client writes is read once, whatever the number of candidates: a name leads to
the things it may name, each with the points it gets for that.

Source: Reconciliation Service API 0.2, structure of a reconciliation query.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from server.naming.catalogue import Catalogue
from server.naming.folding import plain
from server.pages.names import Names
from server.reconcile.identifying import Identifiers
from server.reconcile.properties import Properties, Property
from server.reconcile.queries import Constraint, Wanted
from server.reconcile.spaces import thing
from server.reconcile.values import Value

UNKNOWN: Final = 0.5
"""What it is worth that nothing is known of a property: neither for nor against."""

LONG: Final = 150
"""Characters above which a value is text and no name: the longest name has fewer."""

NUMBER: Final = 0.01
"""The part by which two numbers may differ and still be the same."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value that a client knows.

    Attributes:
        text: As it was written, folded.
        number: As a number, if it is one.
        things: The things it may name, each with its share of certainty.
    """

    text: str
    number: float | None
    things: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Check:
    """A property, and what a client knows of its values."""

    property: Property
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Comparing:
    """Who compares.

    Attributes:
        names: The names of the release.
        properties: Its properties.
        catalogue: Its names, indexed.
        identifiers: Its identifiers.
        called: What values are called, folded, as far as somebody asked.
    """

    names: Names
    properties: Properties
    catalogue: Catalogue
    identifiers: Identifiers
    called: dict[str, frozenset[str]] = field(default_factory=dict)

    def check(self, constraint: Constraint) -> Check:
        """Read a constraint."""
        found = self.properties.find(constraint.property)
        return Check(found, tuple(self._known(value) for value in constraint.values))

    def share(self, check: Check, candidate: str) -> float:
        """Say how well a candidate meets what is known.

        Args:
            check: What is known.
            candidate: A thing.

        Returns:
            From 0, it does not, to 1, it does; half if nothing is known of it.
        """
        held = self.properties.values(check.property, candidate)
        if not held:
            return UNKNOWN
        return max(self._one(value, known) for value in held for known in check.known)

    def _known(self, wanted: Wanted) -> Known:
        if isinstance(wanted, bool | int | float):
            return Known(plain(str(wanted).lower()), float(wanted), {})
        named = {
            found.entity: found.agreement.points / 100
            for found in (self.catalogue.find(wanted) if len(wanted) <= LONG else ())
        }
        exact = self.identifiers.find(wanted)
        named |= {found.entity: found.points / 100 for found in exact}
        named[thing(wanted)] = 1.0
        try:
            number = float(wanted)
        except ValueError:
            number = None
        return Known(plain(wanted), number, named)

    def _called(self, value: Value) -> frozenset[str]:
        """List what something is called that the catalogue may not have: a class."""
        found = self.called.get(value.iri)
        if found is None:
            labels = (text for text, _ in self.names.labels(value.iri))
            found = frozenset(map(plain, (value.text, *labels)))
            self.called[value.iri] = found
        return found

    def _one(self, value: Value, known: Known) -> float:
        if value.iri:
            if value.iri in known.things:
                return known.things[value.iri]
            return float(known.text in self._called(value))
        if known.number is not None and value.datatype:
            try:
                held = float(value.text)
            except ValueError:
                held = None
            if held is not None:
                near = abs(held - known.number) <= NUMBER * abs(held)
                return float(near)
        return float(value.folded == known.text)
