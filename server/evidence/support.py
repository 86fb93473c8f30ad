"""Find what holds triples: claims and layers, and proofs where they are entailed.

Triples of many rows are looked up together, a few dozen a question, each by a number:
an engine may write a term otherwise than the query does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from ontology import terms
from ontology.prefixes import PREFIXES
from server.engine.interface import DatasetSpec
from server.evidence.cells import Fact
from server.evidence.findings import Claim, Doubt, Proof, Support
from server.help.probing import Prober

BATCH: Final = 40
"""Triples looked up in one question."""

_CLAIM: Final = PREFIXES["claim"]
_BK: Final = PREFIXES["bk"]
_HOLDS: Final = f"{PREFIXES['verdict']}holds"

_HELD: Final = "GRAPH ?g { ?s ?p ?o }"
_PROVED: Final = f"""GRAPH <{terms.PROOFS}> {{
  ?statement <{terms.SUBJECT}> ?s ; <{terms.PREDICATE}> ?p ; <{terms.OBJECT}> ?o .
  ?proof <{terms.CONCLUDES}> ?statement ; <{terms.IS_SHORTEST}> ?shortest .
  OPTIONAL {{ ?proof <{terms.LENGTH}> ?length ; <{terms.IS_DRAWN_FROM}> ?g }}
}}"""
_TOLD: Final = f"""SELECT ?claim ?name ?value {{
  VALUES ?claim {{ %s }}
  VALUES ?name {{ <{terms.MODALITY}> <{_BK}kind> <{_BK}isAttributedTo>
    <{_BK}paraphrase> <{terms.IS_STATED_IN}> }}
  ?claim ?name ?value
}}"""
_DOUBTED: Final = f"""SELECT ?claim ?check ?verdict {{
  VALUES ?claim {{ %s }}
  ?check <{terms.CONCERNS}> ?claim ; <{terms.VERDICT}> ?verdict .
  FILTER(?verdict != <{_HOLDS}>)
}}"""

_T = TypeVar("_T")
_Rows = list[dict[str, Any]]


class Holders:
    """Finds what holds triples, as a query over one dataset sees it."""

    def __init__(self, prober: Prober, dataset: DatasetSpec) -> None:
        """Begin.

        Args:
            prober: Who asks.
            dataset: The graphs that the query asks.
        """
        self._prober = prober
        self._views = [g for g in dataset.default_graphs if g in terms.HIDDEN]
        self._graphs = frozenset(dataset.default_graphs)
        if not (dataset.default_graphs or dataset.named_graphs):
            self._views = [terms.DEFAULT]

    def find(self, facts: Iterable[Fact]) -> Iterator[tuple[Fact, Support]]:
        """Look triples up.

        Args:
            facts: Triples that hold.

        Yields:
            Each with what holds it.
        """
        nameless = [f for f in facts if not all(cell.named for cell in f.triple)]
        yield from ((fact, Support(known=False)) for fact in nameless)
        named = [fact for fact in facts if fact not in nameless]
        for batch in _batches(named, BATCH):
            held = self._held([fact for fact in batch if not fact.graph])
            for fact in batch:
                if fact.graph:
                    held[fact] = [fact.graph]
            proofs = self._proofs([f for f in batch if terms.ENTAILED in held[f]])
            for fact in batch:
                yield fact, Support(tuple(held[fact]), proofs.get(fact))

    def _held(self, facts: Sequence[Fact]) -> dict[Fact, list[str]]:
        found: dict[Fact, list[str]] = {fact: [] for fact in facts}
        for row in self._ask("?g", _HELD, facts):
            graph = str(row["g"]["value"])
            if self._sees(graph):
                found[facts[int(row["n"]["value"])]].append(graph)
        return {fact: sorted(set(graphs)) for fact, graphs in found.items()}

    def _sees(self, graph: str) -> bool:
        """Whether a graph is part of the default graph that was asked."""
        if graph in self._graphs:
            return True
        return any(
            graph not in {view, *terms.HIDDEN, *terms.HIDDEN[view]}
            for view in self._views
        )

    def _proofs(self, facts: Sequence[Fact]) -> dict[Fact, Proof]:
        graphs = defaultdict[Fact, set[str]](set)
        shortest: dict[Fact, tuple[str, int]] = {}
        others = defaultdict[Fact, set[str]](set)
        for row in self._ask("?proof ?shortest ?length ?g", _PROVED, facts):
            fact, proof = facts[int(row["n"]["value"])], str(row["proof"]["value"])
            if row["shortest"]["value"] in {"false", "0"}:
                others[fact].add(proof)
                continue
            shortest[fact] = (
                proof,
                int(row["length"]["value"]) if "length" in row else 0,
            )
            if "g" in row:
                graphs[fact].add(str(row["g"]["value"]))
        return {
            fact: Proof(iri, length, tuple(sorted(graphs[fact])), len(others[fact]))
            for fact, (iri, length) in shortest.items()
        }

    def _ask(self, columns: str, pattern: str, facts: Sequence[Fact]) -> _Rows:
        if not facts:
            return []
        branches = " UNION ".join(
            f"{{ VALUES (?n ?s ?p ?o) {{ {rows} }} {pattern} }}"
            for rows in _tables(facts)
        )
        return self._prober.rows(
            f"SELECT ?n {columns} {{ {branches} }}", DatasetSpec.default()
        )


def claims(prober: Prober, graphs: Iterable[str]) -> dict[str, Claim]:
    """Look claims up in the provenance layer.

    Args:
        prober: Who asks.
        graphs: Graphs that hold triples, claims and layers.

    Returns:
        What is known of each claim among them.
    """
    names = sorted({graph for graph in graphs if graph.startswith(_CLAIM)})
    found: dict[str, Claim] = {}
    for batch in _batches(names, 4 * BATCH):
        listed = " ".join(f"<{name}>" for name in batch)
        told = defaultdict[tuple[str, str], list[str]](list)
        for row in prober.rows(_TOLD % listed, DatasetSpec.default()):
            key = (row["claim"]["value"], row["name"]["value"])
            told[key].append(str(row["value"]["value"]))
        doubts = defaultdict[str, set[Doubt]](set)
        for row in prober.rows(_DOUBTED % listed, DatasetSpec.default()):
            doubt = Doubt(row["check"]["value"], row["verdict"]["value"])
            doubts[row["claim"]["value"]].add(doubt)
        for name in batch:
            found[name] = Claim(
                "".join(told[name, f"{_BK}kind"][:1]),
                "".join(told[name, terms.MODALITY][:1]),
                tuple(sorted(told[name, f"{_BK}isAttributedTo"])),
                "".join(told[name, f"{_BK}paraphrase"][:1]),
                tuple(sorted(told[name, terms.IS_STATED_IN])),
                tuple(sorted(doubts[name], key=lambda doubt: doubt.check)),
            )
    return found


def _tables(facts: Sequence[Fact]) -> Iterator[str]:
    """Number triples, and write them as rows of VALUES.

    Virtuoso finds a text with a language only where it stands in the one row there is.
    """
    together: list[str] = []
    for number, fact in enumerate(facts):
        row = f"({number} {' '.join(cell.written for cell in fact.triple)})"
        if fact.object.language:
            yield row
        else:
            together.append(row)
    if together:
        yield " ".join(together)


def _batches(many: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(many), size):
        yield many[start : start + size]
