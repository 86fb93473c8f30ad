"""The rows of a result, whichever way a client got them, as values that compare.

A row is what its variables are bound to. Numbers compare by value, since a client may
write 5600.0 where the server wrote 5600; all else compares as written.
"""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.dom.minidom import Document, Element, Text

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double")}

Term = tuple[str, str, str]
Rows = Counter[frozenset[tuple[str, Term]]]


def of_json(results: str | bytes | Mapping[str, Any]) -> Rows:
    """Read SPARQL JSON results, as text or as a client has parsed it."""
    document = json.loads(results) if isinstance(results, str | bytes) else results
    return Counter(
        frozenset((name, _term(term)) for name, term in row.items())
        for row in document["results"]["bindings"]
    )


def of_xml(results: Document) -> Rows:
    """Read SPARQL XML results, as a client has parsed them."""
    return Counter(
        frozenset(
            (binding.getAttribute("name"), _element(binding.firstChild))
            for binding in row.getElementsByTagName("binding")
        )
        for row in results.getElementsByTagName("result")
    )


def _element(element: Any) -> Term:  # noqa: ANN401 - minidom does not say which node
    assert isinstance(element, Element)
    text = "".join(n.data for n in element.childNodes if isinstance(n, Text))
    attributes = dict(element.attributes.items())
    return _term({"type": element.tagName, "value": text, **attributes})


def _term(term: Mapping[str, str]) -> Term:
    tag = term.get("datatype", "") or term.get("xml:lang", "")
    value = term["value"]
    if tag in NUMBERS:
        value = str(Decimal(value).normalize())
    return (term["type"], value, "" if tag == f"{XSD}string" else tag)
