"""Say why a query has no rows: what matches alone, what does not together, what may.

The query itself is counted first, with half of the time; then each triple pattern
alone, then the smallest part that is empty is looked for, then ways out of it. What
the engine does not answer in its time is named as not examined, never guessed.
"""

import json
from collections.abc import Callable
from itertools import count

from server.engine.interface import DatasetSpec, Engine, stays
from server.help.causes import Causes
from server.help.findings import Explanation, Unexamined
from server.help.parts import Writer
from server.help.phrases import counted
from server.help.probing import FIRST, PROBES, Prober, UnansweredError
from server.help.suggestions import suggest
from server.help.vocabulary import Vocabulary
from server.negotiation import RESULTS
from server.query.guard import Checked
from server.query.tree.nodes import Query
from server.query.tree.reading import read
from server.refusals import QuerySyntaxError
from server.settings import Settings


def explain(  # noqa: PLR0913 - what any query is asked with, and the vocabulary
    query: Checked,
    dataset: DatasetSpec,
    *,
    engine: Engine,
    settings: Settings,
    vocabulary: Vocabulary,
    gone: Callable[[], bool] = stays,
) -> Explanation:
    """Explain why a query has no rows, or say how many it has.

    Args:
        query: A query that ``guard`` let through.
        dataset: The graphs that the request names.
        engine: Who answers queries.
        settings: The deadline, which is that of all questions together.
        vocabulary: What the release knows.
        gone: Whether the client has left.

    Returns:
        The explanation.

    Raises:
        Problem: If the query is no query, or the client has left.
    """  # noqa: DOC502 - raised by the engine
    if not (dataset.default_graphs or dataset.named_graphs):
        dataset = DatasetSpec(query.default_graphs, query.named_graphs)
    found = Explanation(query.form)
    try:
        tree = read(query.text, settings.endpoint)
    except QuerySyntaxError as problem:
        engine.run(query, dataset, gone=gone)  # says itself what is wrong, if it is
        found.sentence = "The query was not examined."
        found.unexamined.append(Unexamined("the query", problem.detail))
        return found
    prober = Prober(
        engine,
        dataset,
        query.text[: tree.start],
        _unused(query.variables),
        settings.deadline,
        gone,
    )
    found.rows = _rows(query, tree, prober, found)
    lone = tree.aggregates and not tree.group_by  # has a row, whatever happens
    if tree.where is None:
        found.sentence = "The query has no pattern that could fail."
    elif found.rows and not lone:
        found.solutions = None if tree.aggregates else found.rows
        found.sentence = _full(query, found.rows)
    else:
        writer = Writer(query.text, query.variables)
        causes = Causes(query.text, tree, prober, writer, found)
        causes.find(tree.where)
        if lone and found.solutions and found.rows != 0:
            found.sentence = _full(query, found.rows or 1)
        else:
            suggest(causes, vocabulary)
    found.probes = {"used": prober.used, "allowed": PROBES}
    return found


def _rows(
    query: Checked, tree: Query, prober: Prober, found: Explanation
) -> int | None:
    """Count the rows, or say why they were not counted.

    Raises:
        Problem: If the query is refused as it stands.
    """  # noqa: DOC502 - raised by the engine
    if tree.where is None:
        return None
    try:
        return prober.count(_counted(query.text, tree), share=FIRST)
    except UnansweredError as problem:
        if not problem.spent:
            # Perhaps the query is at fault and perhaps the counting.
            is_rows = query.form == "SELECT"
            kind = RESULTS if is_rows else None
            answer = prober.engine.run(query, prober.dataset, kind, prober.gone)
            if is_rows:
                return len(json.loads(answer.body)["results"]["bindings"])
        found.unexamined.append(Unexamined("how many rows there are", problem.reason))
    return None


def _counted(text: str, tree: Query) -> str:
    """Write the whole query as a group."""
    if tree.form == "SELECT":
        return f"{{ {{ {tree.of(text)} }} }}"
    where = tree.where.start if tree.where else tree.start
    return f"{{ {{ SELECT * {text[where : tree.end]} }} }}"


def _full(query: Checked, rows: int) -> str:
    if query.form == "ASK":
        return f"The answer is yes: the pattern has {counted(rows)}."
    noun = "row" if query.form == "SELECT" else "solution"
    return f"The query has {counted(rows, noun)}."


def _unused(variables: tuple[str, ...]) -> str:
    """Find a name that begins no variable's name."""
    names = (f"n{number}" for number in count())
    return next(
        name for name in names if not any(each.startswith(name) for each in variables)
    )
