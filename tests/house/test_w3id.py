"""Apache's own rewriting sends every kind of IRI to the same path of the server."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ontology.prefixes import BASE, PREFIXES

ROOT = Path(__file__).parents[2]
SERVER = "https://borderkg.example.org"
MODULES = Path("/usr/lib/apache2/modules")
LOADED = ("mpm_event", "authz_core", "rewrite")
OURS = sorted(
    iri.removeprefix(BASE)
    for iri in PREFIXES.values()
    if iri.startswith(BASE) and not iri.endswith("#")
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Apache as w3id.org has it, with our folder below its root.

    Started by root, Apache becomes another user, who must reach that folder: the
    temporary ones of pytest are closed to others.
    """
    apache = shutil.which("apache2", path="/usr/sbin:/usr/bin")
    if apache is None:
        pytest.skip("there is no apache2 here")
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield from _served(apache, Path(name))


def _served(apache: str, folder: Path) -> Iterator[int]:
    shutil.copytree(ROOT / ".w3id" / "borderkg", folder / "root" / "borderkg")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    lines = [
        *(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED),
        f"Listen 127.0.0.1:{port}",
        "ServerName w3id.org",
        f"PidFile {folder}/pid",
        f"ErrorLog {folder}/log",
        f"DefaultRuntimeDir {folder}",
        f"DocumentRoot {folder}/root",
        f"<Directory {folder}/root>",
        "AllowOverride All",
        "Require all granted",
        "</Directory>",
    ]
    lines += ["User nobody", "Group nogroup"]
    (folder / "conf").write_text("\n".join([*lines, ""]), encoding="utf-8")
    with subprocess.Popen([apache, "-f", folder / "conf", "-DFOREGROUND"]) as process:
        _wait(process, port, folder / "log")
        yield port
        process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(log.read_text(encoding="utf-8") if log.exists() else "no log")


def asked(port: int, path: str, method: str = "GET") -> tuple[int, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request(
            method, f"/borderkg/{path}", headers={"Accept": "text/turtle"}
        )
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location")
    finally:
        connection.close()


@pytest.mark.parametrize("space", OURS)
def test_a_name_of_every_kind_is_seen_at_the_server(port: int, space: str) -> None:
    for path in (space, f"{space}a-name.of-it", f"{space}s6-13.ttl"):
        assert asked(port, path) == (303, f"{SERVER}/{path}")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 302),
        (".well-known/void", 302),
        ("dumps/", 302),
        ("dumps/layers/claims.trig.gz", 302),
        ("static/icon.svg", 302),
        ("sparql?query=ASK%20%7B%7D&timeout=1", 307),
        ("reconcile/suggest/entity?prefix=k", 307),
        ("dataset", 303),
        ("ontology", 303),
        ("module/all/0.1.0", 303),
        ("place/%C3%BCr%C3%BCmqi", 303),
        ("explain?s=a%26b&p=c", 303),
    ],
)
def test_path_and_query_arrive_as_they_were_asked(
    port: int, path: str, status: int
) -> None:
    found, location = asked(port, path)

    assert found == status
    assert location is not None
    assert location.lower() == f"{SERVER}/{path}".lower()


def test_a_query_that_is_posted_stays_one(port: int) -> None:
    assert asked(port, "sparql", "POST") == (307, f"{SERVER}/sparql")
