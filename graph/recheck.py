"""Look at every proof a second time, knowing nothing of how it was found.

Takes the proofs as they are published and what is asserted. The premises of each step
must be one of the sets that its rule would accept for the conclusion, by ``demands``;
each must be asserted where it says or proved, and no proof may rest on itself.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, tables 5-7.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Quad

from graph.demands import RULES, Fact

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BK: Final = "https://w3id.org/borderkg/ontology/"
_RULES: Final = "https://w3id.org/borderkg/rule/"


def _iri(text: str) -> str:
    return f"<{text}>"


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
        self.graphs: dict[Fact, set[str]] = {}
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

    def _premise(self, node: str) -> Fact:
        if node in self.rule:
            node = self.said[node][f"{_BK}concludes"][0]
        return self.statements[node]

    def _fact(self, parts: Mapping[str, list[str]]) -> Fact:
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


def _lists(facts: Iterable[Fact]) -> dict[str, list[str]]:
    firsts = {s: o for s, p, o in facts if p == _iri(f"{_RDF}first")}
    rests = {s: o for s, p, o in facts if p == _iri(f"{_RDF}rest")}
    found: dict[str, list[str]] = {}
    for start in firsts:
        found[start], node = [], start
        while node in firsts:
            found[start].append(firsts[node])
            node = rests[node]
    return found
