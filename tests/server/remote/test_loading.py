"""Loading a release into real stores: whole, once, and on after a kill."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from graph.release import Release
from server.filling import LoadError, Target
from server.loading import MARK, Layout, load
from server.settings import SettingsError
from tests.server.remote import stores
from tests.server.remote.test_failing import Talk, says, talking
from tests.server.w3c.service import published


@pytest.fixture(params=["oxigraph", "oxigraph update", "virtuoso", "virtuoso update"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Target, Layout]]:
    """An empty dataset of each store, and each way of writing."""
    name, _, updates = request.param.partition(" ")
    if name == "oxigraph":
        with stores.oxigraph(tmp_path) as url:
            yield Target.of(url, updates=bool(updates)), Layout.ASSERTED
        return
    target = Target.of(request.getfixturevalue("spare"), updates=bool(updates))
    for row in target.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
        if isinstance(row["g"], NamedNode) and "borderkg" in row["g"].value:
            target.remove(row["g"].value)
    yield target, Layout.GRAPHS


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch, most: int) -> Iterator[list[str | None]]:
    """Note which graphs are written, and break off after so many."""
    written: list[str | None] = []
    put = Target.put

    def noted(self: Target, graph: str | None, lines: list[bytes]) -> None:
        if graph != MARK:
            if len(written) == most:
                raise KeyboardInterrupt
            written.append(graph)
        put(self, graph, lines)

    with monkeypatch.context() as changed:
        changed.setattr(Target, "put", noted)
        yield written


def test_a_load_goes_on_where_it_broke_off_and_is_done_once(
    place: tuple[Target, Layout], toy_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, layout = place
    said: list[str] = []

    with counting(monkeypatch, 4) as first, pytest.raises(KeyboardInterrupt):
        load(toy_release, target, layout, said.append)
    with counting(monkeypatch, 99) as second:
        load(toy_release, target, layout, said.append)
    with counting(monkeypatch, 99) as third:
        load(toy_release, target, layout, said.append)

    views = 2 if layout is Layout.GRAPHS else 1
    assert len(first) == 4
    assert set(first).isdisjoint(second)
    assert len(first + second) == len(toy_release.manifest.graphs) + views
    assert third == []
    assert "goes on" in " ".join(said)
    assert "nothing to do" in said[-1]


def test_another_release_takes_the_place_of_the_first(
    place: tuple[Target, Layout], toy_release: Release, tmp_path: Path
) -> None:
    target, layout = place
    text = '<http://e/s> <http://e/p> "1" <https://w3id.org/borderkg/graph/entities> .'
    folder = tmp_path / "other"
    folder.mkdir()
    other = published(folder, parse(text, RdfFormat.N_QUADS))
    load(toy_release, target, layout, print)

    load(other, target, layout, print)

    found = {
        str(row["g"])
        for row in target.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        if "borderkg" in str(row["g"])
    }
    views = {"<https://w3id.org/borderkg/graph/default>"} | {
        "<https://w3id.org/borderkg/graph/asserted>"
    }
    expected = {"<https://w3id.org/borderkg/graph/entities>", f"<{MARK}>"}
    assert found == expected | (views if layout is Layout.GRAPHS else set())


def test_a_killed_command_is_taken_up_by_the_next(tmp_path: Path) -> None:
    lines = (
        f'<http://e/s> <http://e/p> "1" <https://w3id.org/borderkg/claim/s{n}> .'
        for n in range(1_500)
    )
    folder = tmp_path / "many"
    folder.mkdir()
    release = published(folder, parse("\n".join(lines), RdfFormat.N_QUADS))
    borderkg = str(Path(sys.executable).with_name("borderkg"))
    with stores.oxigraph(tmp_path) as url:
        line = [borderkg, "load", str(release.folder), "--to", url]
        with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            seen = any("100 of 1501" in said for said in process.stdout)
            process.kill()

        again = subprocess.run(line, capture_output=True, text=True, check=True)
        once_more = subprocess.run(line, capture_output=True, text=True, check=True)

    assert seen
    assert "goes on" in again.stdout
    assert "1501 graphs" in again.stdout
    assert "nothing to do" in once_more.stdout


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        pytest.param(says("401 Who"), "not let this server in", id="401"),
        pytest.param(says("500 Oops"), "status 500", id="500"),
        pytest.param(
            says("400 Bad\r\nContent-Type: text/plain", "Odd"), "Odd", id="400"
        ),
        pytest.param(lambda _: None, "hung up", id="nothing"),
    ],
)
def test_a_store_that_refuses_is_one_sentence(
    toy_release: Release, talk: Talk, said: str
) -> None:
    with talking(talk) as (url, _), pytest.raises(LoadError, match=said) as caught:
        load(toy_release, Target.of(url), Layout.DEFAULT, print)

    assert "\n" not in str(caught.value)


def test_who_may_not_write_is_told_to_name_a_user(
    toy_release: Release, spare: str
) -> None:
    stranger = Target.of(spare.replace("dba:dba@", "dba:guess@"))

    with pytest.raises(LoadError, match="name a user that may write") as caught:
        load(toy_release, stranger, Layout.GRAPHS, print)

    assert "guess" not in str(caught.value)


@pytest.mark.parametrize(
    ("to", "store", "way", "written"),
    [
        ("http://h:1/query", None, "graphs", "http://h:1/store"),
        ("http://h:1/query", None, "updates", "http://h:1/update"),
        ("http://h/sparql", None, "graphs", "http://h/sparql-graph-crud-auth"),
        (
            "http://h/repositories/a",
            None,
            "updates",
            "http://h/repositories/a/statements",
        ),
        ("http://h/ds/odd", "http://h/ds/data", "graphs", "http://h/ds/data"),
    ],
)
def test_where_a_store_is_written_to_follows_from_where_it_is_asked(
    to: str, store: str | None, way: str, written: str
) -> None:
    target = Target.of(
        to.replace("//", "//me:p%40ss@"), store, updates=way == "updates"
    )

    assert target.written.url == written
    assert (target.written.user, target.written.password) == ("me", "p@ss")
    assert "p@ss" not in repr(target)


@pytest.mark.parametrize("url", ["ftp://h/query", "query", "http://h:x/query"])
def test_what_is_no_url_of_a_store_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        Target.of(url)


def test_a_store_of_another_kind_must_be_named() -> None:
    with pytest.raises(LoadError, match="--store"):
        Target.of("http://h/ds/odd")
