"""``borderkg explain`` over the toy, in each format."""

import json

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from graph.release import Release
from server.cli import main

AXIOM = "what “is part of” something also “is within” it"
ASKED = ("place:gate", "bk:isWithin", "place:land")


def explained(toy: Release, *words: str) -> tuple[int, str]:
    run = CliRunner().invoke(main, ["explain", *words, "--release", str(toy.folder)])
    return run.exit_code, run.output


def test_text_indents_each_level_and_names_claim_and_place(toy: Release) -> None:
    status, text = explained(toy, "place:town", "bk:isWithin", "place:county")

    assert status == 0
    assert text.splitlines() == [
        f"[1] Town is within County, because: (prp-spo1: {AXIOM})",
        "  Town is part of County",
        "    - claim s1-02: The town is part of the county.",
        "      in segment s1.p1.s2",
        "    - claim s1-03: The county has the town.",
        "      in segment s1.p1.s1",
    ]


def test_json_and_turtle_are_those_of_the_server(toy: Release) -> None:
    _, written = explained(toy, *ASKED, "--format", "json")
    _, turtle = explained(toy, *ASKED, "--format", "turtle")

    assert json.loads(written)["status"] == "entailed"
    assert list(parse(turtle.encode(), format=RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("place:sea", *ASKED[1:]), "It would follow if “Sea is part of Land” held"),
        (("place:see", *ASKED[1:]), "Near it: place:sea."),
        (('"sea"', *ASKED[1:]), "The subject is a literal"),
    ],
)
def test_what_does_not_hold_or_is_no_triple_ends_with_status_one(
    toy: Release, words: tuple[str, ...], said: str
) -> None:
    status, text = explained(toy, *words)

    assert status == 1
    assert said in text
