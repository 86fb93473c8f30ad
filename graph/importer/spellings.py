"""Write ``graph/spellings.ttl``: each name in each spelling, and where it is found.

``python -m graph.importer.spellings ARTICLE TABLES`` is for the few who have the
article; the outcome is committed, and a build needs neither. The same article,
tables, entities and claims give the same bytes.

Source: SKOS Reference, appendix B (SKOS-XL).
"""

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from graph import sources
from graph.importer import names
from graph.importer.names import ENGLISH, Name, Record
from graph.importer.printing import printed, spoken_of
from graph.importer.tables import TableError, read
from graph.importer.turtle import block, document, text
from ontology.prefixes import BASE, PREFIXES, curie

_HERE: Final = Path(__file__).parents[1]
_COMMENT: Final = (
    "Generated: python -m graph.importer.spellings ARTICLE TABLES writes this file",
    "from the article, the tables of names, the entities and the claims. A change by",
    "hand would be lost.",
)


def spellings(
    known: Sequence[Name],
    found: Mapping[Name, Sequence[str]],
    records: Sequence[Record],
) -> Iterator[str]:
    """Yield a block that lists the spellings of a thing, then one for each of them.

    An English name that is not printed is ours, and no spelling.

    Args:
        known: Every name, sorted.
        found: The segments in which a name is printed.
        records: Where names in other languages were found.

    Raises:
        ValueError: If such a name is neither printed nor on record.
    """
    for thing, group in groupby(known, key=lambda name: name.thing):
        own = list(group)
        english = {name.value for name in own if name.language == ENGLISH}
        taken: Counter[str] = Counter()
        nodes: dict[str, bool] = {}
        blocks = []
        for name in own:
            segments, source = found.get(name, ()), ""
            if name.language != ENGLISH:
                source = names.source(name, english, records)
            if not segments and not source:
                if name.language == ENGLISH:
                    continue
                message = f"{curie(thing)}: {name.value!r} is on no record"
                raise ValueError(message)
            node = _node(name, taken)
            nodes[node] = name.other
            lines = [
                ("skosxl:literalForm", [text(name.value, name.language)]),
                ("dcterms:source", [text(source)] if source else []),
                ("bk:isPrintedIn", map(curie, segments)),
            ]
            blocks.append(block(node, "skosxl:Label", lines))
        lists = {
            "skosxl:prefLabel": [node for node, other in nodes.items() if not other],
            "skosxl:altLabel": [node for node, other in nodes.items() if other],
        }
        filled = [f"{key} {' , '.join(value)}" for key, value in lists.items() if value]
        if filled:
            yield f"{curie(thing)} " + " ;\n    ".join(filled) + " .\n"
        yield from blocks


def write(article: Path, tables: Path, graph: Path) -> str:
    """Return the text of ``graph/spellings.ttl``.

    Args:
        article: Where ``article.txt`` and ``segments.tsv`` lie.
        tables: Where ``identifiers.tsv`` and ``labels.tsv`` lie.
        graph: The folder with the entities, the claims and the article's frame.
    """
    known = names.entities(graph / "entities")
    claims = [q for p in sorted(graph.glob("claims/*.trig")) for q in sources.read(p)]
    heard = spoken_of(claims, sources.read(graph / "article.ttl"))
    whole = (article / "article.txt").read_text(encoding="utf-8")
    segments = [
        (
            PREFIXES["seg"] + row["segment_id"],
            whole[row.number("start") : row.number("end")],
        )
        for row in read(article / "segments.tsv", ("segment_id", "start", "end"))
    ]
    found = printed(known, segments, heard)
    return document(_COMMENT, spellings(known, found, names.records(tables)))


def _node(name: Name, taken: Counter[str]) -> str:
    """Return the name of a spelling, made of its thing and its letters or number."""
    thing = name.thing.removeprefix(BASE).replace("/", "-")
    if name.language != ENGLISH:
        taken[name.language] += 1
        return f"spelling:{thing}-{name.language}-{taken[name.language]}"
    plain = unicodedata.normalize("NFKD", name.value).replace("'", "")
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    local = re.sub("[^a-z0-9]+", "-", letters).strip("-")
    taken[local] += 1
    number = f"-{taken[local]}" if taken[local] > 1 else ""
    return f"spelling:{thing}-{local}{number}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the status is 1 where a table or a source is damaged."""
    parser = argparse.ArgumentParser(
        prog="python -m graph.importer.spellings",
        description="Write where each name in each spelling is found, as Turtle.",
    )
    parser.add_argument(
        "article",
        type=Path,
        metavar="ARTICLE",
        help="holds article.txt and segments.tsv",
    )
    parser.add_argument(
        "tables",
        type=Path,
        metavar="TABLES",
        help="holds identifiers.tsv and labels.tsv",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=_HERE / "spellings.ttl",
        metavar="FILE",
        help="the Turtle file to write (default: graph/spellings.ttl)",
    )
    options = parser.parse_args(arguments)
    try:
        turtle = write(options.article, options.tables, _HERE)
    except (OSError, TableError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    options.out.write_text(turtle, encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
