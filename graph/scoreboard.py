"""Ask the competency questions, and publish what comes of it in ``g:questions``.

A question is a pair under ``graph/questions``: a query whose first line says in words
what it asks, and the rows that the article gives for it. Each is asked over the default
view at every build; a wrong answer stops nothing and is shown.

The claims a question draws on are those that a solution binds, and those whose graph
states a triple with a property that the query names, between things that a solution
binds or that the query names.
What an inferred triple rests on is a matter of its proof and not listed here.

Source: EARL 1.0 Schema; SPARQL 1.1 Query Language, section 18.2.4.4 (projection).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeGuard

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
)

from graph.stages import Question
from ontology import terms
from ontology.prefixes import BASE, PREFIXES

LAYER: Final = NamedNode(terms.QUESTIONS)

_EARL: Final = PREFIXES["earl"]
_DATASET: Final = f"{BASE}dataset"
_NAME: Final = re.compile(r"(?<![\w:<])([a-z]+):([\w.-]*\w)")
_QUOTED: Final = re.compile(r'"[^"\n]*"|#[^\n>]*$', re.MULTILINE)
_HEAD: Final = re.compile(r"^(SELECT|ASK)\b.*?\{", re.DOTALL | re.MULTILINE)
_CLAIM: Final = PREFIXES["claim"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the claims state, by property."""

    by_property: dict[str, list[Quad]]

    def drawn(self, named: set[str], bound: set[object]) -> set[NamedNode]:
        """Find the claims behind a solution.

        Args:
            named: The names in the query.
            bound: What a solution binds.

        Returns:
            The claims.
        """
        met = bound | {NamedNode(name) for name in named}
        itself = {term for term in bound if _is_claim(term)}
        return itself | {
            quad.graph_name
            for name in named
            for quad in self.by_property.get(name, ())
            if quad.subject in met
            and (isinstance(quad.object, Literal) or quad.object in met)
            and isinstance(quad.graph_name, NamedNode)
        }


def _is_claim(term: object) -> TypeGuard[NamedNode]:
    return isinstance(term, NamedNode) and term.value.startswith(_CLAIM)


def ask(quads: Iterable[Quad], questions: Iterable[Question]) -> Iterator[Quad]:
    """Ask the questions.

    Args:
        quads: The dataset, each quad in its layer.
        questions: The questions.

    Yields:
        The layer: each question with its query, the rows expected and found, whether
        they agree, the terms it names and the claims it draws on.
    """
    asked = tuple(questions)
    if not asked:
        return
    hidden = {NamedNode(layer) for layer in terms.HIDDEN[terms.DEFAULT]}
    store = Store()
    claimed = Claimed({})
    for quad in quads:
        if quad.graph_name in hidden:
            continue
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object))
        if _is_claim(quad.graph_name):
            claimed.by_property.setdefault(quad.predicate.value, []).append(quad)
    for question in asked:
        yield from _published(question, store, claimed)


def _published(question: Question, store: Store, claimed: Claimed) -> Iterator[Quad]:
    name = f"{PREFIXES['question']}{question.name}"
    found = _rows(store, question.query)
    outcome = "passed" if _same(found, question.expected) else "failed"
    names = named(question.query)
    yield _iri(name, terms.RDF_TYPE, f"{_EARL}TestCase")
    yield _iri(name, terms.RDF_TYPE, f"{PREFIXES['mf']}QueryEvaluationTest")
    yield _text(name, terms.RDFS_LABEL, question.title)
    yield _plain(name, terms.NOTATION, question.number)
    yield _plain(name, f"{PREFIXES['sh']}select", question.query)
    yield _plain(name, f"{PREFIXES['mf']}result", question.expected)
    for term in sorted(n for n in names if n.startswith(PREFIXES["bk"])):
        yield _iri(name, f"{PREFIXES['dcterms']}references", term)
    run, result = f"{name}#run", f"{name}#result"
    yield _iri(run, terms.RDF_TYPE, f"{_EARL}Assertion")
    yield _iri(run, f"{_EARL}test", name)
    yield _iri(run, f"{_EARL}subject", _DATASET)
    yield _iri(run, f"{_EARL}mode", f"{_EARL}automatic")
    yield _iri(run, f"{_EARL}result", result)
    yield _iri(result, terms.RDF_TYPE, f"{_EARL}TestResult")
    yield _iri(result, f"{_EARL}outcome", _EARL + outcome)
    yield _plain(result, terms.VALUE, found)
    bound = _bound(store, question.query)
    for claim in sorted(claimed.drawn(names, bound), key=str):
        yield _iri(result, f"{PREFIXES['prov']}wasDerivedFrom", claim.value)


def _rows(store: Store, query: str) -> str:
    """Ask a question as it stands; a query that fails has no rows and says why."""
    try:
        results = store.query(query)
    except (SyntaxError, RuntimeError, OSError) as problem:
        return f"no answer: {problem}"
    if isinstance(results, QueryBoolean):
        return "true\n" if results else "false\n"
    if not isinstance(results, QuerySolutions):
        return "no answer: the query is no SELECT or ASK"
    text = results.serialize(format=QueryResultsFormat.CSV) or b""
    return text.decode().replace("\r\n", "\n")


def _same(found: str, expected: str) -> bool:
    both = (list(csv.reader(io.StringIO(text))) for text in (found, expected))
    first, second = both
    return first == second


def named(query: str) -> set[str]:
    """List the IRIs that a query names with our prefixes; comments say nothing.

    Args:
        query: Its text.

    Returns:
        The IRIs in full.
    """
    text = _QUOTED.sub("", query)
    return {
        PREFIXES[prefix] + local
        for prefix, local in _NAME.findall(text)
        if prefix in PREFIXES
    }


def _bound(store: Store, query: str) -> set[object]:
    """Collect everything that the patterns of a query bind, projected or not."""
    head = _HEAD.search(query)
    end = query.rfind("}")
    if head is None or end < head.end():
        return set()
    whole = f"{query[: head.start()]}SELECT * {{{query[head.end() : end + 1]}"
    try:
        results = store.query(whole)
    except (SyntaxError, RuntimeError, OSError):
        return set()
    if not isinstance(results, QuerySolutions):
        return set()
    return {term for row in results for term in row if term is not None}


def _iri(subject: str, predicate: str, value: str) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), NamedNode(value), LAYER)


def _text(subject: str, predicate: str, value: str) -> Quad:
    term = Literal(value, language="en")
    return Quad(NamedNode(subject), NamedNode(predicate), term, LAYER)


def _plain(subject: str, predicate: str, value: str) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), Literal(value), LAYER)
