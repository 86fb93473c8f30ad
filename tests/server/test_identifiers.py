"""Reading identifiers: every way to write one leads to the same key."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.lookup.identifiers import OTHER, OURS, Identifier, read
from server.lookup.schemes import sound

ROOT = Path(__file__).parents[2]
XINJIANG = "https://w3id.org/borderkg/place/xinjiang"

WAYS = {
    Identifier("Wikidata", "Q34800"): (
        "Q34800",
        "q34800",
        " Q34800\n",
        "wd:Q34800",
        "WD:q34800",
        "wikidata:Q34800",
        "Item:Q34800",
        "http://www.wikidata.org/entity/Q34800",
        "https://www.wikidata.org/entity/Q34800",
        "<http://www.wikidata.org/entity/Q34800>",
        "http://wikidata.org/entity/Q34800",
        "//www.wikidata.org/wiki/Q34800",
        "www.wikidata.org/wiki/Q34800",
        "https://www.wikidata.org/wiki/Q34800",
        "https://www.wikidata.org/wiki/q34800",
        "https://www.wikidata.org/wiki/Item:Q34800",
        "https://m.wikidata.org/wiki/Q34800",
        "https://www.m.wikidata.org/wiki/Q34800",
        "https://www.wikidata.org/wiki/Q34800#P131",
        "https://www.wikidata.org/wiki/Q34800?uselang=zh&x=1#sitelinks",
        "https://www.wikidata.org/wiki/Special:EntityData/Q34800",
        "https://www.wikidata.org/wiki/Special:EntityData/Q34800.json",
        "https://www.wikidata.org/wiki/Special:EntityData/Q34800.ttl?flavor=dump",
        "https://www.wikidata.org/wiki/Special%3AEntityData/Q34800.json",
        "https://www.wikidata.org/wiki/Special:EntityData?format=json&id=Q34800",
        "https://www.wikidata.org/wiki/Special:EntityPage/Q34800",
        "https://www.wikidata.org/w/index.php?title=Q34800&action=history",
    ),
    Identifier("Wikidata", "P131"): (
        "P131",
        "wdt:P131",
        "http://www.wikidata.org/prop/direct/P131",
        "http://www.wikidata.org/entity/P131",
        "https://www.wikidata.org/wiki/Property:P131",
        "https://www.wikidata.org/wiki/Property:P131#P1696",
    ),
    Identifier("GeoNames", "1526384"): (
        "geonames:1526384",
        "gn:1526384",
        "https://sws.geonames.org/1526384/",
        "http://sws.geonames.org/1526384",
        "https://sws.geonames.org/1526384/about.rdf",
        "https://www.geonames.org/1526384/almaty.html",
        "https://www.geonames.org/1526384",
        "http://geonames.org/1526384/",
    ),
    Identifier("ROR", "03hcmxw73"): (
        "ror:03hcmxw73",
        "03hcmxw73",
        "03HCMXW73",
        "ror.org/03hcmxw73",
        "https://ror.org/03hcmxw73",
        "https://api.ror.org/v2/organizations/03hcmxw73",
    ),
    Identifier("ISO 3166", "CN-XJ"): (
        "CN-XJ",
        "cn-xj",
        "iso3166:CN-XJ",
        "iso:CN-XJ",
        "unlcds:CNXJ",
        "https://vocabulary.uncefact.org/unlocode-subdivisions#CNXJ",
    ),
    Identifier("ISO 3166", "KZ"): (
        "KZ",
        "kz",
        "iso3166-1:KZ",
        "unlcdc:KZ",
        "https://vocabulary.uncefact.org/unlocode-countries#KZ",
        "https://www.iso.org/obp/ui/#iso:code:3166:KZ",
    ),
    Identifier("Who's On First", "85632307"): (
        "wof:85632307",
        "whosonfirst:85632307",
        "https://spelunker.whosonfirst.org/id/85632307/",
        "https://spelunker.whosonfirst.org/id/85632307",
        "https://data.whosonfirst.org/856/323/07/85632307.geojson",
    ),
    Identifier("UN/LOCODE", "KZHOR"): (
        "KZHOR",
        "KZ HOR",
        "locode:kzhor",
        "unlcd:KZHOR",
    ),
    Identifier("ISNI", "0000000101537289"): (
        "isni:0000 0001 0153 7289",
        "isni:0000000101537289",
        "https://isni.org/isni/0000000101537289",
        "https://www.isni.org/isni/0000000101537289",
    ),
    Identifier(OURS, XINJIANG): (
        "place:xinjiang",
        XINJIANG,
        f"{XINJIANG}/",
        f"<{XINJIANG}>",
        "http://w3id.org/borderkg/place/xinjiang",
        "w3id.org/borderkg/place/xinjiang",
    ),
    Identifier(OTHER, "http://www.w3.org/ns/org#memberOf"): (
        "org:memberOf",
        "http://www.w3.org/ns/org#memberOf",
    ),
}


@pytest.mark.parametrize(
    ("identifier", "written"),
    [(identifier, way) for identifier, ways in WAYS.items() for way in ways],
)
def test_every_way_to_write_an_identifier_is_read(
    identifier: Identifier, written: str
) -> None:
    assert read(written) == identifier


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "Xinjiang",
        "the trade of 1992",
        "Q",
        "Q0",
        "Q034800",
        "Q34800x",
        "1526384",
        "015g9sa95",
        "geonames:",
        "geonames:Almaty",
        "unknown:thing",
        "javascript:alert(1)",
        "http://",
        "https://exa mple.org/",
        "china",
        "Q\u0663\u0664",
        "<>",
    ],
)
def test_what_is_no_identifier_is_not_read(written: str) -> None:
    assert read(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "https://www.wikidata.org.evil.example/wiki/Q34800",
        "https://evil.example/www.wikidata.org/wiki/Q34800",
        "https://www.wikidata.org@evil.example/wiki/Q34800",
        "https://xwikidata.org/wiki/Q34800",
        "https://geonames.org.evil.example/1526384/",
        "https://w3id.org.evil.example/borderkg/place/xinjiang",
    ],
)
def test_an_address_elsewhere_is_nobodys_identifier(written: str) -> None:
    assert read(written) == Identifier(OTHER, written)


def test_the_check_digits_of_each_linked_ror_are_right() -> None:
    links = (ROOT / "graph" / "links" / "mappings.sssom.tsv").read_text("utf-8")
    found = re.findall(r"\tror:(\w{9})\t", links)

    assert len(found) > 5
    assert all(sound(ror) for ror in found)


def test_one_wrong_character_of_a_ror_is_noticed() -> None:
    right = "03hcmxw73"
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    changed = {
        right[:n] + letter + right[n + 1 :]
        for n in range(1, 7)
        for letter in letters
        if letter != right[n]
    }

    assert not [ror for ror in changed if sound(ror)]


@given(st.text(max_size=60))
def test_any_text_is_read_or_not_and_nothing_breaks(text: str) -> None:
    found = read(text)

    assert found is None or found.value


@given(st.integers(1, 10**9), st.sampled_from(["www", "m"]))
def test_an_item_is_the_same_in_each_of_its_addresses(number: int, site: str) -> None:
    assert read(f"https://{site}.wikidata.org/wiki/Q{number}") == read(f"wd:Q{number}")
