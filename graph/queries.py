"""Read the sources that are queries: rules, checks, examples, questions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Final

from graph import sources
from graph.inventory import Sources, is_like
from graph.sources import SourceError
from graph.stages import Check, Example, Question, Rule

RULES: Final = "shapes/rules/*.rq"
CHECKS: Final = "graph/checks/*.rq"
EXAMPLES: Final = "graph/examples/*.rq"
FEDERATION: Final = "graph/federation/*.rq"
QUESTIONS: Final = "graph/questions/*.rq"
ANSWERS: Final = "graph/questions/*.csv"

_QUERIES: Final = (RULES, CHECKS, EXAMPLES, FEDERATION, QUESTIONS, ANSWERS)
_NUMBER: Final = re.compile(r"# (Q\d+) (.+)")
_SERVICE: Final = re.compile(r"\bSERVICE <([^>]+)>")
_OTHER: Final = re.compile(r"# ([a-z]{2,3}): (.+)")
_FORM: Final = re.compile(r"^(SELECT|ASK|CONSTRUCT)\b", re.MULTILINE)


def are_like(name: str) -> bool:
    """Say whether a source of this name is a query, or the answer of one."""
    return any(is_like(name, pattern) for pattern in _QUERIES)


def rules(inventory: Sources) -> Iterator[Rule]:
    """Yield the rules over graphs; the first line of a file states its rule.

    An offence against one that opens with ``Warning:`` does not stop the release.
    """
    for name, path in inventory.files():
        if is_like(name, RULES):
            query = sources.text_of(path)
            first = query.partition("\n")[0].removeprefix("#").strip()
            statement = first.removeprefix("Rule:").removeprefix("Warning:").strip()
            yield Rule(path.stem, statement, query, warns=first.startswith("Warning:"))


def checks(inventory: Sources) -> Iterator[Check]:
    """Yield the queries of the checks; the nodes they belong to are in a layer."""
    for name, path in inventory.files():
        if is_like(name, CHECKS):
            yield Check(path.stem, path, sources.text_of(path))


def examples(inventory: Sources) -> Iterator[Example]:
    """Yield the example queries; the first line of a file says what it asks."""
    for name, path in inventory.files():
        if is_like(name, EXAMPLES):
            yield _example(path)


def federated(inventory: Sources) -> Iterator[Example]:
    """Yield the examples that a user's own engine joins with another endpoint.

    Each has a twin among the other examples, which asks the same of the snapshot.

    Raises:
        SourceError: If it has none, asks no other endpoint, or opens as no example may.
    """
    files = dict(inventory.files())
    for name, path in files.items():
        if not is_like(name, FEDERATION):
            continue
        example = _example(path)
        services = tuple(dict.fromkeys(_SERVICE.findall(example.query)))
        if not services:
            raise SourceError(path, None, None, "asks no other endpoint by SERVICE")
        if name.replace("federation", "examples") not in files:
            reason = "has no example of that name that asks the snapshot"
            raise SourceError(path, None, None, reason)
        federated = f"federated-{example.name}"
        yield replace(example, name=federated, services=services, twin=example.name)


def _example(path: Path) -> Example:
    query = sources.text_of(path)
    first = query.partition("\n")[0]
    form = _FORM.search(query)
    if not first.startswith("# ") or form is None:
        reason = "an example opens with a comment and has SELECT, ASK or "
        reason += "CONSTRUCT at the beginning of a line"
        raise SourceError(path, 1, None, reason)
    title = first.removeprefix("# ").strip()
    return Example(path.stem, title, form[1].lower(), query)


def questions(inventory: Sources) -> Iterator[Question]:
    """Yield the competency questions, each with the answer beside it.

    The first line asks in English; those right below may ask the same in another
    language: ``# zh: …``.

    Raises:
        SourceError: If the first line does not say number and question, or a question
            and an answer are not a pair.
    """
    files = dict(inventory.files())
    for name, path in files.items():
        if is_like(name, ANSWERS) and name.replace(".csv", ".rq") not in files:
            raise SourceError(path, None, None, "answers no question of that name")
        if not is_like(name, QUESTIONS):
            continue
        query = sources.text_of(path)
        said = _NUMBER.match(query)
        if said is None:
            reason = "a question opens with a comment: its number, and what it asks"
            raise SourceError(path, 1, None, reason)
        answer = files.get(name.replace(".rq", ".csv"))
        if answer is None:
            raise SourceError(path, None, None, "has no answer of that name beside it")
        expected = sources.text_of(answer)
        lines = takewhile(bool, map(_OTHER.fullmatch, query.splitlines()[1:]))
        others = tuple((line[1], line[2]) for line in lines if line)
        title = said[2].strip()
        yield Question(path.stem, said[1], title, query, expected, others)
