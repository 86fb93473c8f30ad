"""The words and prefixes of SPARQL's writers, and which of them a misspelt one is near.

Source: SPARQL 1.1 Query Language, section 19.8; prefix.cc, for prefixes in common use.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from ontology.prefixes import PREFIXES
from server.likeness import alike

ALIKE: Final = 0.6
"""The share of letters that must agree; two that changed places count as one."""

_LONGEST: Final = 40
"""Letters of a prefix that is worth repeating."""

_ALIKE_PREFIX: Final = 0.5
"""Likewise of a prefix, which is short."""

PROLOGUE: Final = ("PREFIX", "BASE")

KEYWORDS: Final = frozenset({
    "AS", "ASC", "ASK", "BASE", "BIND", "BY", "CONSTRUCT", "DESC", "DESCRIBE",
    "DISTINCT", "EXISTS", "FALSE", "FILTER", "FROM", "GRAPH", "GROUP", "HAVING", "IN",
    "LIMIT", "MINUS", "NAMED", "NOT", "OFFSET", "OPTIONAL", "ORDER", "PREFIX",
    "REDUCED", "SELECT", "SEPARATOR", "SERVICE", "SILENT", "TRUE", "UNDEF", "UNION",
    "VALUES", "WHERE",
})  # fmt: skip

FUNCTIONS: Final = frozenset({
    "ABS", "AVG", "BNODE", "BOUND", "CEIL", "COALESCE", "CONCAT", "CONTAINS", "COUNT",
    "DATATYPE", "DAY", "ENCODE_FOR_URI", "FLOOR", "GROUP_CONCAT", "HOURS", "IF",
    "IRI", "ISBLANK", "ISIRI", "ISLITERAL", "ISNUMERIC", "ISURI", "LANG",
    "LANGMATCHES", "LCASE", "MAX", "MD5", "MIN", "MINUTES", "MONTH", "NOW", "RAND",
    "REGEX", "REPLACE", "ROUND", "SAMETERM", "SAMPLE", "SECONDS", "SHA1", "SHA256",
    "SHA384", "SHA512", "STR", "STRAFTER", "STRBEFORE", "STRDT", "STRENDS", "STRLANG",
    "STRLEN", "STRSTARTS", "STRUUID", "SUBSTR", "SUM", "TIMEZONE", "TZ", "UCASE",
    "URI", "UUID", "YEAR",
})  # fmt: skip

CASTS: Final = frozenset(
    {"boolean", "date", "dateTime", "decimal", "double", "float", "integer", "string"}
)
"""Datatypes of XML Schema whose names are functions."""

MEANT: Final = MappingProxyType(
    {
        "AND": "&&",
        "OR": "||",
        "LIKE": "CONTAINS or REGEX",
        "IS": "= or BOUND",
        "NULL": "BOUND",
        "ISNULL": "!BOUND",
        "LENGTH": "STRLEN",
        "LEN": "STRLEN",
        "LOWER": "LCASE",
        "UPPER": "UCASE",
        "SUBSTRING": "SUBSTR",
        "STARTSWITH": "STRSTARTS",
        "ENDSWITH": "STRENDS",
        "IFNULL": "COALESCE",
        "EXCEPT": "MINUS",
        "TOP": "LIMIT",
    }
)
"""Words of other languages, and what SPARQL says for them."""

COMMON: Final = MappingProxyType(
    {
        "bibo": "http://purl.org/ontology/bibo/",
        "dbo": "http://dbpedia.org/ontology/",
        "dbr": "http://dbpedia.org/resource/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dct": "http://purl.org/dc/terms/",
        "fn": "http://www.w3.org/2005/xpath-functions#",
        "geof": "http://www.opengis.net/def/function/geosparql/",
        "p": "http://www.wikidata.org/prop/",
        "ps": "http://www.wikidata.org/prop/statement/",
        "sosa": "http://www.w3.org/ns/sosa/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "wikibase": "http://wikiba.se/ontology#",
        **PREFIXES,
    }
)
"""Prefix -> namespace; ours count before others."""


def nearest(word: str, known: Iterable[str], share: float = ALIKE) -> str:
    """Name the known word that another is most like.

    Args:
        word: A word, in the case of the known ones.
        known: Words.
        share: The share of letters that must agree.

    Returns:
        The nearest; of equals the one that begins alike; nothing if none is near.
    """
    found = alike(word, sorted(known), share)
    ranked = [(-like.share, -_begun(word, like.word), like.word) for like in found]
    return min(ranked)[2] if ranked else ""


def _begun(one: str, other: str) -> int:
    """Count the letters with which both begin."""
    return sum(
        1
        for _ in takewhile(
            lambda pair: pair[0] == pair[1], zip(one, other, strict=False)
        )
    )


def prefix(name: str, declared: Sequence[str] = ()) -> str:
    """Suggest what to do about a prefix that is not declared.

    Args:
        name: The prefix without its colon.
        declared: Those that are.

    Returns:
        The line to add, or the prefix that may be meant, or nothing.
    """
    if len(name) > _LONGEST:
        return ""
    if name in COMMON:
        return f"add PREFIX {name}: <{COMMON[name]}>"
    known = {*declared, *COMMON} - {""}
    near = nearest(name, known, _ALIKE_PREFIX)
    if not near:
        return f"add PREFIX {name}: <…> with its namespace"
    if near in declared:
        return f"write {near}:"
    return f"write {near}: and add PREFIX {near}: <{COMMON[near]}>"


def function(iri: str) -> str:
    """Suggest what to write for a function that no engine of ours has.

    Args:
        iri: The IRI by which it was called.

    Returns:
        The nearest cast or function, or nothing.
    """
    space, name = iri[: -len(_local(iri))], _local(iri)
    if space == PREFIXES["xsd"]:
        near = nearest(name, CASTS)
        return f"write xsd:{near}" if near else ""
    word = name.upper().replace("-", "")
    near = MEANT.get(word, "") or nearest(word, FUNCTIONS)
    return f"write {near}" if near else ""


def _local(iri: str) -> str:
    return re.split(r"[/#:]", iri)[-1]
