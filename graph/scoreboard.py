"""Ask the competency questions, and publish what comes of it in ``g:questions``.

A question is a pair under ``graph/questions``: a query whose first line says in words
what it asks, and the rows that the article gives for it. Each is asked over the default
view at every build; a wrong answer stops nothing and is shown.

What a question draws on is told beside it: claims, background statements, and the
layers that its statements stand in.

Source: EARL 1.0 Schema; SPARQL 1.1 Query Language, section 18.2.4.4 (projection).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
)

from graph import asked, drawn
from graph.stages import Question
from ontology import terms
from ontology.prefixes import BASE, PREFIXES

LAYER: Final = NamedNode(terms.QUESTIONS)

_EARL: Final = PREFIXES["earl"]
_DATASET: Final = f"{BASE}dataset"
_HEAD: Final = re.compile(r"^(SELECT|ASK)\b(?:\"[^\"\n]*\"|[^\"{])*\{", re.MULTILINE)


def ask(quads: Iterable[Quad], questions: Iterable[Question]) -> Iterator[Quad]:
    """Ask the questions.

    Args:
        quads: The dataset, each quad in its layer.
        questions: The questions.

    Yields:
        The layer: each question with its query, the rows expected and found, whether
        they agree, the terms it names and what it draws on.
    """
    listed, every = tuple(questions), tuple(quads)
    if not listed:
        return
    hidden = {NamedNode(layer) for layer in terms.HIDDEN[terms.DEFAULT]}
    store = Store()
    for quad in every:
        if quad.graph_name not in hidden:
            store.add(quad)
            store.add(Quad(quad.subject, quad.predicate, quad.object))
    ground = drawn.ground(every)
    for question in listed:
        yield from _published(question, store, ground)


def _published(
    question: Question, store: Store, ground: drawn.Ground
) -> Iterator[Quad]:
    name = f"{PREFIXES['question']}{question.name}"
    found = _rows(store, question.query)
    outcome = "passed" if _same(found, question.expected) else "failed"
    names = asked.named(question.query)
    yield _iri(name, terms.RDF_TYPE, f"{_EARL}TestCase")
    yield _iri(name, terms.RDF_TYPE, f"{PREFIXES['mf']}QueryEvaluationTest")
    for language, words in (("en", question.title), *question.others):
        yield _text(name, terms.RDFS_LABEL, words, language)
    yield _plain(name, terms.NOTATION, question.number)
    yield _plain(name, f"{PREFIXES['sh']}select", question.query)
    yield _plain(name, f"{PREFIXES['mf']}result", question.expected)
    for term in sorted(n for n in names.iris if n.startswith(PREFIXES["bk"])):
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
    for origin in sorted(ground.drawn(names, bound)):
        yield _iri(result, f"{PREFIXES['prov']}wasDerivedFrom", origin)


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


def _text(subject: str, predicate: str, value: str, language: str) -> Quad:
    term = Literal(value, language=language)
    return Quad(NamedNode(subject), NamedNode(predicate), term, LAYER)


def _plain(subject: str, predicate: str, value: str) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), Literal(value), LAYER)
