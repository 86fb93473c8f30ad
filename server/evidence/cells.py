"""One term of an answer: read from JSON, compared, and written into a new query.

Source: SPARQL 1.1 Query Results JSON Format, section 3.2.2; SPARQL 1.1 Query Language,
section 19.8 (productions 139 to 159).
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from pyoxigraph import Literal

from ontology.prefixes import PREFIXES
from server.query.prologue import ABSOLUTE
from server.refusals import MalformedError

_KINDS: Final = {"uri": "uri", "bnode": "bnode", "literal": "literal"} | {
    "typed-literal": "literal"
}
_STRING: Final = f"{PREFIXES['xsd']}string"
_TEXT: Final = f"{PREFIXES['rdf']}langString"
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-{1,2}[A-Za-z0-9]{1,8})*")


class Cell(NamedTuple):
    """A term.

    Attributes:
        type: ``uri``, ``literal``, ``bnode`` or ``triple``.
        value: An IRI, a lexical form or a label.
        language: A literal's language tag.
        datatype: A literal's datatype; nothing for a text.
    """

    type: str
    value: str
    language: str = ""
    datatype: str = ""

    @classmethod
    def of(cls, written: object) -> "Cell":
        """Read a term as SPARQL 1.1 Query Results JSON has it.

        Raises:
            MalformedError: If it is none, or none that could stand in a query.
        """
        if not isinstance(written, Mapping):
            raise MalformedError(detail="A term is an object with a type and a value.")
        if written.get("type") == "triple":  # RDF 1.2; compared, never written
            return cls("triple", json.dumps(written.get("value"), sort_keys=True))
        value, kind = written.get("value"), _KINDS.get(str(written.get("type")))
        language, datatype = written.get("xml:lang", ""), written.get("datatype", "")
        texts = [each for each in (value, language, datatype) if isinstance(each, str)]
        if kind is None or len(texts) < 3:  # noqa: PLR2004 - all of them
            raise MalformedError(
                detail="A term has a type (uri, literal, bnode) and a value, both text."
            )
        value, language, datatype = texts
        if datatype in {_STRING, _TEXT}:
            datatype = ""
        iris = [value] * (kind == "uri") + [datatype] * bool(datatype)
        if not all(ABSOLUTE.fullmatch(iri) for iri in iris):
            raise MalformedError(detail="An IRI is absolute and without brackets.")
        if language and not _LANGUAGE.fullmatch(language):
            raise MalformedError(detail="What xml:lang has is no language tag.")
        return cls(kind, value, language, datatype)

    @property
    def named(self) -> bool:
        """Whether a query can name it."""
        return self.type in {"uri", "literal"}

    @property
    def written(self) -> str:
        """How it stands in a query, or in N-Triples."""
        if self.type == "uri":
            return f"<{self.value}>"
        if self.type == "bnode":
            return f"_:{self.value}"
        quoted = str(Literal(self.value))
        if self.language:
            return f"{quoted}@{self.language}"
        return f"{quoted}^^<{self.datatype}>" if self.datatype else quoted

    @property
    def address(self) -> str:
        """How it stands in the address of an explanation: an IRI without brackets."""
        return self.value if self.type == "uri" else self.written

    def json(self) -> dict[str, Any]:
        """Write it as SPARQL 1.1 Query Results JSON has it."""
        found = {"type": self.type, "value": self.value}
        if self.language:
            found["xml:lang"] = self.language
        if self.datatype:
            found["datatype"] = self.datatype
        return found


Binding = dict[str, Cell]
"""Names of variables and their values."""


class Fact(NamedTuple):
    """A triple without variables.

    Attributes:
        subject: Its subject.
        predicate: Its predicate.
        object: Its object.
        graph: The graph it was asked in; nothing for the default graph.
    """

    subject: Cell
    predicate: Cell
    object: Cell
    graph: str = ""

    @property
    def triple(self) -> tuple[Cell, Cell, Cell]:
        """Its three terms."""
        return self.subject, self.predicate, self.object


def binding(written: object) -> Binding:
    """Read a row, as SPARQL 1.1 Query Results JSON has it.

    Args:
        written: What came as JSON.

    Returns:
        Its values by the names of its variables.

    Raises:
        MalformedError: If it is no row.
    """
    if not isinstance(written, Mapping):
        detail = "A binding is an object: names of variables and their terms."
        raise MalformedError(detail=detail)
    return {str(name): Cell.of(cell) for name, cell in written.items()}
