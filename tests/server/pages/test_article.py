"""The article as a skeleton, and with the operator's own copy as a text."""

import os
import re
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.release import Release
from server import create_app
from server.engine.interface import Engine
from server.settings import Settings

SENTENCE = "Its gatekeeper says that Toy Hill is about 1.50 km high.[40]"
ALONE = "Its gatekeeper says"


def flat(text: str) -> str:
    """Collapse white space and drop tags, as a reader does."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.fixture
def copied(release: Release, app_engine: Engine) -> FlaskClient:
    """A client of a server whose operator gave a copy."""
    return create_app(
        release, app_engine, Settings(), f"12\n{SENTENCE}\n"
    ).test_client()


@pytest.fixture
def app_engine(client: FlaskClient) -> Engine:
    engine: Engine = client.application.extensions["borderkg.engine"]
    return engine


def test_without_a_copy_the_skeleton_is_whole_and_says_how_to_give_one(
    client: FlaskClient,
) -> None:
    answer = client.get("/article")
    words = flat(answer.text)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "borderkg serve --article FILE" in words
    assert "Section 6 2 claims s6.p18.s2 sentence s6-9 check fails Toy Hill" in words
    assert "No claim: heading, no statement." in words
    assert 'id="s6.p18.s2"' in answer.text
    assert "<mark>" not in answer.text


def test_a_copy_fills_the_skeleton_and_marks_what_claims_rest_on(
    copied: FlaskClient,
) -> None:
    page = copied.get("/article").text

    assert "1 of 2 segments aligned" in flat(page)
    assert "Not placed 1 s6.p18.s10" in flat(page)
    assert flat(page).count(ALONE) == 1
    assert (
        '<mark><a href="/claim/s6-9" title="claim:s6-9">about 1.50 km high</a></mark>'
    ) in page


def test_a_segment_shows_its_sentence_where_the_copy_has_it(
    client: FlaskClient, copied: FlaskClient
) -> None:
    with_copy = flat(copied.get("/segment/s6.p18.s2").text)
    missing = flat(copied.get("/segment/s6.p18.s10").text)

    assert "Its gatekeeper says that Toy Hill is about 1.50 km high .[40]" in with_copy
    assert "own copy of the article, to the letter" in with_copy
    assert "does not have this segment, or has it otherwise" in missing
    assert ALONE not in client.get("/segment/s6.p18.s2").text


@pytest.mark.parametrize("path", ["/article", "/segment/s6.p18.s2"])
def test_pages_with_text_are_kept_by_no_cache_and_open_to_no_other_site(
    copied: FlaskClient, path: str
) -> None:
    answer = copied.get(path, headers={"Accept": "text/html"})

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"/segment/s6.p18.s2.{suffix}"
            for suffix in ("ttl", "nt", "nq", "trig", "rdf", "jsonld")
        ),
        "/dumps/dataset.nq",
        "/dumps/dataset.trig",
        "/claim/s6-9",
        "/graph/article.ttl",
        "/",
    ],
)
def test_the_text_is_in_nothing_but_those_pages(copied: FlaskClient, path: str) -> None:
    answer = copied.get(path, buffered=True)

    assert answer.status_code == 200
    assert ALONE not in answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("kind=statistic", "/claim/s6-9", "/claim/s6-10"),
        ("kind=evaluation&speaker=", "/claim/s6-10", "/claim/s6-9"),
        ("speaker=actor:gatekeeper", "/claim/s6-9", "/claim/s6-10"),
        ("modality=stated", "/claim/s6-10", "/claim/s6-9"),
    ],
)
@pytest.mark.parametrize("who", ["client", "copied"])
def test_claims_are_chosen_by_a_plain_form(
    request: pytest.FixtureRequest, who: str, query: str, shown: str, hidden: str
) -> None:
    page = request.getfixturevalue(who).get(f"/article?{query}").text

    assert f'href="{shown}"' in page
    assert f'href="{hidden}"' not in page
    assert "1 claim chosen; show all" in flat(page)
    assert " selected>" in page


def test_a_choice_that_shuts_out_everything_says_so(client: FlaskClient) -> None:
    page = client.get("/article?kind=statistic&modality=stated").text

    assert "0 claims chosen; show all" in flat(page)


@pytest.mark.parametrize("name", ["kind", "speaker", "modality"])
def test_a_choice_nobody_can_make_is_refused(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/article?{name}=<script>")

    assert answer.status_code == 400
    assert f"No claim has this {name}; there are:" in answer.text
    assert "<script>" not in answer.text


def test_another_text_is_an_answer_and_no_error(
    release: Release, app_engine: Engine
) -> None:
    other = create_app(release, app_engine, Settings(), "Quite another text.")

    answer = other.test_client().get("/article")

    assert answer.status_code == 200
    assert "0 of 2 segments aligned" in flat(answer.text)
    assert "no segment of it was recognised" in flat(answer.text)


def test_the_navigation_leads_to_the_article(client: FlaskClient) -> None:
    assert '<a href="/article">Article</a>' in client.get("/").text


BORDERKG = Path(sys.executable).with_name("borderkg")


@pytest.mark.parametrize("way", ["option", "environment"])
def test_the_server_takes_a_copy_from_its_operator(
    release: Release, tmp_path: Path, way: str
) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(SENTENCE, encoding="utf-8")
    option = ["--article", str(copy)] if way == "option" else []
    given = {"BORDERKG_ARTICLE": str(copy)} if way == "environment" else {}
    command = ["serve", str(release.folder), "--port", "0", "--workers", "1"]

    with subprocess.Popen(
        [str(BORDERKG), *command, *option],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **given},
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(2)]
        address = re.search(r"http://([\d.:]+)/", said[0])
        assert address
        line = HTTPConnection(address[1], timeout=15)
        line.request("GET", "/article")
        page = line.getresponse().read().decode()
        line.close()
        process.terminate()

    assert said[1] == "Article: 1 of 2 segments aligned; not placed: s6.p18.s10\n"
    assert "1 of 2 segments aligned" in page


def test_a_file_that_is_no_text_is_refused_in_one_sentence(
    release: Release, tmp_path: Path
) -> None:
    (tmp_path / "copy.txt").write_bytes(b"caf\xe9")

    ended = subprocess.run(
        [BORDERKG, "serve", release.folder, "--port", "0", "--article", "copy.txt"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert ended.returncode == 1
    assert ended.stderr == (
        "Error: copy.txt is not plain text in UTF-8; save it as such first\n"
    )
