"""Folding, romanising and telling kinds: what a name is without its spelling."""

# ruff: noqa: RUF001 - letters that look like others are what is tested

import pytest
from pyoxigraph import Literal, Quad

from ontology.prefixes import PREFIXES
from server.naming.folding import fold, plain
from server.naming.generic import generic
from server.naming.scripts import latin, simplified, sound

LABELS = {f"{PREFIXES['rdfs']}label", f"{PREFIXES['skos']}altLabel"}


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  Khorgos–(China) ", "khorgos china"),
        ("Xi’an", "xian"),
        ("Ｋａｚａｋｈ", "kazakh"),
        ("C.C. C.P.C.", "cccpc"),
        ("A.V. Bondarenko", "a v bondarenko"),
        ("烏魯木齊", "乌鲁木齐"),
        ("努尔苏丹·纳扎尔巴耶夫", "努尔苏丹 纳扎尔巴耶夫"),
        ("...", ""),
    ],
)
def test_case_punctuation_and_traditional_characters_are_folded(
    name: str, folded: str
) -> None:
    assert plain(name) == folded


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("үрімжі", "urimzhi"),
        ("қорғас", "qorghas"),
        ("хоргос", "khorgos"),
        ("huò'ěrguǒsī", "huoerguosi"),
        ("霍尔果斯", "huoerguosi"),
        ("قورغاس شەھىرى", "qorghas shehiri"),
        ("ئۈرۈمچی", "urumchi"),
    ],
)
def test_every_script_is_written_in_latin_letters(name: str, written: str) -> None:
    assert latin(name) == written


def test_uyghur_is_romanised_as_the_release_romanises_it(sources: list[Quad]) -> None:
    """Each name in Uyghur Latin letters is the romanised one of a name in Arabic."""
    names: dict[str, dict[str, list[str]]] = {}
    for quad in sources:
        if quad.predicate.value in LABELS and isinstance(quad.object, Literal):
            by_language = names.setdefault(str(quad.subject), {})
            language = quad.object.language or ""
            by_language.setdefault(language, []).append(quad.object.value)

    pairs = [
        (latin(plain(name)), [latin(plain(arabic)) for arabic in each["ug"]])
        for each in names.values()
        for name in each.get("ug-latn", [])
        if "ug" in each
    ]
    apart = {name for name, romanised in pairs if name not in romanised}

    assert len(pairs) > 8
    assert apart <= {"beatun", "kexker"}  # sources that romanise in another way


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("khorgos", "horgos"),
        ("xinjiang", "sinjiang"),
        ("qasym", "kasym"),
        ("kassym", "qasym"),
        ("tadzhikistan", "tajikistan"),
        ("zaysan", "zaisan"),
    ],
)
def test_words_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("name", "words", "kinds"),
    [
        ("Almaty oblast", ["almaty"], [{"region"}]),
        ("City of Almaty", ["almaty"], [{"city"}]),
        ("霍尔果斯市", ["huoerguosi"], [{"city"}]),
        ("兰州", ["lanzhou"], []),
        ("兰州市", ["lanzhou"], [{"city"}]),
        ("Xi'an", ["xian"], []),
        ("Huocheng Xian", ["huocheng"], [{"county"}]),
        ("自治区", ["zizhiqu"], []),
        ("City", ["city"], []),
        ("قورغاس شەھىرى", ["qorghas"], [{"city"}]),
    ],
)
def test_generic_words_are_set_apart(
    name: str, words: list[str], kinds: list[set[str]]
) -> None:
    folded = fold(name)

    assert [word.latin for word in folded.words] == words
    assert list(folded.kinds) == kinds


def test_no_generic_word_is_lost_in_folding() -> None:
    """Each word of the table is found again at the end of a name."""
    table = generic()
    words = [*table.words, *table.last]

    assert len(words) > 100
    assert [word for word in words if not fold(f"Dorgas {word}").kinds] == []
    assert [end for end in table.endings if not fold(f"多尔加斯{end}").kinds] == []


def test_text_without_letters_is_folded_to_nothing() -> None:
    assert fold(" … 🙂 — ").words == ()


def test_simplifying_leaves_other_scripts_alone() -> None:
    text = "Ürümqi Үрімжі ئۈرۈمچى"

    assert simplified(text) == text
