"""The patch: exact, taken by git, and never a way into a file or a terminal."""

import subprocess
from pathlib import Path

import pytest

from graph.wikidata import report
from graph.wikidata.mappings import read
from graph.wikidata.patch import diff, patched
from tests.graph.wikidata.api import Api, entity
from tests.graph.wikidata.conftest import Run, Verify

COUNTY = "Q1289426"
TODAY = "2026-11-26"
GOOD = 14
"""The lines of the small set up to the links in which nothing is amiss."""


def applied(run: Run) -> bytes:
    """Let git apply the patch; return the file as it is then."""
    repository = run.mappings.path.parents[2]
    subprocess.run(["git", "init", "-q"], cwd=repository, check=True)
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=repository,
        input=diff(run.mappings, run.changed),
        check=True,
    )
    return run.mappings.path.read_bytes()


def fields(run: Run, tmp_path: Path, number: str) -> dict[str, str]:
    """A row of the set after all changes."""
    rows = run.after(tmp_path).rows
    (row,) = [row for row in rows if row.fields["record_id"] == number]
    return dict(row.fields)


@pytest.fixture
def found(api: Api) -> Api:
    """An API that has a candidate for a county without link."""
    api.put(
        entity(
            "Q900000010", {"en": "Huocheng"}, types=[COUNTY], countries=["Q148"],
            aliases={"zh": ["霍城县"]},
        )
    )  # fmt: skip
    api.found["zh", "霍城县"] = ["Q900000010"]
    return api


ENDS = {
    "as it is": lambda data: data,
    "without a last line end": lambda data: data[:-1],
    "with DOS line ends": lambda data: data.replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("change", ENDS.values(), ids=ENDS)
@pytest.mark.usefixtures("found")
def test_git_applies_the_patch_and_the_reader_takes_the_result(
    verify: Verify, table: Path, change: object
) -> None:
    assert callable(change)
    before = change(table.read_bytes())
    table.write_bytes(before)

    run = verify()

    assert table.read_bytes() == before
    (table.parents[2] / ".git").mkdir()
    after = applied(run)
    assert after == b"".join(patched(run.mappings, run.changed))
    assert after != before
    assert read(table).lines == patched(run.mappings, run.changed)


@pytest.mark.usefixtures("found")
def test_untouched_rows_keep_every_byte(verify: Verify) -> None:
    run = verify()

    after = patched(run.mappings, run.changed)
    touched = {change.at for change in run.changed}
    kept = [line for at, line in enumerate(run.mappings.lines) if at not in touched]
    assert any(b'""Xinjiang""' in line for line in kept)
    assert [line for line in after if line in kept] == kept


def test_a_redirected_link_leads_to_where_its_item_went(
    verify: Verify, tmp_path: Path
) -> None:
    row = fields(verify(), tmp_path, "mapping:0005")

    assert row["object_id"] == "wd:Q900000002"
    assert row["object_label"] == "Алматы"
    assert row["confidence"] == "0.9"
    assert row["mapping_date"] == TODAY
    assert row["comment"] == "Two sources. wd:Q900000001 was redirected to it."


def test_a_redirect_to_what_does_not_fit_is_no_link_any_more(
    api: Api, verify: Verify, tmp_path: Path
) -> None:
    api.put(entity("Q900000002", {"en": "Almaty"}, types=["Q515"], countries=["Q148"]))

    row = fields(verify(), tmp_path, "mapping:0005")

    assert row["object_id"] == "wd:Q900000002"
    assert float(row["confidence"]) < 0.5
    assert "Not verified: country differs: in Q148, not in Q232." in row["comment"]


def test_a_redirect_to_an_item_the_set_has_already_is_left_to_a_person(
    api: Api, verify: Verify
) -> None:
    api.redirects["Q900000008"] = "Q900000007"
    api.put(entity("Q900000007", {"en": "Beitun"}, types=["Q515"], countries=["Q148"]))

    run = verify()

    assert run.states()["place:beitun Q900000008"] == {"redirected"}
    touched = {run.mappings.lines[change.at] for change in run.changed}
    assert not any(b"mapping:0014" in line for line in touched)


def test_a_deleted_link_says_that_nothing_was_found(
    verify: Verify, tmp_path: Path
) -> None:
    row = fields(verify(), tmp_path, "mapping:0006")

    assert row["object_id"] == "sssom:NoTermFound"
    assert row["object_label"] == ""
    assert row["comment"] == (
        "Linked to wd:Q900000003 before, which Wikidata has deleted. "
        "Wikidata was searched for 4 names: nothing that fits was found."
    )


def test_what_was_rejected_goes_with_its_item_and_the_thing_stays(
    verify: Verify, tmp_path: Path
) -> None:
    rows = verify().after(tmp_path).about("place:beitun")

    assert [row.fields["record_id"] for row in rows] == ["mapping:0013"]
    assert rows[0].is_none


def test_a_thing_says_once_that_nothing_was_found(
    verify: Verify, table: Path, tmp_path: Path
) -> None:
    line = table.read_bytes().splitlines(keepends=True)[-2]
    more = line.replace(b"mapping:0013", b"mapping:0015").replace(b"Q900000007", b"Q9")
    table.write_bytes(table.read_bytes() + more)

    rows = verify().after(tmp_path).about("place:beitun")

    assert [row.fields["record_id"] for row in rows] == ["mapping:0013"]


def test_two_things_do_not_become_the_same_by_a_redirect(
    api: Api, verify: Verify
) -> None:
    api.redirects["Q900000003"] = "Q34800"

    run = verify()

    assert "redirected" in run.states()["place:bole Q900000003"]
    touched = {run.mappings.lines[change.at] for change in run.changed}
    assert not any(b"mapping:0006" in line for line in touched)


def test_a_search_without_result_is_dated(verify: Verify, tmp_path: Path) -> None:
    row = fields(verify(), tmp_path, "mapping:0012")

    assert row["object_id"] == "sssom:NoTermFound"
    assert row["mapping_date"] == TODAY
    assert row["confidence"] == "0.8"
    assert "nothing that fits was found" in row["comment"]


@pytest.mark.usefixtures("found")
def test_a_candidate_is_a_new_row_below_the_others(
    verify: Verify, tmp_path: Path
) -> None:
    run = verify()

    assert fields(run, tmp_path, "mapping:0015") == {
        "record_id": "mapping:0015",
        "subject_id": "place:huocheng-county",
        "subject_label": "Huocheng County",
        "predicate_id": "skos:exactMatch",
        "predicate_modifier": "",
        "object_id": "wd:Q900000010",
        "object_label": "Huocheng",
        "mapping_justification": "semapv:LexicalMatching",
        "object_source": "dataset:wikidata",
        "mapping_date": TODAY,
        "confidence": "0.4",
        "see_also": "",
        "comment": "Found by name, not verified: is called 霍城县; is of the kind "
        "county of China (Q1289426); lies in Q148.",
    }
    rows = run.after(tmp_path).rows
    at = [row.fields["record_id"] for row in rows].index("mapping:0015")
    assert rows[at - 1].fields["record_id"] == "mapping:0011"
    assert fields(run, tmp_path, "mapping:0010")["confidence"] == "0.5"


@pytest.mark.usefixtures("found")
def test_what_was_accepted_is_not_proposed_again(verify: Verify) -> None:
    applied(verify())

    again = verify()

    assert not any(search.candidates for search in again.outcome.searched)
    assert {
        finding.state.value
        for one in again.outcome.judged
        for finding in one.findings
        if one.row.subject in {"place:huocheng-county", "place:almaty", "place:bole"}
    } == {"ok"}


HOSTILE = {
    "a tab and a line": "Huocheng County\tx\nmapping:9999\tplace:china",
    "an escape": "\x1b[2J\x1b]0;x\x07Huocheng County",
    "a C1 escape": "\x9b31mHuocheng County",
    "a turn": "Huocheng County\u202e\u2066",
    "line separators": "Huocheng\u2028\u2029\x85 County",
    "a null": "Huocheng\x00 County",
    "a lone surrogate": "Huocheng\ud800 County",
    "a quote": '"Huocheng County',
    "a diff": "Huocheng County\n--- a/x\n+++ b/y\n@@ -1 +1 @@",
    "far too long": "Huocheng County " + "x" * 100_000,
}


@pytest.mark.parametrize("label", HOSTILE.values(), ids=HOSTILE)
def test_hostile_labels_break_neither_table_nor_report_nor_terminal(
    api: Api, verify: Verify, label: str
) -> None:
    record = entity(
        "Q900000010", {"en": label}, types=[COUNTY], countries=["Q148"],
        aliases={"zh": ["霍城县"]},
    )  # fmt: skip
    api.put(record, {**record, "id": "Q900000002"})
    api.found["zh", "霍城县"] = ["Q900000010"]

    run = verify()

    before = len(run.mappings.rows)
    applied(run)
    after = read(run.mappings.path)
    assert len(after.rows) == before - 1 + 1
    told = report.text(run.outcome) + report.as_json(run.outcome)
    assert all(line.isprintable() for line in told.split("\n"))
    for row in after.rows:
        assert all(value.isprintable() for value in row.fields.values())
        assert len(row.fields["object_label"]) <= 250


def test_nothing_to_change_is_an_empty_patch(
    api: Api, verify: Verify, table: Path
) -> None:
    head = table.read_bytes().splitlines(keepends=True)[:GOOD]
    table.write_bytes(b"".join(head))

    run = verify()

    assert api.requests
    assert diff(run.mappings, run.changed) == b""
    assert not run.outcome.has_findings
