"""Whoever holds a copy learns in one line whether it is whole, and what is not."""

import http.server
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.fetching import Bounds, FetchError, fetch
from graph.publish import publish
from graph.release import open_release
from graph.stages import Validated
from server.cli import main


@pytest.fixture(scope="module")
def whole(judged: Validated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(judged, tmp_path_factory.mktemp("copies") / "build").folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "copy")


def run(place: str | Path) -> Result:
    return CliRunner().invoke(main, ["release", "verify", str(place)])


def replaced(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def name_of(folder: Path) -> str:
    return open_release(folder).manifest.id


def test_a_whole_copy_is_one_line(copy: Path, whole: Path) -> None:
    number = len(open_release(whole).manifest.files) + 1

    ran = run(copy)

    assert ran.exit_code == 0
    assert ran.output == f"whole: {number} files of release {name_of(whole)}\n"


def test_a_shelf_is_judged_by_its_current_release(whole: Path) -> None:
    assert run(whole.parents[1]).output == run(whole).output


def claim_line(copy: Path) -> bytes:
    lines = (copy / "dataset.nq").read_bytes().splitlines()
    return next(line for line in lines if line.endswith(b"/claim/s9-01> ."))


def test_the_claim_that_differs_is_named_and_no_other(copy: Path) -> None:
    line = claim_line(copy)
    replaced(copy / "dataset.nq", line + b"\n", b"")

    ran = run(copy)

    assert ran.exit_code == 1
    first, file, claims, layers = ran.output.splitlines()
    assert first.startswith("not whole: 3 problems in ")
    assert file == "dataset.nq is not as it was published (its checksum differs)"
    assert claims == "dataset.nq: 1 claim differs: s9-01"
    assert layers == "dataset.nq: no layer differs"


def test_the_layer_that_differs_is_named(copy: Path) -> None:
    replaced(copy / "dataset.nq", b'label> "land"@en', b'label> "lamd"@en')

    lines = run(copy).output.splitlines()

    assert "dataset.nq: no claim differs" in lines
    assert "dataset.nq: 1 layer differs: entities" in lines


def test_a_line_that_does_not_parse_is_told(copy: Path) -> None:
    line = claim_line(copy)
    replaced(copy / "dataset.nq", line, line.replace(b"<", b"{", 1))

    told = run(copy).output

    assert "dataset.nq: 1 claim differs: s9-01" in told
    assert "dataset.nq does not parse: " in told


@pytest.mark.parametrize("name", ["claims.sha256.tsv", "manifest.json"])
def test_a_damaged_list_is_not_trusted(copy: Path, name: str) -> None:
    replaced(copy / "dataset.nq", claim_line(copy) + b"\n", b"")
    with (copy / name).open("ab") as file:
        file.write(b" ")

    told = run(copy).output

    assert f"{name} is not as it was published" in told
    assert ("claim differs" in told) is (name == "manifest.json")
    assert ("layer differs" in told) is (name != "manifest.json")


def test_a_partial_copy_is_told_what_it_lacks(whole: Path, tmp_path: Path) -> None:
    for name in ("SHA256SUMS", "default.ttl"):
        shutil.copy(whole / name, tmp_path / name)
    listed = (whole / "SHA256SUMS").read_text("utf-8").splitlines()
    names = [line.partition("  ")[2] for line in listed]

    ran = run(tmp_path)

    assert ran.exit_code == 1
    assert ran.output.splitlines()[1:] == [
        f"{name} is missing" for name in names if name != "default.ttl"
    ]


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_folder_without_a_release_is_no_copy(tmp_path: Path, name: str) -> None:
    ran = run(tmp_path / name)

    assert ran.exit_code == 2
    assert "is no copy of a release" in ran.output
    assert ran.output.count("\n") == 1


def test_a_list_that_leads_out_of_the_folder_is_no_list(copy: Path) -> None:
    with (copy / "SHA256SUMS").open("a", encoding="utf-8") as file:
        file.write(f"{'0' * 64}  ../stolen\n")

    ran = run(copy)

    assert ran.exit_code == 1
    assert "SHA256SUMS cannot be read: line " in ran.output


# A copy elsewhere.


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Hands out the files of a folder, and says nothing."""

    def log_message(self, *_: object) -> None:
        """Log nothing."""


class Redirecting(Quiet):
    """Sends whoever asks somewhere else."""

    def do_GET(self) -> None:
        """Redirect."""
        self.send_response(302)
        self.send_header("Location", "http://192.0.2.1/")
        self.send_header("Content-Length", "0")
        self.end_headers()


class Cutting(Quiet):
    """Hangs up in the middle of a file."""

    def do_GET(self) -> None:
        """Send less than was promised, except for the list."""
        if self.path.endswith("SHA256SUMS"):
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x" * 10)
        self.close_connection = True


Serve = Callable[[Path, type[Quiet]], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    started: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path, kind: type[Quiet] = Quiet) -> str:
        handler = partial(kind, directory=str(folder))
        httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        started.append(httpd)
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{httpd.server_port}/"

    yield start
    for httpd in started:
        httpd.shutdown()
        httpd.server_close()


def test_a_copy_elsewhere_is_judged_by_its_address(copy: Path, serve: Serve) -> None:
    address = serve(copy.parent, Quiet)

    ran = run(f"{address}copy")

    assert ran.exit_code == 0
    assert ran.output == run(copy).output


def test_what_is_wrong_elsewhere_is_told_as_for_a_folder(
    copy: Path, serve: Serve
) -> None:
    replaced(copy / "dataset.nq", claim_line(copy) + b"\n", b"")
    (copy / "default.ttl").unlink()

    ran = run(serve(copy, Quiet))

    assert ran.exit_code == 1
    assert ran.output == run(copy).output
    assert "default.ttl is missing" in ran.output
    assert "1 claim differs: s9-01" in ran.output


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Redirecting, "redirects to http://192.0.2.1/; name that place instead"),
        (Cutting, "was cut off"),
    ],
)
def test_what_cannot_be_had_is_told_with_another_status(
    copy: Path, serve: Serve, kind: type[Quiet], sentence: str
) -> None:
    ran = run(serve(copy, kind))

    assert ran.exit_code == 2
    assert sentence in ran.output
    assert ran.output.count("\n") == 1


def test_an_address_without_a_release_is_told(tmp_path: Path, serve: Serve) -> None:
    ran = run(serve(tmp_path, Quiet))

    assert ran.exit_code == 2
    assert "is no release: it has no SHA256SUMS" in ran.output


def test_a_page_in_place_of_the_list_is_no_release(
    tmp_path: Path, serve: Serve
) -> None:
    (tmp_path / "SHA256SUMS").write_text("<html>", "utf-8")

    ran = run(serve(tmp_path, Quiet))

    assert ran.exit_code == 2
    assert "is no list of checksums: line 1" in ran.output


def test_nobody_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        ran = run(f"http://127.0.0.1:{free.getsockname()[1]}/")

    assert ran.exit_code == 2
    assert "cannot be reached" in ran.output


@pytest.mark.parametrize("address", ["http://", "https:// /", "http://host/?a=b"])
def test_what_is_no_address_is_told(address: str) -> None:
    ran = run(address)

    assert ran.exit_code == 2
    assert "is not the address of a release" in ran.output


def test_no_more_is_fetched_than_the_bounds_allow(
    copy: Path, tmp_path: Path, serve: Serve
) -> None:
    address = serve(copy, Quiet)

    with pytest.raises(FetchError, match="more than 5000 bytes in all"):
        fetch(address, tmp_path / "much", Bounds(length=5000))
    with pytest.raises(FetchError, match="no more than 2 are read"):
        fetch(address, tmp_path / "many", Bounds(files=2))
