"""Look at every proof a second time, knowing nothing of how it was found.

Takes the proofs as they are published and what is asserted. For each step it lists, in
its own words, which sets of premises the rule would accept for the conclusion; the
premises must be one of them. A rule that is not here is no rule.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, tables 5-7.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from pyoxigraph import Quad

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_BK: Final = "https://w3id.org/borderkg/ontology/"
_RULES: Final = "https://w3id.org/borderkg/rule/"

_Fact: TypeAlias = tuple[str, str, str]
_Premises: TypeAlias = frozenset[_Fact]
_Lists: TypeAlias = Mapping[str, list[str]]
_Rule: TypeAlias = Callable[[_Fact, _Premises, _Lists], Iterator[set[_Fact]]]


def _iri(text: str) -> str:
    return f"<{text}>"


_A: Final = _iri(f"{_RDF}type")
_TRUE: Final = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'


def faults(proofs: Iterable[Quad], asserted: Iterable[Quad]) -> list[str]:
    """Look at proofs.

    Args:
        proofs: The layer of proofs.
        asserted: Everything asserted, each quad in its graph.

    Returns:
        What is wrong, one sentence each.
    """
    book = _Book(proofs, asserted)
    found = [*book.unfounded(), *book.circles()]
    found += [f"{proof} {why}" for proof in book.rule if (why := book.fault(proof))]
    return sorted(found)


class _Book:
    """The proofs, read from their RDF."""

    def __init__(self, proofs: Iterable[Quad], asserted: Iterable[Quad]) -> None:
        """Read what is said of statements and proofs."""
        said: dict[str, dict[str, list[str]]] = {}
        for quad in proofs:
            one = said.setdefault(str(quad.subject), {})
            one.setdefault(quad.predicate.value, []).append(str(quad.object))
        self.graphs: dict[_Fact, set[str]] = {}
        for quad in asserted:
            fact = (str(quad.subject), str(quad.predicate), str(quad.object))
            self.graphs.setdefault(fact, set()).add(str(quad.graph_name))
        self.lists = _lists(self.graphs)
        self.said = said
        self.rule = {
            node: parts[f"{_BK}rule"][0][1:-1].removeprefix(_RULES)
            for node, parts in said.items()
            if f"{_BK}concludes" in parts
        }
        self.statements = {
            node: self._fact(parts)
            for node, parts in said.items()
            if f"{_RDF}subject" in parts
        }

    def fault(self, proof: str) -> str | None:
        """Say what is wrong with a step, if anything is."""
        name = self.rule[proof]
        if name not in RULES:
            return f"is by {name}, which is no rule"
        conclusion = self.statements[self.said[proof][f"{_BK}concludes"][0]]
        premises = frozenset(map(self._premise, self.said[proof][f"{_BK}premise"]))
        if all(
            found != premises for found in RULES[name](conclusion, premises, self.lists)
        ):
            return f"is no application of {name}"
        return None

    def unfounded(self) -> Iterator[str]:
        """Yield each premise that is neither asserted nor proved."""
        proved = {
            parts[f"{_BK}concludes"][0]
            for parts in self.said.values()
            if parts.get(f"{_BK}isShortest") == [_TRUE]
        }
        for node, fact in self.statements.items():
            graphs = set(self.said[node].get(f"{_BK}isAssertedIn", ()))
            if graphs != self.graphs.get(fact, set()):
                yield f"{node} is not asserted where it says"
            if not graphs and node not in proved:
                yield f"{node} is neither asserted nor proved"

    def circles(self) -> Iterator[str]:
        """Yield each shortest proof that does not end in what is asserted."""
        open_ = {
            node: {p for p in parts[f"{_BK}premise"] if p in self.rule}
            for node, parts in self.said.items()
            if parts.get(f"{_BK}isShortest") == [_TRUE]
        }
        while ended := [
            node for node, rests in open_.items() if not rests & open_.keys()
        ]:
            for node in ended:
                del open_[node]
        for node in open_:
            yield f"{node} rests on itself"

    def _premise(self, node: str) -> _Fact:
        if node in self.rule:
            node = self.said[node][f"{_BK}concludes"][0]
        return self.statements[node]

    def _fact(self, parts: Mapping[str, list[str]]) -> _Fact:
        (subject,), (predicate,) = parts[f"{_RDF}subject"], parts[f"{_RDF}predicate"]
        if f"{_RDF}object" in parts:
            return subject, predicate, parts[f"{_RDF}object"][0]
        # A list has no name of its own; it is known by the names on it.
        named = [word.partition(":")[2] for word in parts[f"{_RDF}value"][0].split()]
        (value,) = (
            o
            for s, p, o in self.graphs
            if (s, p) == (subject, predicate)
            and [m.rpartition("/")[2][:-1] for m in self.lists.get(o, ())]
            == [name for name in named if name]
        )
        return subject, predicate, value


def _lists(facts: Iterable[_Fact]) -> dict[str, list[str]]:
    firsts = {s: o for s, p, o in facts if p == _iri(f"{_RDF}first")}
    rests = {s: o for s, p, o in facts if p == _iri(f"{_RDF}rest")}
    found: dict[str, list[str]] = {}
    for start in firsts:
        found[start], node = [], start
        while node in firsts:
            found[start].append(firsts[node])
            node = rests[node]
    return found


def _domain(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
    for s, p, o in ps:
        if s == c[0] and c[1] == _A:
            yield {(p, _iri(f"{_RDFS}domain"), c[2]), (s, p, o)}


def _range(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
    for s, p, o in ps:
        if o == c[0] and c[1] == _A:
            yield {(p, _iri(f"{_RDFS}range"), c[2]), (s, p, o)}


def _symmetric(c: _Fact, _: _Premises, __: _Lists) -> Iterator[set[_Fact]]:
    s, p, o = c
    yield {(p, _A, _iri(f"{_OWL}SymmetricProperty")), (o, p, s)}


def _transitive(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
    s, p, o = c
    for _s, _p, middle in ps:
        transitive = (p, _A, _iri(f"{_OWL}TransitiveProperty"))
        yield {transitive, (s, p, middle), (middle, p, o)}


def _implied(axiom: str, *, turned: bool, backwards: bool) -> _Rule:
    """A property that implies another: the axiom may be turned, the fact backwards."""

    def rule(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
        s, p, o = c
        for _s, q, _o in ps:
            said = (p, _iri(axiom), q) if turned else (q, _iri(axiom), p)
            yield {said, (o, q, s) if backwards else (s, q, o)}

    return rule


def _chain(c: _Fact, ps: _Premises, lists: _Lists) -> Iterator[set[_Fact]]:
    s, p, o = c
    for axiom in ps:
        links = lists.get(axiom[2], [])
        if axiom[:2] == (p, _iri(f"{_OWL}propertyChainAxiom")) and links:
            ways: list[tuple[str, set[_Fact]]] = [(s, {axiom})]
            for link in links:
                ways = [
                    (f[2], {*used, f})
                    for end, used in ways
                    for f in ps
                    if f[:2] == (end, link)
                ]
            yield from (used for end, used in ways if end == o)


def _all_of(c: _Fact, ps: _Premises, lists: _Lists) -> Iterator[set[_Fact]]:
    for axiom in ps:
        if axiom[:2] == (c[2], _iri(f"{_OWL}intersectionOf")) and c[1] == _A:
            yield {axiom, *((c[0], _A, each) for each in lists.get(axiom[2], []))}


def _one_of_all(c: _Fact, ps: _Premises, lists: _Lists) -> Iterator[set[_Fact]]:
    for axiom in ps:
        whole = axiom[1] == _iri(f"{_OWL}intersectionOf") and c[1] == _A
        if whole and c[2] in lists.get(axiom[2], []):
            yield {axiom, (c[0], _A, axiom[0])}


def _union(c: _Fact, ps: _Premises, lists: _Lists) -> Iterator[set[_Fact]]:
    for axiom in ps:
        if axiom[:2] == (c[2], _iri(f"{_OWL}unionOf")) and c[1] == _A:
            yield from ({axiom, (c[0], _A, e)} for e in lists.get(axiom[2], []))


def _listed(c: _Fact, ps: _Premises, lists: _Lists) -> Iterator[set[_Fact]]:
    for axiom in ps:
        whole = axiom[:2] == (c[2], _iri(f"{_OWL}oneOf")) and c[1] == _A
        if whole and c[0] in lists.get(axiom[2], []):
            yield {axiom}


def _on(ps: _Premises, quantifier: str) -> Iterator[tuple[str, str, str, set[_Fact]]]:
    """Yield class, property, filler and both axioms of each restriction."""
    for x, q, y in ps:
        for z, r, p in ps:
            if (q, r) == (
                _iri(_OWL + quantifier),
                _iri(f"{_OWL}onProperty"),
            ) and x == z:
                yield x, p, y, {(x, q, y), (z, r, p)}


def _some(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
    for x, p, y, axioms in _on(ps, "someValuesFrom"):
        if c[1:] == (_A, x):
            yield from ({*axioms, f, (f[2], _A, y)} for f in ps if f[:2] == (c[0], p))


def _some_thing(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
    for x, p, y, axioms in _on(ps, "someValuesFrom"):
        if c[1:] == (_A, x) and y == _iri(f"{_OWL}Thing"):
            yield from ({*axioms, f} for f in ps if f[:2] == (c[0], p))


def _only(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
    for x, p, y, axioms in _on(ps, "allValuesFrom"):
        if c[1:] == (_A, y):
            yield from ({*axioms, f, (f[0], _A, x)} for f in ps if f[1:] == (p, c[0]))


def _value_of(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
    for x, p, y, axioms in _on(ps, "hasValue"):
        if c[1:] == (p, y):
            yield {*axioms, (c[0], _A, x)}


def _with_value(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
    for x, p, y, axioms in _on(ps, "hasValue"):
        if c[1:] == (_A, x):
            yield {*axioms, (c[0], p, y)}


def _wider(axiom: str, *, turned: bool) -> _Rule:
    """A class that lies in another one."""

    def rule(c: _Fact, ps: _Premises, _: _Lists) -> Iterator[set[_Fact]]:
        for _s, _p, k in ps:
            said = (c[2], _iri(axiom), k) if turned else (k, _iri(axiom), c[2])
            if c[1] == _A:
                yield {said, (c[0], _A, k)}

    return rule


_SUB: Final = f"{_RDFS}subPropertyOf"
_SAME: Final = f"{_OWL}equivalentProperty"
_INVERSE: Final = f"{_OWL}inverseOf"

RULES: Final[Mapping[str, _Rule]] = MappingProxyType(
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
