"""Read the expected answer of a test from its file.

Source: w3c/rdf-tests; the result-set vocabulary of the SPARQL 1.0 test suite.
"""

from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Store

from tests.server.w3c import answers
from tests.server.w3c.answers import Answer, Graph, Table
from tests.server.w3c.suite import RDF, Suite

RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

READERS: Final = {
    ".srx": answers.from_xml,
    ".srj": answers.from_json,
    ".tsv": answers.from_tsv,
    ".csv": answers.from_csv,
}


def expected(suite: Suite, path: Path) -> Answer:
    """Read an expected answer.

    Args:
        suite: The suite it belongs to.
        path: Its file.

    Returns:
        The answer.
    """
    if path.suffix in READERS:
        return READERS[path.suffix](path.read_bytes())
    store = suite.read(path)
    sets = list(
        store.quads_for_pattern(
            None, NamedNode(RDF + "type"), NamedNode(RS + "ResultSet")
        )
    )
    if not sets:
        return Graph(frozenset(quad.triple for quad in store))
    return _result_set(store, sets[0].subject)


def _result_set(store: Store, node: object) -> Table:
    def values(subject: object, name: str) -> list[object]:
        found = store.quads_for_pattern(subject, NamedNode(RS + name), None)  # type: ignore[arg-type]
        return [quad.object for quad in found]

    rows = []
    for solution in values(node, "solution"):
        row = {}
        for binding in values(solution, "binding"):
            (name,), (value,) = values(binding, "variable"), values(binding, "value")
            row[name.value] = value  # type: ignore[attr-defined]
        rows.append(row)
    names = [name.value for name in values(node, "resultVariable")]  # type: ignore[attr-defined]
    return Table(tuple(names), tuple(rows))  # type: ignore[arg-type]
