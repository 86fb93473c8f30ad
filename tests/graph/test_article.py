import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from graph.importer import __main__ as importer
from graph.importer.normal import normalised
from graph.importer.printed import names, period
from graph.importer.tables import TableError

ROOT = Path(__file__).parents[2]
FRAME = ROOT / "graph" / "article.ttl"
PERSONS = ROOT / "graph" / "entities" / "persons.ttl"
SMALL = Path(__file__).parent / "small-article"
PREFIXES = {
    "bk": "https://w3id.org/borderkg/ontology/",
    "note": "https://w3id.org/borderkg/note/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "seg": "https://w3id.org/borderkg/segment/",
    "work": "https://w3id.org/borderkg/work/",
}


def rows_of(store: Store, query: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for solution in store.query(query, prefixes=PREFIXES):  # type: ignore[union-attr]
        terms = [term for term in solution if isinstance(term, NamedNode | Literal)]
        found.append(tuple(term.value for term in terms))
    return found


@pytest.fixture(scope="module")
def frame() -> Store:
    store = Store()
    store.load(path=FRAME, format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def shared() -> Path:
    """Return the folder with the article, which this repository may not hold."""
    folder = ROOT.parent / "shared" / "article"
    if not folder.is_dir():
        pytest.skip("the article lies outside the repository and is not here")
    return folder


def test_the_frame_holds_every_segment_note_work_and_author(frame: Store) -> None:
    kinds = Counter(
        kind.rpartition("/")[2]
        for (kind,) in rows_of(frame, "SELECT ?kind { ?thing a ?kind }")
    )
    authors = rows_of(
        frame, "SELECT ?who { ?article a bk:Article ; bk:hasAuthor ?who }"
    )

    assert kinds == {"Article": 1, "Segment": 278, "Note": 44, "Work": 33}
    assert len(authors) == 4


def test_the_authors_keep_their_printed_order(frame: Store) -> None:
    query = "SELECT ?names { ?article a bk:Article ; bk:authorsAsPrinted ?names }"
    first, second = "Daniyar MADIYEV", "Nabidzhan MUKHAMETKHANULY"
    third, fourth = "Oshan ZHANYMKHAN", "Kaliolla ARDAK"

    assert rows_of(frame, query) == [(f"{first}, {second}, {third}, {fourth}",)]


def test_only_headings_and_notes_may_go_without_a_claim(frame: Store) -> None:
    query = "SELECT ?kind { ?s bk:claimlessReason ?why ; bk:segmentKind ?kind }"

    found = Counter(kind for (kind,) in rows_of(frame, query))

    assert found == {"heading": 10, "note": 44}


@pytest.mark.parametrize(
    ("note", "work", "earlier"),
    [
        pytest.param("20", "W02", "2", id="short form"),
        pytest.param("21", "W02", "20", id="ibidem"),
        pytest.param("28", "W23", "23", id="op. cit."),
        pytest.param("39", "W08", "8", id="op. cit. of another section"),
    ],
)
def test_a_note_that_points_back_is_resolved(
    frame: Store, note: str, work: str, earlier: str
) -> None:
    query = f"SELECT ?w ?n {{ note:{note} bk:citesWork ?w ; bk:refersTo ?n }}"

    expected = (PREFIXES["work"] + work, PREFIXES["note"] + earlier)

    assert rows_of(frame, query) == [expected]


def test_every_note_cites_a_work_and_has_its_text(frame: Store) -> None:
    query = """SELECT ?n {
        ?n a bk:Note ; bk:citesWork/a bk:Work ;
           bk:hasText/bk:segmentKind "note" ; bk:isCitedIn/a bk:Segment }"""

    assert len(rows_of(frame, query)) == 44


def test_a_work_is_dated_as_exactly_as_it_is_printed(frame: Store) -> None:
    query = "SELECT ?w ?from ?to { ?w bk:from ?from ; bk:to ?to }"

    days = {w.rpartition("/")[2]: (a, b) for w, a, b in rows_of(frame, query)}

    assert days["W01"] == ("1995-01-01", "1995-12-31")
    assert days["W03"] == ("2006-03-01", "2006-03-31")
    assert days["W04"] == ("2013-03-26", "2013-03-26")
    assert set(days) & {"W13", "W37", "W40", "W41"} == set()
    assert len(days) == 29


def test_the_frame_is_formatted() -> None:
    turtlefmt = Path(sys.executable).with_name("turtlefmt")

    subprocess.run([turtlefmt, "--check", FRAME], check=True)


def test_offsets_and_hashes_fit_the_article(frame: Store, shared: Path) -> None:
    text = (shared / "article.txt").read_text(encoding="utf-8")
    query = """SELECT ?start ?end ?hash ?normal {
        ?s bk:start ?start ; bk:end ?end ;
           bk:sha256 ?hash ; bk:normalisedSha256 ?normal }"""

    found = rows_of(frame, query)

    assert len(found) == 278
    for start, end, plain, normal in found:
        printed = text[int(start) : int(end)]
        assert sha256(printed.encode()).hexdigest() == plain
        assert sha256(normalised(printed).encode()).hexdigest() == normal


def test_the_importer_writes_the_committed_bytes(shared: Path, tmp_path: Path) -> None:
    again = tmp_path / "article.ttl"

    status = importer.main([str(shared), "--out", str(again)])

    assert status == 0
    assert again.read_bytes() == FRAME.read_bytes()


def test_the_frame_of_a_small_article_is_as_expected() -> None:
    expected = (SMALL / "expected.ttl").read_text(encoding="utf-8")

    assert importer.article(SMALL, PERSONS) == expected


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        pytest.param(
            "segments.tsv", "\twords\t", "\tw\t", None, id="a column nobody needs"
        ),
        pytest.param(
            "segments.tsv", "\tsha256\t", "\thash\t",
            "segments.tsv:1: column sha256 is missing", id="a column is missing",
        ),
        pytest.param(
            "segments.tsv", "\tsentence\t", "\tsentence\t\t",
            "segments.tsv:6: 10 cells instead of 9", id="a cell too many",
        ),
        pytest.param(
            "segments.tsv", "heading\t0\t", "heading\tzero\t",
            "segments.tsv:2: start is 'zero', not a whole number", id="no number",
        ),
        pytest.param(
            "segments.tsv", "heading\t0\t", "heading\t1\t",
            "segments.tsv:2: start, end and sha256 do not fit the article's text",
            id="an offset is wrong",
        ),
        pytest.param(
            "references.tsv", "s1.p1.s2", "s1.p1.s1",
            "references.tsv:3: segment 's1.p1.s1' does not carry the mark 2",
            id="a note cited elsewhere",
        ),
        pytest.param(
            "references.tsv", "ibid\tW01", "ibid\tW09",
            "works.tsv:2: the notes that cite W01 are others", id="an unknown work",
        ),
        pytest.param(
            "references.tsv", "May 1999", "Mai 1999",
            "references.tsv:2: 'Mai' is no month", id="a date misprinted",
        ),
        pytest.param(
            "works.tsv", "S. Toops", "T. Soops",
            "works.tsv:2: no person of the entities is called 'T. Soops'",
            id="an unknown author",
        ),
        pytest.param(
            "article.txt", "Altay", "Altai",
            "segments.tsv:3: start, end and sha256 do not fit the article's text",
            id="another text",
        ),
    ],
)  # fmt: skip
def test_a_damaged_table_is_refused_with_file_line_and_reason(
    tmp_path: Path, file: str, old: str, new: str, message: str | None
) -> None:
    for source in SMALL.iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    damaged = tmp_path / file
    damaged.write_text(damaged.read_text().replace(old, new, 1))

    if message is None:
        assert importer.article(tmp_path, PERSONS)
    else:
        with pytest.raises(TableError) as caught:
            importer.article(tmp_path, PERSONS)
        assert str(caught.value) == f"{tmp_path}/{message}"


def test_the_command_says_what_is_wrong_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "article.ttl"

    status = importer.main([str(tmp_path), "--out", str(out)])

    assert status == 1
    assert capsys.readouterr().err == (
        f"{tmp_path}/article.txt:1: the article's text cannot be read\n"
    )
    assert not out.exists()


def test_the_normal_form_forgets_layout_width_case_and_marks() -> None:
    five = "\N{NO-BREAK SPACE}\N{FULLWIDTH DIGIT FIVE}"
    copy = f"“Straße”\n of the ﬁrst order,[12] No.{five}"

    assert normalised(copy) == "strasseofthefirstorderno5"


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2004", "2004-01-01", "2004-12-31"),
        ("February 2004", "2004-02-01", "2004-02-29"),
        ("3 October, 2016", "2016-10-03", "2016-10-03"),
    ],
)
def test_a_printed_date_gives_first_and_last_day(
    printed: str, first: str, last: str
) -> None:
    assert period(printed) == (first, last)


@pytest.mark.parametrize("printed", ["31 June, 2016", "spring 2016", "in 2016", ""])
def test_what_is_no_date_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match=r"is no date|is no month|has no day"):
        period(printed)


def test_authors_are_split_without_their_spelling_in_brackets() -> None:
    assert names("Ann Lee, Bo Li (李安、李波)") == ["Ann Lee", "Bo Li"]
