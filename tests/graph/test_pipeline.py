"""The order of the stages, and what the reader of a terminal sees."""

import re
from pathlib import Path

import pytest

from graph import pipeline
from graph.inventory import Sources
from graph.offences import ValidationError
from graph.release import open_release


def test_each_stage_reports_its_time_and_what_came_of_it(
    mini: Sources, tmp_path: Path
) -> None:
    lines: list[str] = []

    release = pipeline.run(mini, tmp_path / "build", lines.append)

    count = len(release.manifest.files)
    patterns = (
        r"build +\d+\.\d s  [\d,]+ quads",
        r"check +\d+\.\d s  [\d,]+ quads",
        r"reason +… +closing the graph under OWL 2 RL",
        r"reason +\d+\.\d s  14 triples entailed",
        r"prove +\d+\.\d s  14 proofs, each looked at twice",
        r"validate +… +judging the graph by shapes and rules, .+",
        r"validate +\d+\.\d s  no violations, 0 warnings",
        rf"publish +\d+\.\d s  {count} files in .+/build/releases/0\.1\.0-\w{{12}}",
    )
    assert len(lines) == len(patterns)
    assert all(map(re.fullmatch, patterns, lines)), lines
    assert open_release(tmp_path / "build") == release


def test_a_current_release_is_not_built_again(mini: Sources, tmp_path: Path) -> None:
    first = pipeline.run(mini, tmp_path / "build", lambda _: None)
    lines: list[str] = []

    second = pipeline.run(mini, tmp_path / "build", lines.append)

    assert [line.partition(":")[0] for line in lines] == ["nothing to do"]
    assert second == first


@pytest.mark.parametrize("damage", ["a source", "the release"])
def test_a_release_that_is_not_current_is_built_again(
    mini: Sources, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "build"
    release = pipeline.run(mini, folder, lambda _: None)
    path = {
        "a source": mini.graph / "article.ttl",
        "the release": release.folder / "default.ttl",
    }[damage]
    with path.open("a", encoding="utf-8") as file:
        file.write("# changed\n")

    assert pipeline.current(mini, folder) is None
    pipeline.run(mini, folder, lambda _: None)

    assert pipeline.current(mini, folder)


def test_a_release_that_stands_there_still_is_current_again_without_a_build(
    mini: Sources, tmp_path: Path
) -> None:
    folder, article = tmp_path / "build", mini.graph / "article.ttl"
    text = article.read_text(encoding="utf-8")
    first = pipeline.run(mini, folder, lambda _: None)
    article.write_text(f"{text}# changed\n", encoding="utf-8")
    second = pipeline.run(mini, folder, lambda _: None)
    article.write_text(text, encoding="utf-8")
    lines: list[str] = []

    third = pipeline.run(mini, folder, lines.append)

    assert lines == [f"current again: {first.folder} is made of these sources"]
    assert open_release(folder) == third == first != second


def test_a_violation_leaves_the_release_before_in_place(
    mini: Sources, tmp_path: Path
) -> None:
    folder = tmp_path / "build"
    first = pipeline.run(mini, folder, lambda _: None)
    path = mini.graph / "claims" / "s9-made-up.trig"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("bk:isStatedIn seg:s9.p1.s1 ;", ""), encoding="utf-8")

    with pytest.raises(ValidationError) as refusal:
        pipeline.run(mini, folder, lambda _: None)

    assert {o.rule for o in refusal.value.offences} == {
        "bks:Claim-isStatedIn",
        "bks:Segment-isStatedIn",
    }
    assert open_release(folder) == first


def test_no_more_than_fifty_violations_are_printed(mini: Sources) -> None:
    names = "".join(f"place:more-{n} a bk:City .\n" for n in range(60))
    (mini.graph / "entities" / "more.ttl").write_text(
        "@prefix bk: <https://w3id.org/borderkg/ontology/> .\n"
        "@prefix place: <https://w3id.org/borderkg/place/> .\n" + names,
        encoding="utf-8",
    )

    with pytest.raises(ValidationError) as refusal:
        pipeline.judge(mini, lambda _: None)

    lines = str(refusal.value).splitlines()
    assert len(refusal.value.offences) >= 60
    assert len(lines) == 52
    assert lines[-1] == f"  … and {len(refusal.value.offences) - 50} more"


def test_a_warning_is_printed_and_counted_and_stops_nothing(
    mini: Sources, tmp_path: Path
) -> None:
    path = mini.graph / "claims" / "s9-made-up.trig"
    text = path.read_text(encoding="utf-8")
    line = "        bk:isBetween place:land , place:other-land ;\n"
    path.write_text(text.replace(line, ""), encoding="utf-8")
    lines: list[str] = []

    release = pipeline.run(mini, tmp_path / "build", lines.append)

    warnings = [line for line in lines if line.startswith("  warning: ")]
    assert len(warnings) == release.manifest.warnings == 1
    assert "s9-made-up.trig:18: observation:s9-01-exports" in warnings[0]
