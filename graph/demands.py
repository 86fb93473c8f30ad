"""What each rule demands, in words of its own: for the second look at a proof.

Each entry takes a conclusion, the premises and the lists of the ontology, and yields
the sets of premises that the rule would accept. The search shares nothing of it.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, tables 5-7.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

Fact: TypeAlias = tuple[str, str, str]
"""A statement, its terms as N-Triples writes them."""

Premises: TypeAlias = frozenset[Fact]
Lists: TypeAlias = Mapping[str, list[str]]
Demand: TypeAlias = Callable[[Fact, Premises, Lists], Iterator[set[Fact]]]

_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"


def _iri(text: str) -> str:
    return f"<{text}>"


_A: Final = _iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def _domain(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
    for s, p, o in ps:
        if s == c[0] and c[1] == _A:
            yield {(p, _iri(f"{_RDFS}domain"), c[2]), (s, p, o)}


def _range(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
    for s, p, o in ps:
        if o == c[0] and c[1] == _A:
            yield {(p, _iri(f"{_RDFS}range"), c[2]), (s, p, o)}


def _symmetric(c: Fact, _: Premises, __: Lists) -> Iterator[set[Fact]]:
    s, p, o = c
    yield {(p, _A, _iri(f"{_OWL}SymmetricProperty")), (o, p, s)}


def _transitive(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
    s, p, o = c
    for _s, _p, middle in ps:
        transitive = (p, _A, _iri(f"{_OWL}TransitiveProperty"))
        yield {transitive, (s, p, middle), (middle, p, o)}


def _implied(axiom: str, *, turned: bool, backwards: bool) -> Demand:
    """A property that implies another: the axiom may be turned, the fact backwards."""

    def rule(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
        s, p, o = c
        for _s, q, _o in ps:
            said = (p, _iri(axiom), q) if turned else (q, _iri(axiom), p)
            yield {said, (o, q, s) if backwards else (s, q, o)}

    return rule


def _chain(c: Fact, ps: Premises, lists: Lists) -> Iterator[set[Fact]]:
    s, p, o = c
    for axiom in ps:
        links = lists.get(axiom[2], [])
        if axiom[:2] == (p, _iri(f"{_OWL}propertyChainAxiom")) and links:
            ways: list[tuple[str, set[Fact]]] = [(s, {axiom})]
            for link in links:
                ways = [
                    (f[2], {*used, f})
                    for end, used in ways
                    for f in ps
                    if f[:2] == (end, link)
                ]
            yield from (used for end, used in ways if end == o)


def _all_of(c: Fact, ps: Premises, lists: Lists) -> Iterator[set[Fact]]:
    for axiom in ps:
        if axiom[:2] == (c[2], _iri(f"{_OWL}intersectionOf")) and c[1] == _A:
            yield {axiom, *((c[0], _A, each) for each in lists.get(axiom[2], []))}


def _one_of_all(c: Fact, ps: Premises, lists: Lists) -> Iterator[set[Fact]]:
    for axiom in ps:
        whole = axiom[1] == _iri(f"{_OWL}intersectionOf") and c[1] == _A
        if whole and c[2] in lists.get(axiom[2], []):
            yield {axiom, (c[0], _A, axiom[0])}


def _union(c: Fact, ps: Premises, lists: Lists) -> Iterator[set[Fact]]:
    for axiom in ps:
        if axiom[:2] == (c[2], _iri(f"{_OWL}unionOf")) and c[1] == _A:
            yield from ({axiom, (c[0], _A, e)} for e in lists.get(axiom[2], []))


def _listed(c: Fact, ps: Premises, lists: Lists) -> Iterator[set[Fact]]:
    for axiom in ps:
        whole = axiom[:2] == (c[2], _iri(f"{_OWL}oneOf")) and c[1] == _A
        if whole and c[0] in lists.get(axiom[2], []):
            yield {axiom}


def _on(ps: Premises, quantifier: str) -> Iterator[tuple[str, str, str, set[Fact]]]:
    """Yield class, property, filler and both axioms of each restriction."""
    for x, q, y in ps:
        for z, r, p in ps:
            if (q, r) == (
                _iri(_OWL + quantifier),
                _iri(f"{_OWL}onProperty"),
            ) and x == z:
                yield x, p, y, {(x, q, y), (z, r, p)}


def _some(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
    for x, p, y, axioms in _on(ps, "someValuesFrom"):
        if c[1:] == (_A, x):
            yield from ({*axioms, f, (f[2], _A, y)} for f in ps if f[:2] == (c[0], p))


def _some_thing(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
    for x, p, y, axioms in _on(ps, "someValuesFrom"):
        if c[1:] == (_A, x) and y == _iri(f"{_OWL}Thing"):
            yield from ({*axioms, f} for f in ps if f[:2] == (c[0], p))


def _only(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
    for x, p, y, axioms in _on(ps, "allValuesFrom"):
        if c[1:] == (_A, y):
            yield from ({*axioms, f, (f[0], _A, x)} for f in ps if f[1:] == (p, c[0]))


def _value_of(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
    for x, p, y, axioms in _on(ps, "hasValue"):
        if c[1:] == (p, y):
            yield {*axioms, (c[0], _A, x)}


def _with_value(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
    for x, p, y, axioms in _on(ps, "hasValue"):
        if c[1:] == (_A, x):
            yield {*axioms, (c[0], p, y)}


def _wider(axiom: str, *, turned: bool) -> Demand:
    """A class that lies in another one."""

    def rule(c: Fact, ps: Premises, _: Lists) -> Iterator[set[Fact]]:
        for _s, _p, k in ps:
            said = (c[2], _iri(axiom), k) if turned else (k, _iri(axiom), c[2])
            if c[1] == _A:
                yield {said, (c[0], _A, k)}

    return rule


_SUB: Final = f"{_RDFS}subPropertyOf"
_SAME: Final = f"{_OWL}equivalentProperty"
_INVERSE: Final = f"{_OWL}inverseOf"

RULES: Final[Mapping[str, Demand]] = MappingProxyType(
    {
        "prp-dom": _domain,
        "prp-rng": _range,
        "prp-symp": _symmetric,
        "prp-trp": _transitive,
        "prp-spo1": _implied(_SUB, turned=False, backwards=False),
        "prp-spo2": _chain,
        "prp-eqp1": _implied(_SAME, turned=False, backwards=False),
        "prp-eqp2": _implied(_SAME, turned=True, backwards=False),
        "prp-inv1": _implied(_INVERSE, turned=False, backwards=True),
        "prp-inv2": _implied(_INVERSE, turned=True, backwards=True),
        "cls-int1": _all_of,
        "cls-int2": _one_of_all,
        "cls-uni": _union,
        "cls-svf1": _some,
        "cls-svf2": _some_thing,
        "cls-avf": _only,
        "cls-hv1": _value_of,
        "cls-hv2": _with_value,
        "cls-oo": _listed,
        "cax-sco": _wider(f"{_RDFS}subClassOf", turned=False),
        "cax-eqc1": _wider(f"{_OWL}equivalentClass", turned=False),
        "cax-eqc2": _wider(f"{_OWL}equivalentClass", turned=True),
    }
)
"""What each rule demands: conclusion, premises and lists to acceptable premises."""
