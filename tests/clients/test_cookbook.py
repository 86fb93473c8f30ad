"""Every recipe in every language, run as a reader downloads it, gets the same rows.

The server is told its own address as its endpoint, so not a byte of a file is changed
before it is run.
"""

import csv
import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import nbclient
import nbformat
import pytest
import urllib3
from playwright.sync_api import Browser, ConsoleMessage, Error, sync_playwright

from graph.release import open_release
from ontology.terms import DEFAULT
from server.cookbook.languages import LANGUAGES, NOTEBOOK, Language
from server.cookbook.recipes import Recipe, recipes
from server.engine import local
from server.engine.interface import DatasetSpec
from server.negotiation import RESULTS
from server.settings import Settings

Row = tuple[str | Decimal, ...]
Cooked = Callable[[Recipe], list[Row]]

SEPARATED = {"sh": ",", "pandas.py": ","}
"""Languages that print their rows as CSV below the names of the columns."""

MINUTES = 120


@pytest.fixture(scope="module")
def kitchen(built: Path) -> Iterator[str]:
    """The address of a server that names itself as the endpoint."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    borderkg = Path(sys.executable).with_name("borderkg")
    named = ["--port", str(port), "--endpoint", f"{address}/sparql"]
    with subprocess.Popen(
        [borderkg, "serve", built, *named],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        assert address in process.stdout.readline()
        yield address
        process.terminate()


@pytest.fixture(scope="module")
def cooked(built: Path) -> Iterator[Cooked]:
    """What rows a recipe must give, by an engine without a server."""
    with local.start(open_release(built), Settings(workers=1)) as engine:

        def ask(recipe: Recipe) -> list[Row]:
            dataset = DatasetSpec((recipe.graph or DEFAULT,))
            found = json.loads(engine.run(recipe.query, dataset, RESULTS).body)
            names = found["head"]["vars"]
            return [
                tuple(value(row.get(name, {}).get("value", "")) for name in names)
                for row in found["results"]["bindings"]
            ]

        yield ask


def value(text: str) -> str | Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def saved(kitchen: str, name: str) -> bytes:
    answer = urllib3.request("GET", f"{kitchen}/cookbook/{name}")
    assert answer.status == 200
    return answer.data


def found(printed: str, suffix: str, rows: int) -> tuple[list[Row], str]:
    """Read the rows that a program printed, and what it printed below them."""
    head = 1 if suffix in SEPARATED else 0
    lines = printed.splitlines()
    read = csv.reader(
        lines[head : head + rows],
        delimiter=SEPARATED.get(suffix, "\t"),
        quoting=csv.QUOTE_MINIMAL if suffix in SEPARATED else csv.QUOTE_NONE,
    )
    rest = "\n".join(lines[head + rows :]).strip()
    return [tuple(map(value, row)) for row in read], rest


def program(language: Language) -> list[str]:
    """How to run a file in a language; the test is skipped where that is missing."""
    if language.suffix.endswith("py"):
        return [sys.executable, "-W", "error"]
    needed = {"sh": "curl", "mjs": "node"}[language.suffix]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    where = shutil.which(needed, path=path)
    if where is None:
        pytest.skip(f"there is no {needed} here")
    return ["sh"] if needed == "curl" else [where]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.name)
@pytest.mark.parametrize("recipe", recipes(), ids=lambda one: one.name)
def test_a_recipe_as_it_is_downloaded_gets_the_rows(
    kitchen: str, cooked: Cooked, tmp_path: Path, recipe: Recipe, language: Language
) -> None:
    expected = cooked(recipe)
    file = tmp_path / f"{recipe.name}.{language.suffix}"
    file.write_bytes(saved(kitchen, file.name))

    ran = subprocess.run(
        [*program(language), file],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=MINUTES,
        env={**os.environ, "PYTHONUTF8": "1"},
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    rows, rest = found(ran.stdout, language.suffix, len(expected))
    assert rows == expected
    assert len(expected) > 0
    assert_explained(recipe, rest)


def assert_explained(recipe: Recipe, rest: str) -> None:
    """Look below the rows for the proof and the claims of the first of them."""
    if not recipe.explain:
        assert rest == ""
        return
    assert "Bole border zone of economic cooperation is within China" in rest
    claims = set(re.findall(r"https://w3id\.org/borderkg/claim/(s5-\d+)\b", rest))
    assert claims == {"s5-08", "s5-10", "s5-98", "s5-100"}


def test_the_page_shows_every_file_byte_for_byte(kitchen: str) -> None:
    page = saved(kitchen, "").decode()

    shown = map(html.unescape, re.findall(r"<code>([^<]*)</code></pre>", page))

    files = [
        (f"{recipe.name}.{suffix}", recipe)
        for recipe in recipes()
        for suffix in ("rq", *(language.suffix for language in LANGUAGES))
    ]
    for (name, _), code in zip(files, shown, strict=True):
        assert code.strip() + "\n" == saved(kitchen, name).decode(), name
        assert f'href="/cookbook/{name}"' in page


def test_the_page_shows_the_first_rows_that_the_recipes_get(
    kitchen: str, cooked: Cooked
) -> None:
    page = saved(kitchen, "").decode()

    for recipe in recipes():
        section = page.partition(f'id="{recipe.name}"')[2].partition("</section>")[0]
        body = section.partition("<tbody>")[2].partition("</tbody>")[0]
        rows = [
            tuple(map(cell_value, re.findall(r"<td[^>]*>(.*?)</td>", row)))
            for row in re.findall(r"<tr>(.*?)</tr>", body)
        ]
        assert rows == cooked(recipe)[:5]


def cell_value(cell: str) -> str | Decimal:
    """Read a cell of a table: the whole IRI of a link, else its text."""
    title = re.search(r' title="([^"]*)"', cell)
    plain = re.sub(r' ?<span class="tag">[^<]*</span>', "", cell)
    return value(html.unescape(title[1] if title else re.sub(r"<[^>]*>", "", plain)))


def test_a_recipe_runs_in_a_browser_from_a_page_of_anybodys(
    kitchen: str, cooked: Cooked
) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for recipe in recipes():
            printed = in_a_page(browser, saved(kitchen, f"{recipe.name}.mjs").decode())
            expected = cooked(recipe)
            rows, rest = found(printed, "mjs", len(expected))
            assert rows == expected
            assert_explained(recipe, rest)
        browser.close()


def in_a_page(browser: Browser, code: str) -> str:
    """What a module writes to the console of an empty page, once it has ended."""
    page = browser.new_page()
    printed: list[str] = []
    failed: list[str] = []

    def note(said: ConsoleMessage) -> None:
        printed.append(said.text)

    def fail(error: Error) -> None:
        failed.append(str(error))

    page.on("console", note)
    page.on("pageerror", fail)
    load = "code => import(`data:text/javascript,${encodeURIComponent(code)}`)"
    page.evaluate(load, code)
    page.close()
    assert failed == []
    return "\n".join(printed)


def test_the_notebook_runs_from_its_first_cell_to_its_last(
    kitchen: str, cooked: Cooked, tmp_path: Path
) -> None:
    notebook = nbformat.reads(saved(kitchen, NOTEBOOK).decode(), as_version=4)
    nbformat.validate(notebook)
    names = {recipe.name: recipe for recipe in recipes()}
    # What each cell found is written down by a cell of the test's own after it.
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.id in names:
            note = f"frame.to_csv({str(tmp_path / cell.id)!r}, index=False)"
            cells.append(nbformat.v4.new_code_cell(note))
    notebook.cells = cells

    nbclient.NotebookClient(notebook, timeout=MINUTES, kernel_name="python3").execute()

    assert {cell.id for cell in notebook.cells} >= set(names)
    for name, recipe in names.items():
        printed = (tmp_path / name).read_text(encoding="utf-8")
        expected = cooked(recipe)
        assert found(printed, "pandas.py", len(expected)) == (expected, "")
    last = next(cell for cell in notebook.cells if cell.id == recipes()[-1].name)
    streams = [out.text for out in last.outputs if out.output_type == "stream"]
    assert_explained(recipes()[-1], "".join(streams))
