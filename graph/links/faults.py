"""Say what is wrong with one row by itself, once its names are written in full."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from graph.links.mapping import NO_TERM_FOUND, PREDICATES
from graph.links.mapping import Mapping as Row
from graph.links.systems import BY_IRI
from ontology.prefixes import PREFIXES, curie

Labels = Mapping[str, frozenset[str]]
"""What can be mapped: its IRI, and its English names if it has any here."""

_RECORD: Final = re.compile(re.escape(PREFIXES["mapping"]) + r"\d{4}")
_JUSTIFICATION: Final = re.compile(re.escape(PREFIXES["semapv"]) + "[A-Z][A-Za-z]+")
_NUMBER: Final = re.compile(r"0(\.\d+)?|1(\.0+)?")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


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
    if not _JUSTIFICATION.fullmatch(row.justification):
        yield f"mapping_justification {curie(row.justification)} is not of semapv:"
    if not _NUMBER.fullmatch(row.confidence):
        yield f"confidence {row.confidence!r} is no number from 0 to 1"
    if not row.comment.strip():
        yield "comment is empty; a mapping has evidence"
    for address in row.see_also:
        if not _ADDRESS.fullmatch(address):
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
    elif not system.names(row.target):
        yield f"object_id {curie(row.target)} has not the form of {system.label}"
