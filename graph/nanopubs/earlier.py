"""Read which nanopublications earlier releases have published.

``published.csv`` is the ``nanopubs.csv`` of the last release, put among the sources as
it is; without it nothing was published yet.

Source: RFC 4180.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from graph import sources
from graph.inventory import Sources
from graph.sources import SourceError
from graph.stages import Published
from ontology.prefixes import PREFIXES

PUBLISHED: Final = "graph/nanopubs/published.csv"

_COLUMNS: Final = [field.name for field in fields(Published)]
_NAME: Final = re.compile(re.escape(PREFIXES["nanopub"]) + r"RA[A-Za-z0-9_-]{43}")


def published(inventory: Sources) -> Iterator[Published]:
    """Yield what was published before, one row a claim.

    Raises:
        SourceError: If the file has other columns, a thing twice, or no trusty IRI
            where one belongs.
    """
    path = dict(inventory.files()).get(PUBLISHED)
    if path is None:
        return
    head, *rows = csv.reader(sources.text_of(path).splitlines())
    if head != _COLUMNS:
        raise SourceError(path, 1, None, f"begins with {','.join(_COLUMNS)}")
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        if len(row) != len(_COLUMNS) or row[0] in seen:
            raise SourceError(path, line, None, "is no row of its own for one claim")
        seen.add(row[0])
        found = Published(*row)
        names = (found.nanopub, found.supersedes, found.retracts)
        if not found.nanopub or not all(_NAME.fullmatch(n) for n in names if n):
            raise SourceError(path, line, None, "names no nanopublication of ours")
        yield found
