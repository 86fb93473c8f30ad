"""Each competency question, asked over HTTP, gets the answer that stands beside it."""

import csv
import io
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

ROOM = Path(__file__).parents[2] / "graph" / "questions"
QUESTIONS = sorted(ROOM.glob("*.rq"))


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_gets_its_answer(server: str, question: Path) -> None:
    body = urlencode({"query": question.read_text(encoding="utf-8")}).encode()
    request = Request(f"{server}/sparql", body, {"Accept": "text/csv"})  # noqa: S310

    with urlopen(request, timeout=15) as answer:  # noqa: S310
        found = rows(answer.read().decode())

    expected = rows(question.with_suffix(".csv").read_text(encoding="utf-8"))
    assert found == expected


def test_every_answer_has_its_question() -> None:
    answers = {path.stem for path in ROOM.glob("*.csv")}

    assert answers == {path.stem for path in QUESTIONS}
