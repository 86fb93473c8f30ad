"""The article itself is placed whole, and with its page layout damaged nearly so.

The damage is done here, by code: nothing of the text is kept. Lines are broken at 70
columns and words divided, note marks lost or changed, and every page of some 45 lines
gets a running head, a page number and, at its foot, the notes it cites.
"""

import random
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pyoxigraph as ox
import pytest

from server.copy.alignment import align
from server.copy.anchor import Anchor
from server.pages.anchors import anchors
from server.pages.index import index

PAGE, WIDTH = 45, 70
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKS: dict[str, Callable[[str], str]] = {
    "lost": lambda number: "",  # noqa: ARG005 - as its neighbours
    "superscript": lambda number: number.translate(SUPERSCRIPTS),
    "bare": lambda number: number,
    "spaced": lambda number: f" {number} ",
    "in brackets": lambda number: f"({number})",
    "TeX": lambda number: f"$^{{{number}}}$",
    "as they are": lambda number: f"[{number}]",
}
HEAD = "Volume 9 Issue 2 2019   HILLTOWN QUARTERLY English Edition"


@pytest.fixture(scope="module")
def segments(root: Path) -> tuple[Anchor, ...]:
    return anchors(index(ox.parse(path=root / "graph" / "article.ttl")))


@pytest.fixture(scope="module")
def article(shared: Path) -> str:
    return (shared / "article" / "article.txt").read_text(encoding="utf-8")


def broken(paragraph: str, chance: random.Random) -> Iterator[str]:
    """Set a paragraph in lines, some ending inside a word."""
    line = ""
    for word in re.split(" ", paragraph):
        room = WIDTH - len(line) - 2
        if len(line) + 1 + len(word) <= WIDTH:
            line += (" " * chance.choice([1, 1, 1, 2]) if line else "") + word
        elif word.isalpha() and 3 <= room <= len(word) - 3:
            yield f"{line} {word[:room]}-"
            line = word[room:]
        else:
            yield line
            line = word
    yield line


def damaged(text: str, mark: Callable[[str], str], seed: int) -> str:
    """Lay a text out in pages, with its notes at their feet."""
    chance = random.Random(seed)  # noqa: S311 - the same damage each time
    body, _, end = text.partition("\nNOTES\n")
    notes = dict(re.findall(r"\[(\d+)\] (.+)", end))
    curly = body.replace("'", "\u2019").replace(' "', " \u201c").replace('"', "\u201d")
    lines = [line for part in curly.split("\n") for line in broken(part, chance)]
    pages: list[str] = []
    for number in count(1):
        page, feet = [HEAD, ""], list[str]()
        while lines and len(page) + len(feet) < PAGE:
            page.append(lines.pop(0))
            for note in re.findall(r"\[(\d+)\]", page[-1]):
                feet += broken(f"{note} {notes[note]}", chance)
        pages.append("\n".join([*page, "", *feet, "", str(number), "\f"]))
        if not lines:
            break
    return re.sub(r"\[(\d+)\]", lambda found: mark(found[1]), "\n".join(pages))


def test_the_article_is_placed_whole(
    article: str, segments: tuple[Anchor, ...]
) -> None:
    alignment = align(article, segments)

    assert alignment.sentence == "278 of 278 segments aligned"
    assert all(passage.exact for passage in alignment.found.values())
    assert all(passage.text in article for passage in alignment.found.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_a_damaged_copy_misses_only_the_heading_it_has_not(
    article: str, segments: tuple[Anchor, ...], mark: Callable[[str], str], seed: int
) -> None:
    alignment = align(damaged(article, mark, seed), segments)

    assert alignment.sentence == "277 of 278 segments aligned"
    assert alignment.missing == ("s8.p0.s1",)


def test_a_damaged_copy_reads_as_the_article_does(
    article: str, segments: tuple[Anchor, ...]
) -> None:
    whole = align(article, segments).found
    copy = align(damaged(article, MARKS["superscript"], 4), segments).found

    def plain(text: str) -> str:
        words = re.sub(r"\[\d+\]", "", text).translate({0x201C: '"', 0x201D: '"'})
        return " ".join(words.replace("\u2019", "'").split()).rstrip(".,")

    differing = [iri for iri in copy if plain(copy[iri].text) != plain(whole[iri].text)]
    assert differing == []


def test_exactly_the_sentences_that_read_otherwise_are_missing(
    article: str, segments: tuple[Anchor, ...]
) -> None:
    spoilt = {"s3.p5.s1", "s6.p5.s1", "n40"}
    copy = article
    for segment in segments:
        if segment.name in spoilt:
            text = align(article, [segment]).found[segment.iri].text
            copy = copy.replace(text, text[:-9] + "zz" + text[-7:])

    alignment = align(copy, segments)

    assert set(alignment.missing) == spoilt


def test_without_its_notes_the_article_is_placed_but_for_them(
    article: str, segments: tuple[Anchor, ...]
) -> None:
    alignment = align(article.partition("\nNOTES\n")[0], segments)

    assert alignment.sentence == "233 of 278 segments aligned"
    assert {name[0] for name in alignment.missing} == {"n", "s"}


def test_another_text_is_none_of_it(shared: Path, segments: tuple[Anchor, ...]) -> None:
    text = (shared / "DESIGN.md").read_text(encoding="utf-8")

    assert align(text, segments).sentence == "0 of 278 segments aligned"


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("a.b ", id="nothing but joints"),
        pytest.param("1 ", id="nothing but numbers"),
    ],
)
@pytest.mark.slow
def test_a_copy_as_long_as_may_be_is_placed_whatever_follows_the_article(
    article: str, segments: tuple[Anchor, ...], piece: str
) -> None:
    copy = article.partition("\nNOTES\n")[0]
    copy += piece * ((2_000_000 - 45_000) // len(piece))

    alignment = align(copy, segments)

    assert len(alignment.found) == 233
