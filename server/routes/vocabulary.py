"""The pages of the two namespaces that are documents: the ontology and the shapes.

Their addresses are those of the namespaces, so ``resource`` negotiates them like those
of any name, and their RDF is that of the whole layer.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from flask import render_template

from server.pages import shapes, vocabulary
from server.pages.names import Names

Formats = list[tuple[str, str]]


def _ontology(names: Names, formats: Formats) -> str:
    found = vocabulary.vocabulary(names)
    return render_template("vocabulary.html", found=found, formats=formats)


def _shapes(names: Names, formats: Formats) -> str:
    found = shapes.every(names)
    return render_template("shapes.html", modules=found, formats=formats)


DOCUMENTS: Final[Mapping[str, Callable[[Names, Formats], str]]] = MappingProxyType(
    {vocabulary.IRI: _ontology, shapes.IRI: _shapes}
)
"""IRI -> what draws its page."""
