"""Ask which terms fail a test: a pattern that binds ``?term``, and its offenders."""

from typing import Final

from pyoxigraph import NamedNode, QuerySolutions, Store

from ontology.prefixes import PREFIXES

_HEAD: Final = "".join(f"PREFIX {p}: <{n}>\n" for p, n in PREFIXES.items())


def offenders(store: Store, where: str) -> tuple[str, ...]:
    """Find the terms that a pattern binds.

    Args:
        store: What is asked.
        where: The pattern.

    Returns:
        The IRIs, sorted.

    Raises:
        TypeError: If the engine answers anything but rows; no such query is written.
    """
    found = store.query(f"{_HEAD}SELECT DISTINCT ?term {{ {where} }}")
    if not isinstance(found, QuerySolutions):
        message = "a SELECT has rows"
        raise TypeError(message)
    terms = (row["term"] for row in found)
    return tuple(sorted(t.value for t in terms if isinstance(t, NamedNode)))
