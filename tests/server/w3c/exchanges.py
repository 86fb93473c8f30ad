"""Read the requests of a protocol test, and what is due, from its manifest.

Source: w3c/rdf-tests, HTTP Vocabulary in RDF and Representing Content in RDF.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Store

from tests.server.w3c.suite import MF, items, values

HT: Final = "http://www.w3.org/2011/http#"
CNT: Final = "http://www.w3.org/2011/content#"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and the status classes, boolean and kind of answer that are due."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    classes: set[str]
    boolean: str
    kind: str


def exchanges(graph: Store, test: NamedNode) -> Iterator[Exchange]:
    """Yield the requests of a test, in their order."""

    def text(node: NamedNode, name: str) -> str:
        return next((found.value for found in values(graph, node, name)), "")

    (action,) = values(graph, test, MF + "action")
    for request in items(graph, action, HT + "requests"):
        (due,) = values(graph, request, HT + "resp")
        headers = {}
        if values(graph, request, HT + "headers"):
            for header in items(graph, request, HT + "headers"):
                name, value = HT + "fieldName", HT + "fieldValue"
                headers[text(header, name)] = text(header, value)
        content = values(graph, request, HT + "body")
        body = None
        if content:
            encoding = text(content[0], CNT + "characterEncoding")
            body = text(content[0], CNT + "chars").encode(encoding)
        yield Exchange(
            text(request, HT + "methodName"),
            text(request, HT + "absolutePath"),
            body,
            headers,
            {each.value[-3] for each in values(graph, due, MF + "expectedStatus")},
            text(due, MF + "expectedBoolean"),
            text(due, MF + "expectedFormat"),
        )
