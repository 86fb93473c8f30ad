"""Say what is wrong with one row by itself, once its names are written in full."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from graph.links.mapping import NO_TERM_FOUND, PREDICATES, Standing
from graph.links.mapping import Mapping as Row
from graph.links.systems import BY_IRI
from graph.links.table import ADDRESS
from ontology.prefixes import PREFIXES, curie

Labels = Mapping[str, frozenset[str]]
"""What can be mapped: its IRI, and its English names if it has any here."""

_RECORD: Final = re.compile(re.escape(PREFIXES["mapping"]) + "[0-9]{4}")
_NUMBER: Final = re.compile(r"0(\.[0-9]+)?|1(\.0+)?")
_STORED: Final = re.compile(
    r"repo [\w.-]+/[\w.-]+ @[0-9a-f]{8}|(npm|PyPI) @?[\w./-]+ \d|file index id \d",
    re.ASCII,
)
"""A source that can be looked up again: by commit, by version, by number."""

_JUSTIFICATIONS: Final = frozenset(
    f"{PREFIXES['semapv']}{name}"
    for name in (
        "CompositeMatching", "LexicalMatching", "LexicalSimilarityThresholdMatching",
        "LogicalReasoning", "ManualMappingCuration", "MappingChaining",
        "MappingReview", "SemanticSimilarityThresholdMatching", "UnspecifiedMatching",
    )
)  # fmt: skip
"""The ways to make a mapping that the schema of SSSOM lists."""


def faults(row: Row, known: Labels) -> Iterator[str]:
    """Yield what is wrong with a row, in words.

    Args:
        row: The row.
        known: What can be mapped.
    """
    if not _RECORD.fullmatch(row.record):
        yield f"record_id {curie(row.record)} is not mapping: and four digits"
    yield from _subject(row, known)
    if row.predicate not in PREDICATES:
        yield f"predicate_id {curie(row.predicate)} is no match of SKOS"
    yield from _target(row)
    if row.justification not in _JUSTIFICATIONS:
        yield f"mapping_justification {curie(row.justification)} is none of SSSOM's"
    if not _NUMBER.fullmatch(row.confidence):
        yield f"confidence {row.confidence!r} is no number from 0 to 1"
    if not row.comment.strip():
        yield "comment is empty; a mapping has evidence"
    elif row.standing is Standing.PUBLISHED and not _STORED.search(row.comment):
        yield "comment names no stored source; a link has one"
    for address in row.see_also:
        if not ADDRESS.fullmatch(address):
            yield f"see_also {address!r} is no web address"


def _subject(row: Row, known: Labels) -> Iterator[str]:
    if row.subject not in known:
        yield f"subject_id {curie(row.subject)} is no entity or unit of this graph"
        return
    labels = known[row.subject]
    if not row.subject_label or (labels and row.subject_label not in labels):
        yield f"subject_label {row.subject_label!r} is not what it is called here"


def _target(row: Row) -> Iterator[str]:
    system = BY_IRI.get(row.source)
    if system is None:
        yield f"object_source {curie(row.source)} is in no list of systems"
    elif row.target == NO_TERM_FOUND:
        if row.negated:
            yield "a search that found nothing cannot be negated"
        if row.target_label:
            yield f"object_label {row.target_label!r} names what was not found"
    elif not system.names(row.target):
        yield f"object_id {curie(row.target)} has not the form of {system.label}"
