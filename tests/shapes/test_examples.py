"""Every property shape lets a good example pass and stops each bad one."""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import pyoxigraph
import pytest
from pyshacl import validate
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef

from graph.terms import triples
from ontology.prefixes import PREFIXES

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples"
BAD = sorted(EXAMPLES.glob("*/fail-*.ttl"))
GOOD = sorted(EXAMPLES.glob("*/pass.ttl"))
