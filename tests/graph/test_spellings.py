import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, parse

from graph.importer import names, spellings
from graph.importer.names import Name, Record
from graph.importer.printing import places, printed, spoken_of
from graph.importer.tables import TableError
from ontology.prefixes import PREFIXES

ROOT = Path(__file__).parents[2]
SPELLINGS = ROOT / "graph" / "spellings.ttl"
BASE = "https://w3id.org/borderkg/"
BK, XL = PREFIXES["bk"], PREFIXES["skosxl"]
XINJIANG, CORPS = f"{BASE}place/xinjiang", f"{BASE}actor/corps"
REGION = Name(XINJIANG, "en", other=False, value="Xinjiang")
SHORT = Name(XINJIANG, "en", other=True, value="XUAR")
ARMY = Name(CORPS, "en", other=False, value="Xinjiang Corps")
NEVER_SPOKEN_OF = {
    "Ili Prefecture",  # of the larger of the two areas that can be meant
    "Intensive Development of Xinjiang",  # in a heading, which has no claims
    "KazNU",  # in the name of a journal, in a note
    "Xinjiang Uygur Autonomous Region",  # in the name of an office, in two notes
}  # fmt: skip


def quad(subject: str, predicate: str, value: str, graph: str = "") -> Quad:
    where = (NamedNode(BASE + graph),) if graph else ()
    named = (NamedNode(BASE + subject), NamedNode(predicate), NamedNode(BASE + value))
    return Quad(*named, *where)


def found(known: list[Name], sentence: str) -> set[str]:
    return {name.value for name in places(known, sentence)[0]}


@pytest.fixture(scope="module")
def shared() -> Path:
    """Return the folder with article and tables, which are not redistributed."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("article and tables lie outside the repository and are not here")
    return folder


@pytest.fixture(scope="module")
def written() -> dict[tuple[str, str, str], list[str]]:
    """Return, by thing, name and language, what is said of each spelling."""
    subjects: dict[str, str] = {}
    forms: dict[str, Literal] = {}
    said: dict[str, list[str]] = {}
    for one in parse(path=SPELLINGS):
        assert isinstance(one.subject, NamedNode)
        node, predicate = one.subject.value, one.predicate.value
        if isinstance(one.object, NamedNode) and predicate in {
            f"{XL}prefLabel", f"{XL}altLabel"
        }:  # fmt: skip
            subjects[one.object.value] = node
        elif predicate == f"{XL}literalForm" and isinstance(one.object, Literal):
            forms[node] = one.object
        elif isinstance(one.object, NamedNode | Literal):
            said.setdefault(node, []).append(one.object.value)
    return {
        (subjects[node], form.value, form.language or ""): said[node]
        for node, form in forms.items()
    }


def test_the_file_is_formatted() -> None:
    turtlefmt = Path(sys.executable).with_name("turtlefmt")

    subprocess.run([turtlefmt, "--check", SPELLINGS], check=True)


def test_the_importer_writes_the_committed_bytes(shared: Path, tmp_path: Path) -> None:
    again = tmp_path / "spellings.ttl"

    status = spellings.main(
        [str(shared / "article"), str(shared / "identifiers"), "--out", str(again)]
    )

    assert status == 0
    assert again.read_bytes() == SPELLINGS.read_bytes()


def test_every_name_in_another_language_says_where_it_was_found(
    written: dict[tuple[str, str, str], list[str]],
) -> None:
    foreign = {
        (name.thing, name.value, name.language)
        for name in names.entities(ROOT / "graph" / "entities")
        if name.language != "en"
    }

    assert len(foreign) > 300
    assert foreign - set(written) == set()


def test_every_other_name_in_english_is_found_where_it_is_printed(
    written: dict[tuple[str, str, str], list[str]],
) -> None:
    other = {
        (name.thing, name.value, name.language)
        for name in names.entities(ROOT / "graph" / "entities")
        if name.language == "en" and name.other
    }

    assert {value for _, value, _ in other - set(written)} <= NEVER_SPOKEN_OF


def test_a_spelling_has_one_thing_and_one_form() -> None:
    quads = [q for q in parse(path=SPELLINGS) if isinstance(q.subject, NamedNode)]
    nodes = {q.subject for q in quads if q.object == NamedNode(f"{XL}Label")}
    forms = Counter(q.subject for q in quads if q.predicate.value == f"{XL}literalForm")
    owners = Counter(q.object for q in quads if q.predicate.value.endswith("tLabel"))
    owners += Counter(q.object for q in quads if q.predicate.value.endswith("fLabel"))

    assert len(nodes) > 700
    assert forms == dict.fromkeys(nodes, 1)
    assert owners == dict.fromkeys(nodes, 1)


@pytest.mark.parametrize(
    ("thing", "name", "segments"),
    [
        pytest.param("place/xinjiang", "XUAR", {"s5.p7.s2", "s6.p2.s2"}, id="short"),
        pytest.param(
            "place/dostyk", "Dostyk", {"s5.p7.s1", "s6.p6.s2"}, id="in a pair"
        ),
        pytest.param(
            "actor/bank-of-communications", "Bank of Communication", {"s6.p30.s1"},
            id="misspelt",
        ),
        pytest.param("person/stanley-toops", "S. Toops", {"n9", "n24"}, id="in a note"),
    ],
)  # fmt: skip
def test_a_spelling_is_found_where_the_article_has_it(
    written: dict[tuple[str, str, str], list[str]],
    thing: str,
    name: str,
    segments: set[str],
) -> None:
    said = written[BASE + thing, name, "en"]

    places_of = {
        value.rpartition("/")[2]
        for value in said
        if value.startswith(f"{BASE}segment/")
    }

    assert places_of >= segments


def test_the_longest_name_at_a_place_wins() -> None:
    assert found([REGION, ARMY], "The Xinjiang Corps is there.") == {"Xinjiang Corps"}


def test_a_name_may_stand_beside_the_longer_one_that_contains_it() -> None:
    text = "The Xinjiang Corps of Xinjiang."

    assert found([REGION, ARMY], text) == {"Xinjiang", "Xinjiang Corps"}


def test_a_name_stands_whole_or_not_at_all() -> None:
    assert found([REGION], "XinjiangX, Xinjiange") == set()
    assert found([REGION], "Xinjiang's border, (Xinjiang)") == {"Xinjiang"}


def test_the_first_letter_may_be_of_either_case_and_no_other() -> None:
    trade = Name(f"{BASE}sector/trade", "en", other=False, value="border trade")

    assert found([trade], "Border trade grew.") == {"border trade"}
    assert found([trade], "BORDER TRADE") == set()


def test_of_two_cases_of_one_name_the_printed_one_is_taken() -> None:
    office = f"{BASE}office/professor"
    lower = Name(office, "en", other=False, value="professor")
    upper = Name(office, "en", other=True, value="Professor")

    assert found([lower, upper], "D.Sc., Professor") == {"Professor"}


def test_chinese_needs_no_spaces_around_a_name() -> None:
    corps = Name(CORPS, "zh", other=False, value="兵团")

    assert found([corps], "建设兵团简史") == {"兵团"}


def test_a_name_is_looked_for_only_where_its_thing_is_spoken_of() -> None:
    segments = [("one", "Xinjiang grew."), ("two", "Xinjiang and XUAR.")]
    heard = {"two": frozenset({XINJIANG})}

    assert printed([REGION, SHORT], segments, heard) == {
        REGION: ["two"], SHORT: ["two"]
    }  # fmt: skip


def test_a_name_that_stands_only_inside_others_counts_there() -> None:
    segments = [("one", "The Xinjiang Corps."), ("two", "Xinjiang Corps, XUAR")]
    heard = dict.fromkeys(("one", "two"), frozenset({XINJIANG, CORPS}))

    assert printed([REGION, SHORT, ARMY], segments, heard) == {
        REGION: ["one", "two"], SHORT: ["two"], ARMY: ["one", "two"]
    }  # fmt: skip


def test_a_segment_hears_of_what_its_claims_and_its_works_speak_of() -> None:
    claims = [
        quad("claim/s1-01", f"{BK}isStatedIn", "segment/s1.p1.s1", "graph/provenance"),
        quad("claim/s1-01", f"{BK}cites", "note/1", "graph/provenance"),
        quad("place/ili", f"{BK}isPartOf", "place/xinjiang", "claim/s1-01"),
    ]
    frame = [
        quad("note/1", f"{BK}hasText", "segment/n1"),
        quad("note/1", f"{BK}citesWork", "work/W01"),
        quad("work/W01", f"{BK}hasAuthor", "person/k-syroezhkin"),
    ]

    heard = spoken_of(claims, frame)

    ili, scholar = f"{BASE}place/ili", f"{BASE}person/k-syroezhkin"
    assert heard[f"{BASE}segment/s1.p1.s1"] >= {ili, XINJIANG}
    assert scholar not in heard[f"{BASE}segment/s1.p1.s1"]
    assert heard[f"{BASE}segment/n1"] >= {ili, XINJIANG, scholar}


def test_the_blocks_of_a_thing_are_as_expected() -> None:
    chinese = Name(XINJIANG, "zh", other=False, value="新疆")
    ours = Name(XINJIANG, "en", other=True, value="the far west")
    segment = f"{BASE}segment/s1.p1.s1"
    records = [Record(frozenset({"xinjiang"}), "新疆", "a list")]

    blocks = list(
        spellings.spellings([REGION, ours, chinese], {REGION: [segment]}, records)
    )

    assert "".join(blocks) == (
        "place:xinjiang skosxl:prefLabel spelling:place-xinjiang-xinjiang , "
        "spelling:place-xinjiang-zh-1 .\n"
        "spelling:place-xinjiang-xinjiang a skosxl:Label ;\n"
        '    skosxl:literalForm "Xinjiang"@en ;\n'
        "    bk:isPrintedIn seg:s1.p1.s1 .\n"
        "spelling:place-xinjiang-zh-1 a skosxl:Label ;\n"
        '    skosxl:literalForm "新疆"@zh ;\n'
        '    dcterms:source "a list" .\n'
    )


def test_a_foreign_name_that_nobody_has_is_refused() -> None:
    chinese = Name(XINJIANG, "zh", other=False, value="新疆")

    with pytest.raises(ValueError, match="place:xinjiang: '新疆' is on no record"):
        list(spellings.spellings([chinese], {}, []))


def test_two_things_of_one_foreign_name_have_each_their_own_source() -> None:
    name = Name(XINJIANG, "zh", other=False, value="霍尔果斯")
    records = [
        Record(frozenset({"khorgos village"}), "霍尔果斯", "of the village"),
        Record(frozenset({"khorgos"}), "霍尔果斯", "of the town"),
    ]

    assert names.source(name, {"Khorgos"}, records) == "of the town"
    assert names.source(name, {"Elsewhere"}, records) == "of the village"
    assert names.source(name, {"Khorgos"}, []) == ""


def test_the_table_of_labels_comes_before_that_of_identifiers(tmp_path: Path) -> None:
    columns = "article_label\tcanonical_label_en\tlabel_zh\tlabel_kk\tlabel_ru"
    (tmp_path / "identifiers.tsv").write_text(
        f'{columns}\tlabel_ug\tlabel_source\n"XUAR; the ""Region"""\tXinjiang\t新疆'
        "\t\t\t\tan atlas\n",
        encoding="utf-8",
    )
    (tmp_path / "labels.tsv").write_text(
        "article_label\tlang\tlabel\tkind\tsource\n"
        '"XUAR; the ""Region"""\tzh\t新疆\tpreferred\ta list\n',
        encoding="utf-8",
    )
    english = frozenset({"xuar", 'the "region"', "xinjiang"})

    assert names.records(tmp_path) == [
        Record(english, "新疆", "a list"), Record(english, "新疆", "an atlas")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "identifiers.tsv:1: the file cannot be read"),
        ("article_label\n", "identifiers.tsv:1: column label_source is missing"),
    ],
)
def test_a_damaged_table_is_refused(
    tmp_path: Path, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "identifiers.tsv").write_text(content)

    with pytest.raises(TableError) as caught:
        names.records(tmp_path)

    assert str(caught.value) == f"{tmp_path}/{message}"


def test_the_command_says_what_is_wrong_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "spellings.ttl"

    status = spellings.main([str(tmp_path), str(tmp_path), "--out", str(out)])

    assert status == 1
    assert "article.txt" in capsys.readouterr().err
    assert not out.exists()
