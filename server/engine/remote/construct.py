"""Ask for rows where a query constructs triples, and make the triples here.

Stores cut rows and say so, but cut triples in silence (Virtuoso, whose CONSTRUCT also
finds nothing in a GRAPH named by its IRI). So the pattern is asked as SELECT, the rows
become a small store, and our own engine fills the template from that.

Source: SPARQL 1.1 Query Language, section 16.2; measured with Virtuoso 7.2.5.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, cast

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QueryTriples,
    Store,
    Triple,
)

from server.query import dots, prologue
from server.query.brackets import closing
from server.query.lexer import tokens

_ROW: Final = "urn:x-row:"
_IS: Final = NamedNode("urn:x-row")


@dataclass(frozen=True, slots=True)
class Construct:
    """A CONSTRUCT query in two halves.

    Attributes:
        select: The half for the store: a SELECT query over the pattern.
        template: The half for us: prologue, CONSTRUCT and template.
        variables: The template's variables.
    """

    select: str
    template: str
    variables: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> "Construct":
        """Take a query apart.

        Args:
            text: A CONSTRUCT query that parses.

        Returns:
            Its halves.
        """
        found = list(tokens(text))
        form = prologue.declared(found).end
        short = found[form + 1].text != "{"
        opening = form + 1 + short
        end = closing(found, opening)
        template = text[found[opening].start : found[end].end]
        inside = found[opening:end]
        names = dict.fromkeys(t.text[1:] for t in inside if t.kind == "variable")
        before = text[: found[form].start]
        rest = text[found[form].end if short else found[end].end :]
        columns = " ".join(f"?{name}" for name in names) or "(1 AS ?one)"
        return cls(
            f"{before}SELECT {columns} {rest}",
            f"{before}CONSTRUCT {template}",
            tuple(names),
        )

    def fill(self, rows: Iterable[QuerySolution], base: str) -> list[Triple]:
        """Fill the template.

        Args:
            rows: What the store found.
            base: What relative IRIs begin with.

        Returns:
            The triples, each once.
        """
        store = Store()
        for number, solution in enumerate(rows):
            name = NamedNode(f"{_ROW}{number}")
            store.add(Quad(name, _IS, Literal(number)))
            for variable in self.variables:
                if term := solution[variable]:
                    store.add(Quad(name, NamedNode(_ROW + variable), term))
        row = "_" + "".join(self.variables)  # no variable of the template
        columns = (f"OPTIONAL {{ ?{row} <{_ROW}{v}> ?{v} }}" for v in self.variables)
        pattern = f"{{ ?{row} <{_IS.value}> [] {' '.join(columns)} }}"
        query = dots.escaped(f"{self.template} WHERE {pattern}")
        found = cast("QueryTriples", store.query(query, base_iri=base))
        return list(dict.fromkeys(found))
