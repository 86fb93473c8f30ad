"""The artifact code is that of the specification, whatever the content."""

import random
import string
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from nanopub.trustyuri.rdf.RdfHasher import make_hash

from graph.nanopubs.trusty import PLACE, code

EXAMPLE = Path(__file__).parent / "guidelines.trig"
EX = "http://e.example/"

names = st.sampled_from(
    [f"{EX}a", f"{EX}b", f"{EX}B", f"{EX}{PLACE}", f"{EX}{PLACE}#x"]
)
iris = names.map(ox.NamedNode)
labels = st.text(alphabet=string.printable + "éЖ州ئ\U00020000\uffe5", max_size=4)
literals = st.one_of(
    st.builds(ox.Literal, labels),
    st.builds(
        lambda text, tag: ox.Literal(text, language=tag),
        labels,
        st.sampled_from(["en", "zh", "zh-hans"]),
    ),
    st.builds(lambda text, kind: ox.Literal(text, datatype=kind), labels, iris),
)
quads = st.lists(
    st.builds(ox.Quad, iris, iris, st.one_of(iris, literals), iris), max_size=8
)


def theirs(quads: list[ox.Quad]) -> str:
    """Return the code that the package ``nanopub`` gives some quads."""
    rows = []
    for quad in quads:
        value = quad.object
        assert isinstance(quad.graph_name, ox.NamedNode)
        assert isinstance(quad.subject, ox.NamedNode)
        row = [quad.graph_name.value, quad.subject.value, quad.predicate.value]
        term: rdflib.URIRef | rdflib.Literal
        if isinstance(value, ox.Literal):
            kind = None if value.language else value.datatype.value
            term = rdflib.Literal(value.value, value.language, kind, normalize=False)
        else:
            assert isinstance(value, ox.NamedNode)
            term = rdflib.URIRef(value.value)
        rows.append((*map(rdflib.URIRef, row), term))
    return str(make_hash(rows, hashstr=PLACE))


def test_the_example_of_the_guidelines_has_the_code_it_bears() -> None:
    known = "RA-0Yc_l8rK3_Ts8y7kPuZvg6FqzaOSSq0yMSS9Sg4R9I"

    assert code(ox.parse(path=EXAMPLE), known) == known


@given(quads)
def test_any_content_has_the_code_that_the_package_nanopub_gives_it(
    content: list[ox.Quad],
) -> None:
    assert code(content) == theirs(content)


@given(quads, st.randoms())
def test_order_and_doubles_do_not_matter(
    content: list[ox.Quad], dice: random.Random
) -> None:
    shuffled = [*content, *content]
    dice.shuffle(shuffled)

    assert code(shuffled) == code(content)


def test_a_language_tag_counts_in_any_case() -> None:
    subject, predicate, graph = (ox.NamedNode(f"{EX}{name}") for name in "spg")

    first, second = (
        code([ox.Quad(subject, predicate, ox.Literal("x", language=tag), graph)])
        for tag in ("zh-Hans", "zh-hans")
    )

    assert first == second


@pytest.mark.parametrize(
    ("quad", "culprit"),
    [
        pytest.param("_:b <e:p> <e:o> <e:g> .", "_:", id="blank subject"),
        pytest.param("<e:s> <e:p> _:b <e:g> .", "_:", id="blank object"),
        pytest.param("<e:s> <e:p> <e:o> _:b .", "_:", id="blank graph"),
        pytest.param("<e:s> <e:p> <e:o> .", "DEFAULT", id="no graph"),
    ],
)
def test_what_has_no_name_has_no_code(quad: str, culprit: str) -> None:
    with pytest.raises(ValueError, match=culprit):
        code(ox.parse(quad, format=ox.RdfFormat.N_QUADS))
