"""Citations come back from other programs' readers as they were meant."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import (
    LatexDecodingMiddleware,
    SeparateCoAuthors,
    SplitNameParts,
)
from flask.testing import FlaskClient
from pylatexenc import latex2text

from graph.metadata import LICENCE
from graph.release import open_release
from server.citing.formats import FORMATS, bibtex, csl, text
from server.citing.work import Author, Work
from server.citing.works import Works
from server.pages.index import index
from server.pages.names import Names

CLAIM = "https://w3id.org/borderkg/claim/s1-01"
HARD = r"""100 % of {this} & #that_one, ~3 $ ^ 2 \ "quoted" } { 中国 Қазақстан Zoë"""

ITEMS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id", "title", "author", "issued"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "pattern": "^[A-Za-z0-9-]+$"},
            "type": {"enum": ["dataset", "article"]},
            "author": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        name: {"type": "string"}
                        for name in ("family", "given", "literal")
                    },
                },
            },
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "properties": {
                    "literal": {"type": "string"},
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "items": {"type": "array", "items": {"type": "integer"}},
                    },
                },
            },
            **{
                name: {"type": "string"}
                for name in ("title", "container-title", "version", "URL", "note")
            },
            "custom": {"type": "object"},
        },
    },
}
"""What the CSL-JSON schema lets an item have of what is written here."""


def decoder() -> latex2text.LatexNodes2Text:
    """Read LaTeX; three commands of its core are missing or approximate there."""
    known = latex2text.get_default_latex_context_db()
    commands = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    macros = [latex2text.MacroTextSpec(name, sign) for name, sign in commands.items()]
    known.add_context_category("core", macros=macros, prepend=True)
    return latex2text.LatexNodes2Text(latex_context=known)


def read(written: str) -> dict[str, dict[str, Any]]:
    """Read BibTeX as a program would, commands and all."""
    library = parse_string(
        written,
        append_middleware=[
            SeparateCoAuthors(),
            SplitNameParts(),
            LatexDecodingMiddleware(decoder=decoder()),
        ],
    )
    assert not library.failed_blocks
    return {
        entry.key: {field.key: field.value for field in entry.fields}
        for entry in library.entries
    }


def bare(value: str) -> str:
    """Take off the braces that keep a name whole."""
    return value.removeprefix("{").removesuffix("}")


def hard() -> Work:
    return Work(
        key="hard",
        kind="dataset",
        title=HARD,
        authors=(Author("中国社会科学院"), Author("de la Cruz & Söhne", "Anna {A.}")),
        issued="2026-11-24",
        url="https://w3id.org/borderkg/cite?query=%7B+%3Fs%7D&x=a_b",
        container="A & B",
    )


def test_every_hard_character_comes_back_from_bibtex() -> None:
    entry = read(bibtex([hard()]))["hard"]

    assert entry["title"] == HARD
    # What ``url`` prints is no LaTeX: a percent sign there begins no comment.
    (raw,) = parse_string(bibtex([hard()])).entries
    assert raw["url"] == hard().url
    assert (entry["year"], entry["date"]) == ("2026", "2026-11-24")


def test_braces_of_a_bibtex_entry_are_balanced_for_who_only_counts_them() -> None:
    depth = 0
    for character in bibtex([hard()]):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


def test_a_name_without_parts_is_not_taken_apart() -> None:
    first, second = read(bibtex([hard()]))["hard"]["author"]

    assert [bare(part) for part in first.last] == ["中国社会科学院"]
    assert not first.first
    decoded = decoder().latex_to_text
    assert decoded(" ".join(second.last)) == "de la Cruz & Söhne"
    assert decoded(" ".join(second.first)) == "Anna {A.}"


def test_a_claim_is_cited_with_its_article_its_release_and_its_nanopublication(
    works: Works,
) -> None:
    claim, article = works.thing(CLAIM)

    assert claim.title == "Claim s1-01: China's share_of trade is ~5 % {at most} & #1."
    assert claim.url == CLAIM
    assert claim.version == f"0.1.0-{'0' * 12}"
    assert claim.licence == LICENCE
    assert claim.issued == "2026-11-24"
    assert claim.authors == (Author("Toy curators"),)
    assert claim.notes == ("Nanopublication: https://w3id.org/borderkg/np/RAabc",)
    assert article.title == "A Toy Article: 100 % & {all}"
    assert article.authors == (
        Author("Baker", "Zoë"),
        Author("de la Cruz", "Anna Maria"),
        Author("李"),
    )
    entries = read(bibtex([claim, article]))
    assert entries[claim.key]["title"] == claim.title
    assert entries[article.key]["title"] == article.title


def test_csl_items_have_what_the_schema_wants(works: Works) -> None:
    for cited in (works.whole(), works.thing(CLAIM), (hard(),)):
        items = json.loads(csl(cited))

        jsonschema.validate(items, ITEMS)
        assert [item["title"] for item in items] == [work.title for work in cited]
    assert items[0]["issued"] == {"date-parts": [[2026, 11, 24]]}
    assert json.loads(csl(works.whole()))[1]["issued"] == {"literal": "n.d."}


def test_plain_text_says_it_all_in_a_line_each(works: Works) -> None:
    first, second = text(works.thing(CLAIM)).splitlines()

    for part in ("Toy curators", CLAIM, "RAabc", LICENCE, f"0.1.0-{'0' * 12}"):
        assert part in first
    assert second.startswith("Baker, Zoë; de la Cruz, Anna Maria; 李 (n.d.).")


@pytest.mark.parametrize("path", ["/claim/s1-01", "/place/china", "/dumps/", "/cite"])
def test_each_page_has_a_box_and_its_files(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text

    assert "<summary>Cite this" in page
    for name, form in FORMATS.items():
        answer = client.get(f"{path}?cite={name}")
        assert f'href="{path}?cite={name}"' in page
        assert answer.status_code == 200
        assert answer.mimetype == form.media_type
        assert "Toy curators" in answer.text
        assert (
            client.get(
                f"{path}?cite={name}", headers={"If-None-Match": answer.headers["ETag"]}
            ).status_code
            == 304
        )
    assert client.get(f"{path}?cite=word").status_code == 400
    assert client.get(f"{path}?cite=csl&cite=text").status_code == 400


def test_the_authors_of_the_real_article_are_its_own(built: Path) -> None:
    release = open_release(built)
    works = Works.of(Names(index(release.quads())), release)
    answer = json.loads(csl(works.thing("https://w3id.org/borderkg/claim/s6-07")))

    record = yaml.safe_load(
        (Path(__file__).parents[3] / "CITATION.cff").read_text("utf-8")
    )
    (article,) = record["references"]
    assert [(one["family"], one["given"]) for one in answer[1]["author"]] == [
        (one["family-names"], one["given-names"]) for one in article["authors"]
    ]
    assert answer[1]["title"] == article["title"]
    assert "https://w3id.org/borderkg/np/RA" in answer[0]["note"]
    jsonschema.validate(answer, ITEMS)
