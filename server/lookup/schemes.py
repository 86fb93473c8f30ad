"""The schemes of identifiers that are understood, and how each writes them.

A scheme is one row: what stands after its prefix, or alone where that cannot be
mistaken, and where it is found in the addresses of the site that gives it out. To
understand another scheme, add a row; nothing else changes.

Source: mediawiki.org, Wikibase/EntityData; GeoNames Ontology documentation; ROR,
``rorapi/management/commands/generaterorid.py``; Who's On First, ``data`` and spelunker
addresses; ISO 3166, Online Browsing Platform; UN/CEFACT, vocabulary.uncefact.org; ISNI.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One kind of identifier.

    Attributes:
        name: What people call it.
        examples: The ways to write one, for readers.
        prefixes: What may stand before the colon of a short form, in lower case.
        local: The identifier itself.
        alone: The identifier without a prefix; nothing, if that could be another's.
        web: An address of it, without ``https://``; its one group is the identifier.
        settled: How the identifier is written in the end.
        valid: Whether one without a prefix can be meant for this scheme's.
    """

    name: str
    examples: tuple[str, ...]
    prefixes: frozenset[str]
    local: re.Pattern[str]
    alone: re.Pattern[str] | None
    web: re.Pattern[str]
    settled: Callable[[str], str] = str.upper
    valid: Callable[[str], bool] = lambda _: True


def sound(ror: str) -> bool:
    """Say whether the last two digits of a ROR are those that the others demand.

    Args:
        ror: Nine characters, lower case.

    Returns:
        Whether its check digits are right.

    Source: ISO/IEC 7064, MOD 97-10, over the Crockford base 32 of ROR's generator.
    """
    number = 0
    for letter in ror[1:7]:
        number = number * 32 + _CROCKFORD.index(letter)
    return int(ror[7:]) == 98 - number * 100 % 97


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_WIKIDATA: Final = r"[QP][1-9][0-9]{0,11}"
_NUMBER: Final = r"[1-9][0-9]{0,14}"
_ROR: Final = r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}"
_ISO: Final = r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?"
_CODE: Final = r"[A-Z]{2}(?:-?[A-Z0-9]{1,3})?"
_LOCODE: Final = r"[A-Z]{2} ?[A-Z2-9]{3}"
_ISNI: Final = r"[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{3}[0-9X]"


def _hyphened(code: str) -> str:
    """Write an ISO code as ISO does; the IRIs of UN/CEFACT leave the hyphen out."""
    plain = code.upper().replace("-", "")
    return f"{plain[:2]}-{plain[2:]}" if plain[2:] else plain


def _together(code: str) -> str:
    return re.sub("[ -]", "", code.upper())


SCHEMES: Final = (
    Scheme(
        name="Wikidata",
        examples=("Q34800", "wd:Q34800", "https://www.wikidata.org/wiki/Q34800"),
        prefixes=frozenset({"wd", "wdt", "wikidata", "item", "property"}),
        local=_any_case(_WIKIDATA),
        alone=_any_case(_WIKIDATA),
        web=_any_case(
            r"(?:www\.)?(?:m\.)?wikidata\.org/"
            r"(?:(?:wiki|entity|prop)/(?:direct/|Special:Entity(?:Data|Page)/)?"
            r"(?:Item:|Property:)?|w/index\.php\?(?:[^#]*&)?title=(?:Property:)?"
            r"|wiki/Special:Entity(?:Data|Page)\?(?:[^#]*&)?id=)"
            rf"({_WIKIDATA})(?:\.[a-z0-9]+)?/?(?:[?&#].*)?"
        ),
    ),
    Scheme(
        name="GeoNames",
        examples=("geonames:1526384", "https://sws.geonames.org/1526384/"),
        prefixes=frozenset({"geonames", "gn"}),
        local=_any_case(_NUMBER),
        alone=None,
        web=_any_case(rf"(?:www\.|sws\.|m\.)?geonames\.org/({_NUMBER})(?:[/?#].*)?"),
        settled=str,
    ),
    Scheme(
        name="ROR",
        examples=("ror:03hcmxw73", "03hcmxw73", "https://ror.org/03hcmxw73"),
        prefixes=frozenset({"ror"}),
        local=_any_case(_ROR),
        alone=_any_case(_ROR),
        web=_any_case(
            r"(?:www\.|api\.)?ror\.org/(?:v[0-9]+/)?(?:organizations/)?"
            rf"({_ROR})/?(?:[?#].*)?"
        ),
        settled=str.lower,
        valid=sound,
    ),
    Scheme(
        name="ISO 3166",
        examples=("KZ", "CN-XJ", "iso3166:CN-XJ"),
        prefixes=frozenset(
            {
                "iso",
                "iso3166",
                "iso.3166",
                "iso3166-1",
                "iso3166-2",
                "iso-3166",
                "unlcdc",
                "unlcds",
            }
        ),
        local=_any_case(_CODE),
        alone=_any_case(_ISO),
        web=_any_case(
            r"(?:(?:www\.)?iso\.org/obp/ui/?(?:[a-z]+/?)?#iso:code:3166:"
            r"|vocabulary\.uncefact\.org/unlocode-(?:countries|subdivisions)#)"
            rf"({_CODE})"
        ),
        settled=_hyphened,
    ),
    Scheme(
        name="Who's On First",
        examples=("wof:85632307", "https://spelunker.whosonfirst.org/id/85632307/"),
        prefixes=frozenset({"wof", "whosonfirst"}),
        local=_any_case(_NUMBER),
        alone=None,
        web=_any_case(
            r"(?:[a-z]+\.)?whosonfirst\.org/(?:(?:id|data|[0-9]{1,3})/)*"
            rf"({_NUMBER})(?:\.geojson)?/?(?:[?#].*)?"
        ),
        settled=str,
    ),
    Scheme(
        name="UN/LOCODE",
        examples=("locode:KZHOR", "KZ HOR"),
        prefixes=frozenset({"locode", "unlcd", "unlocode", "un-locode"}),
        local=_any_case(_LOCODE),
        # In capitals: else any word of five letters would be one.
        alone=re.compile(_LOCODE, re.ASCII),
        web=_any_case(rf"vocabulary\.uncefact\.org/unlocode#({_LOCODE})"),
        settled=_together,
    ),
    Scheme(
        name="ISNI",
        examples=("isni:0000000101537289", "https://isni.org/isni/0000000101537289"),
        prefixes=frozenset({"isni"}),
        local=_any_case(_ISNI),
        alone=None,
        web=_any_case(rf"(?:www\.)?isni\.org/(?:isni/)?({_ISNI})/?(?:[?#].*)?"),
        settled=_together,
    ),
)
"""Every scheme, in the order in which they are tried."""
