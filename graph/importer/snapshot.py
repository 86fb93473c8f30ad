"""Write ``graph/snapshot/items.ttl``: names, kinds and points of the linked items.

``python -m graph.importer.snapshot TABLES`` is for whoever changes a link or the
evidence; the outcome is committed, and a build needs no table. The same links and
tables give the same bytes. An item has one name in each language: what else our things
are called is among their spellings.

Source: GeoSPARQL 1.1, section 8.5 (WKT); W3C Basic Geo (WGS84 lat/long) Vocabulary.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from graph.build import build
from graph.importer.cited import CitationError, Citations
from graph.importer.entries import Entry, chosen, doubts
from graph.importer.evidence import GEONAMES, LABEL, POINT, TYPE, WIKIDATA, facts
from graph.importer.tables import TableError
from graph.importer.turtle import block, document, text, untyped
from graph.inventory import Sources
from graph.sources import SourceError
from ontology.prefixes import PREFIXES, curie
from ontology.terms import LINKS

_HERE: Final = Path(__file__).parents[1]
_OWN: Final = _HERE / "snapshot"
_COMMENT: Final = (
    "Generated: python -m graph.importer.snapshot TABLES writes this file from the",
    "published links, the tables of identifiers and names, and the two beside it. A",
    "change by hand would be lost.",
)
_MATCHES: Final = frozenset(
    f"{PREFIXES['skos']}{kind}Match" for kind in ("broad", "close", "exact", "narrow")
)
_PREDICATES: Final = {LABEL: "rdfs:label", TYPE: "wdt:P31", POINT: "wdt:P625"}


def linked(inventory: Sources) -> frozenset[str]:
    """Return the items of Wikidata and GeoNames that a published link leads to.

    Args:
        inventory: The sources of a release, whatever form the links have there.
    """
    return frozenset(
        quad.object.value
        for quad in build(inventory).quads
        if quad.graph_name == NamedNode(LINKS)
        and quad.predicate.value in _MATCHES
        and isinstance(quad.object, NamedNode)
        and quad.object.value.startswith((WIKIDATA, GEONAMES))
    )


def blocks(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a block for each item, then for where each of its statements is from.

    Args:
        entries: What is said of the items, in the order to write it.
    """
    for item in dict.fromkeys(entry.item for entry in entries):
        own = [entry for entry in entries if entry.item == item]
        points = [entry for entry in own if entry.kind == POINT]
        places = [tuple(entry.value.split()) for entry in points]
        geometry = f"snapshot:{_local(item)}-geometry"
        yield untyped(
            _name(item),
            [
                *(
                    (_PREDICATES[kind], [_object(e) for e in own if e.kind == kind])
                    for kind in _PREDICATES
                ),
                ("wgs:lat", [_decimal(latitude) for latitude, _ in places]),
                ("wgs:long", [_decimal(longitude) for _, longitude in places]),
                ("geo:hasGeometry", [geometry] if points else []),
            ],
        )
        for point in points:
            yield block(geometry, "geo:Geometry", [("geo:asWKT", [_object(point)])])
        yield from map(_record, own)


def _record(entry: Entry) -> str:
    """Return the block that says where one statement is from."""
    last = {LABEL: entry.language, TYPE: entry.value.rpartition("/")[2].lower()}
    parts = (_local(entry.item), entry.kind, last.get(entry.kind, ""))
    name = "-".join(filter(None, parts))
    doubt = entry.reservation
    return block(
        f"snapshot:{name}",
        "bk:SnapshotStatement",
        [
            ("rdf:subject", [_name(entry.item)]),
            ("rdf:predicate", [_PREDICATES[entry.kind]]),
            ("rdf:object", [_object(entry)]),
            ("dcterms:source", [curie(source) for source, _ in entry.cited]),
            ("dcterms:bibliographicCitation", [text(said) for _, said in entry.cited]),
            ("bk:reservation", [text(doubt, "en")] if doubt else []),
        ],
    )


def _object(entry: Entry) -> str:
    if entry.kind == LABEL:
        return text(entry.value, entry.language)
    if entry.kind == TYPE:
        return _name(entry.value)
    latitude, longitude = entry.value.split()
    return f"{text(f'Point({longitude} {latitude})')}^^geo:wktLiteral"


def _name(iri: str) -> str:
    short = curie(iri)
    return f"<{iri}>" if short == iri else short


def _local(item: str) -> str:
    if item.startswith(WIKIDATA):
        return item.removeprefix(WIKIDATA).lower()
    return "gn" + item.removeprefix(GEONAMES).strip("/")


def _decimal(written: str) -> str:
    """Return a number as Turtle writes a decimal: with a dot."""
    return written if "." in written else f"{Decimal(written):.1f}"


def write(tables: Path, links: Iterable[str]) -> str:
    """Return the text of ``graph/snapshot/items.ttl``.

    Args:
        tables: Where ``identifiers.tsv``, ``labels.tsv`` and ``terms.tsv`` lie.
        links: The IRIs of the linked items.
    """
    wanted = frozenset(links)
    found = facts(tables, _OWN, wanted)
    sources = Citations.of(_OWN / "sources.ttl")
    entries = chosen(found, wanted, sources, doubts(_OWN / "doubts.tsv"))
    return document(_COMMENT, blocks(entries))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the status is 1 where a table or a source is damaged."""
    parser = argparse.ArgumentParser(
        prog="python -m graph.importer.snapshot",
        description="Write names, kinds and points of the linked items, as Turtle.",
    )
    parser.add_argument(
        "tables",
        type=Path,
        metavar="TABLES",
        help="holds identifiers.tsv, labels.tsv and terms.tsv",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=_OWN / "items.ttl",
        metavar="FILE",
        help="the Turtle file to write (default: graph/snapshot/items.ttl)",
    )
    options = parser.parse_args(arguments)
    try:
        turtle = write(options.tables, linked(Sources.installed()))
    except (OSError, CitationError, SourceError, TableError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    options.out.write_text(turtle, encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
