"""Our claims joined with Wikidata in three engines of a user, over a stand-in for it.

Each federated query is taken from the page as a reader takes it; only the address of
Wikidata's endpoint is another one. The rows must be those of its twin, which asks the
snapshot.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from tests.clients import rows
from tests.clients.conftest import EXAMPLES
from tests.clients.test_comunica import node

FEDERATED = sorted((Path(__file__).parents[2] / "graph" / "federation").glob("*.rq"))
WIKIDATA = "https://query.wikidata.org/sparql"
STAND_IN = Path(__file__).with_name("wikidata.py")
TWINS = {path.name: path for path in EXAMPLES}
SERVICE = re.compile(r"  SERVICE <[^>]*> \{\n(.*?)^  \}\n", re.MULTILINE | re.DOTALL)
NARROW = re.compile(r"(?:/P31>|wdt:P31) +(?:<[^>]*/|wd:)Q[0-9]+")
"""A kind narrows what is asked for: all of Wikidata's labels would be too many."""
PUBLISHED = "https://w3id.org/borderkg"


def fetch(address: str, query: str = "") -> tuple[int, bytes]:
    """Get what is at an address, or send a query there; the status and the body."""
    there = urlsplit(address)
    line = HTTPConnection(there.netloc, timeout=60)
    if query:
        kind = {"Content-Type": "application/sparql-query"}
        line.request("POST", there.path, query.encode(), kind)
    else:
        line.request("GET", there.path)
    with line.getresponse() as answer:
        body = answer.read()
    line.close()
    return answer.status, body


@pytest.fixture(params=FEDERATED, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    """A federated query, in its file."""
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture(scope="module")
def wikidata(built: Path) -> Iterator[str]:
    """The address of the stand-in."""
    with subprocess.Popen(
        [sys.executable, STAND_IN, built / "dataset.nq"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def asked(wikidata: str) -> Callable[[], list[str]]:
    """Which queries the stand-in was sent since the test began."""

    def every() -> list[str]:
        found: list[str] = json.loads(fetch(wikidata.replace("/sparql", "/asked"))[1])
        return found

    before = len(every())
    return lambda: every()[before:]


@pytest.fixture(scope="module")
def page(server: str) -> str:
    """The page that shows the queries, as its reader sees it."""
    return unescape(fetch(f"{server}/federation")[1].decode())


@pytest.fixture
def query(file: Path, server: str, wikidata: str) -> str:
    """A query as the server hands it out, with the address of the stand-in."""
    text = fetch(f"{server}/federation/{file.name}")[1].decode()
    assert text.count(WIKIDATA) == 1
    return text.replace(WIKIDATA, wikidata)


@pytest.fixture
def twin(file: Path, expected: Callable[[str], rows.Rows]) -> rows.Rows:
    """The rows of the query that asks the snapshot."""
    return expected(TWINS[file.name].read_text(encoding="utf-8"))


def test_a_twin_asks_the_same_without_service(file: Path) -> None:
    federated = file.read_text(encoding="utf-8").partition("\n")[2]
    twin = TWINS[file.name].read_text(encoding="utf-8").partition("\n")[2]

    inlined = SERVICE.sub(lambda found: found[1].replace("    ", "  "), federated)

    assert inlined.split() == twin.split()


def test_the_page_shows_each_query_as_it_is(page: str, file: Path) -> None:
    assert file.read_text(encoding="utf-8").strip() in page


@pytest.fixture(scope="module")
def oxigraph(built: Path) -> Store:
    """A reader's own store, with the download."""
    store = Store()
    store.bulk_load(path=built / "default.ttl")
    return store


def test_oxigraph_joins_the_download_with_wikidata(
    oxigraph: Store, query: str, twin: rows.Rows, asked: Callable[[], list[str]]
) -> None:
    found = oxigraph.query(query)
    assert isinstance(found, QuerySolutions)
    answer = found.serialize(format=QueryResultsFormat.JSON)

    assert answer is not None
    assert rows.of_json(answer) == twin
    assert [bool(NARROW.search(one)) for one in asked()] == [True]


@pytest.fixture(scope="module")
def graph(built: Path) -> rdflib.Graph:
    """A reader's own graph, with the download."""
    return rdflib.Graph().parse(built / "default.ttl")


def test_rdflib_joins_the_download_with_wikidata(
    graph: rdflib.Graph,
    query: str,
    twin: rows.Rows,
    asked: Callable[[], list[str]],
) -> None:
    answer = graph.query(query).serialize(format="json")

    assert answer is not None
    assert rows.of_json(answer) == twin
    assert [bool(NARROW.search(one)) for one in asked()] == [True]


def run(*command: str | Path, folder: Path) -> str:
    """Run what a reader would, in the folder with the files; what it prints."""
    ran = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def shown(page: str, server: str) -> list[str]:
    """The commands of the page, at this server: for the files, then by engine."""
    text = page.replace(PUBLISHED, server)
    return re.findall(r'<pre tabindex="0">(.*?)</pre>', text, re.DOTALL)[:4]


@pytest.fixture(scope="module")
def taken(
    shown: list[str], wikidata: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with the files that the page tells to take, for the stand-in."""
    folder = tmp_path_factory.mktemp("taken")
    for address in re.findall(r"curl -O (\S+)", shown[0]):
        body = fetch(address)[1].replace(WIKIDATA.encode(), wikidata.encode())
        (folder / address.rpartition("/")[2]).write_bytes(body)
    return folder


def names(printed: str) -> set[str]:
    return set(re.findall("Қазақстан|Моңғолия|Қырғызстан|Тәжікстан|Ресей", printed))


@pytest.fixture
def comunica(shown: list[str], root: Path, tmp_path: Path) -> Callable[[str], str]:
    """Ask Comunica a query by the command of the page; its answer in JSON."""
    program = root / "node_modules" / ".bin" / "comunica-sparql"
    npx, _, _, name, *arguments = shown[1].split()
    assert (npx, name) == ("npx", program.name)
    arguments[-1] = "own.rq"
    form = ("-t", "application/sparql-results+json")

    def ask(query: str) -> str:
        (tmp_path / "own.rq").write_text(query, encoding="utf-8")
        return run(node(root), program, *arguments, *form, folder=tmp_path)

    return ask


def test_comunica_joins_the_download_with_wikidata_by_the_command_of_the_page(
    comunica: Callable[[str], str],
    query: str,
    twin: rows.Rows,
    asked: Callable[[], list[str]],
) -> None:
    printed = comunica(query)

    assert rows.of_json(printed) == twin
    # It counts before it joins, so it may ask more than once, but never for all.
    assert {bool(NARROW.search(one)) for one in asked()} == {True}


@pytest.mark.parametrize("engine", [2, 3], ids=["oxigraph", "rdflib"])
def test_the_lines_for_python_run_as_the_page_has_them(
    shown: list[str], taken: Path, engine: int
) -> None:
    printed = run(sys.executable, "-c", shown[engine], folder=taken)

    assert len(names(printed)) == 5


def test_our_own_server_refuses_and_tells_where_to_go(server: str, query: str) -> None:
    status, body = fetch(f"{server}/sparql", query)

    assert status == 403
    assert json.loads(body)["type"].endswith("/problem/read-only")
    assert "/federation" in json.loads(body)["detail"]
