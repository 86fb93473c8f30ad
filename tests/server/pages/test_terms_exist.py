"""Every term of ours that a page looks for is in the ontology."""

import re
from pathlib import Path

import pyoxigraph as ox

from ontology.terms import LAYERS, VIEWS
from server.pages.graphs import MEANINGS
from server.pages.names import bk

NAMED = re.compile(r'bk\("(\w+)"\)')


def test_every_term_a_page_looks_for_is_in_the_ontology(root: Path) -> None:
    modules = (root / "ontology").glob("*.ttl")
    defined = {q.subject for path in modules for q in ox.parse(path=path)}

    looked = {
        name
        for path in (root / "server").rglob("*.py")
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
    }

    assert len(looked) > 20
    assert {name for name in looked if ox.NamedNode(bk(name)) not in defined} == set()


def test_every_layer_and_view_has_its_sentence() -> None:
    assert set(MEANINGS) == {*LAYERS, *VIEWS}


def test_every_example_parses(root: Path) -> None:
    examples = sorted((root / "graph" / "examples").glob("*.rq"))

    store = ox.Store()
    for path in examples:
        store.query(path.read_text(encoding="utf-8"))

    assert len(examples) == 15
