"""The nanopublications of the small graph and of the full release."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import rdflib
from nanopub.sign_utils import verify_trusty

from graph.nanopubs.making import Nanopub, make
from graph.nanopubs.writing import files
from graph.stages import Validated
from tests.graph.nanopubs.rules import SCHEMA

NP = "https://w3id.org/borderkg/np/"


@pytest.fixture(scope="session")
def small(judged: Validated) -> list[Nanopub]:
    """Those of the small graph; the last is the index."""
    return make(tuple(judged.graph.quads()), ())


def texts(trig: str) -> list[str]:
    """Cut a file of nanopublications into one text for each."""
    head, *bodies = re.split(r"\n(?=@prefix this: )", trig)
    return [f"{head}\n{body}" for body in bodies]


def trig(made: Sequence[Nanopub]) -> str:
    return {name: data for name, data, _ in files(made)}["nanopubs.trig"].decode()


def stands(text: str) -> bool:
    """Let the package ``nanopub`` say whether a text has the name that it bears."""
    graph = rdflib.ConjunctiveGraph()
    graph.parse(data=text, format="trig")
    (name,) = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SCHEMA}Nanopublication"))
    try:
        return bool(verify_trusty(graph, str(name), rdflib.Namespace(f"{name}#")))
    except ValueError:
        return False


@pytest.fixture(scope="session")
def published(built: Path) -> list[str]:
    """The text of each nanopublication of the full release."""
    return texts((built / "nanopubs.trig").read_text(encoding="utf-8"))
