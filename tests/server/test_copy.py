"""A copy of an article is recognised by hashes, whatever its layout did to it."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.importer.normal import digest, normalised
from server.copy.alignment import LIMIT, Alignment, CopyError, align, read
from server.copy.anchor import Anchor
from server.copy.letters import fold

HEADING = "On Hills"
FIRST = 'The hills of the plain are "low", and nobody has counted them.[1]'
SECOND = "In 1950 a gatekeeper,[2] whose name is lost, measured the highest of them."
THIRD = "It rose some 1,200 feet above the well-known marshes of Ürümqi-on-Sea!"
NOTE_1 = "[1] See: A. Walker, A Walk in the Plain, Hilltown, 1949, pp. 3-12."
NOTE_2 = "[2] Ibidem."
SEGMENTS = {
    "s1.p0.s1": HEADING,
    "s1.p1.s1": FIRST,
    "s1.p1.s2": SECOND,
    "s1.p2.s1": THIRD,
    "n1": NOTE_1,
    "n2": NOTE_2,
}
WHOLE = f"{HEADING}\n\n{FIRST} {SECOND}\n\n{THIRD}\n\n{NOTE_1}\n\n{NOTE_2}\n"


def anchor(name: str, text: str) -> Anchor:
    return Anchor(
        iri=f"https://w3id.org/borderkg/segment/{name}",
        name=name,
        note=name[1:] if name.startswith("n") else "",
        marks=frozenset(re.findall(r"\[(\d+)\]", text)),
        size=len(text),
        sha256=digest(text),
        length=len(normalised(text)),
        normalised=digest(normalised(text)),
    )


ANCHORS = tuple(anchor(name, text) for name, text in SEGMENTS.items())


def text_of(alignment: Alignment, name: str) -> str:
    return alignment.found[f"https://w3id.org/borderkg/segment/{name}"].text


def test_the_text_itself_aligns_to_the_letter() -> None:
    alignment = align(WHOLE, ANCHORS)

    assert alignment.sentence == "6 of 6 segments aligned"
    assert [p.text for p in alignment.found.values()] == list(SEGMENTS.values())
    assert all(passage.exact for passage in alignment.found.values())
    assert alignment.missing == ()


DAMAGED = {
    "broken lines": WHOLE.replace(" ", "\n"),
    "one line": " ".join(WHOLE.split()),
    "divided words": WHOLE.replace("gatekeeper", "gate-\nkeeper"),
    "a divided compound": WHOLE.replace("well-known", "well-\nknown"),
    "windows": "\ufeff" + WHOLE.replace("\n", "\r\n").replace(" ", "\u00a0 "),
    "decomposed": unicodedata.normalize("NFD", WHOLE),
    "ligatures": WHOLE.replace("fi", "ﬁ").upper(),
    "curly quotes": WHOLE.replace('"low"', "“low”"),
    "lost marks": re.sub(r"(?<=[.,])\[\d\]", "", WHOLE),
    "superscripts": WHOLE.replace("[1]", "¹").replace("[2]", "²"),
    "bare digits": WHOLE.replace("[1]", "1").replace("[2]", "2"),
    "spaced digits": WHOLE.replace("[1]", " 1 ").replace("[2]", " 2 "),
    "TeX": WHOLE.replace("[1]", "$^{1}$").replace("[2]", "$^{2}$"),
    "a split paragraph": WHOLE.replace("name is lost", "name\n\nis lost"),
    "a page number": WHOLE.replace("name is lost", "name\n\n17\n\f\nis lost"),
    "an unknown line": WHOLE.replace("name is", "name\nHILLTOWN GAZETTE No. 8\nis"),
    "unknown words": WHOLE.replace("name is", "name Hilltown Gazette No. 8 is"),
    "a mark and an unknown line": WHOLE.replace(",[2]", ",2").replace(
        "name is", "name\nHilltown Gazette\nis"
    ),
    "words around": f"Hilltown Gazette. {WHOLE} The end.",
}


@pytest.mark.parametrize("copy", DAMAGED.values(), ids=DAMAGED)
def test_page_layout_hides_no_segment(copy: str) -> None:
    alignment = align(copy, ANCHORS)

    assert alignment.missing == ()


def test_a_sentence_is_read_over_the_footnotes_that_cut_it() -> None:
    notes = "1 " + NOTE_1.removeprefix("[1] ") + "\n2 " + NOTE_2.removeprefix("[2] ")
    cut = SECOND.replace("measured the", f"mea-\n\n{notes}\n\nHills 8\n\nsured the")

    alignment = align(f"{HEADING}\n{FIRST}\n{cut}\n{THIRD}\n", ANCHORS)

    assert alignment.missing == ()
    assert text_of(alignment, "s1.p1.s2") == SECOND
    assert text_of(alignment, "n2") == "Ibidem."


def test_a_footnote_is_read_over_the_page_that_cuts_it() -> None:
    cut = NOTE_1.replace("Plain, ", f"Plain,\n{SECOND}\n{THIRD}\n")

    alignment = align(f"{HEADING}\n{FIRST}\n{cut}\n{NOTE_2}", ANCHORS)

    assert alignment.missing == ()
    assert text_of(alignment, "n1") == NOTE_1.removeprefix("[1] ")


def test_running_heads_are_left_out() -> None:
    head = "\n12 THE HILLTOWN GAZETTE 1950\n"
    cut = WHOLE.replace(" of ", f"{head}of ").replace(" whose", f"{head}whose")

    alignment = align(cut, ANCHORS)

    assert alignment.missing == ()
    assert text_of(alignment, "s1.p2.s1") == THIRD


def test_a_divided_compound_keeps_the_hyphen_it_has_elsewhere() -> None:
    copy = WHOLE.replace("well-known", "well-\nknown") + "\nA well-known hill."

    assert text_of(align(copy, ANCHORS), "s1.p2.s1") == THIRD


def test_what_is_missing_is_named() -> None:
    copy = WHOLE.replace("1,200", "1,300").replace("Ibidem", "Ibid")

    alignment = align(copy, ANCHORS)

    assert alignment.sentence == "4 of 6 segments aligned"
    assert alignment.missing == ("s1.p2.s1", "n2")


def test_a_heading_alone_makes_no_copy() -> None:
    alignment = align(f"{HEADING}\n\nThis is quite another text. On hills.", ANCHORS)

    assert alignment.sentence == "0 of 6 segments aligned"


def test_a_heading_is_not_mistaken_for_the_same_words_elsewhere() -> None:
    copy = WHOLE.replace(HEADING, "On Heels") + "\n\nOn hills\n"

    assert align(copy, ANCHORS).missing == ("s1.p0.s1",)


def test_segments_that_read_alike_are_each_placed_or_not() -> None:
    twice = (*ANCHORS, anchor("n3", "[3] Ibidem."))

    assert align(WHOLE, twice).missing == ("n3",)
    assert align(WHOLE + "\n[3] Ibidem.\n", twice).missing == ()


def test_a_release_without_lengths_aligns_nothing() -> None:
    bare = Anchor("x", "x", "", frozenset(), size=0, sha256="", length=0, normalised="")

    assert align(WHOLE, [bare]).missing == ("x",)


def test_nothing_of_a_text_is_in_what_a_log_would_print() -> None:
    assert "hill" not in repr(align(WHOLE, ANCHORS)).casefold()


@given(st.text())
def test_letters_are_folded_as_the_release_folds_them(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)

    assert fold(composed)[0] == normalised(composed)


def test_a_file_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_bytes(b"\xef\xbb\xbfHills")

    assert read(tmp_path / "copy.txt") == "Hills"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(None, "cannot be read: No such file", id="no file"),
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b" \n\t", "is empty", id="blanks"),
        pytest.param(b"caf\xe9", "is not plain text in UTF-8", id="latin-1"),
        pytest.param("Hills".encode("utf-16"), "is not plain text", id="utf-16"),
        pytest.param(b"a" * (LIMIT + 1), "longer than 2,000,000 bytes", id="too long"),
    ],
)
def test_what_is_no_copy_is_refused_in_one_sentence(
    tmp_path: Path, data: bytes | None, reason: str
) -> None:
    path = tmp_path / "copy.txt"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(CopyError, match=reason) as refused:
        read(path)

    assert "\n" not in str(refused.value)
