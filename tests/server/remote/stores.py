"""Start real stores on loopback, and wait until they answer."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

CONFIGURATION = Path(__file__).with_name("virtuoso.ini")
PATIENCE = 120.0
"""Seconds for a start; a store that takes longer will not come."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def _running(
    command: Sequence[str | Path], folder: Path, address: str
) -> Iterator[None]:
    with (
        (folder / "output").open("wb") as output,
        subprocess.Popen(command, cwd=folder, stdout=output, stderr=output) as process,
    ):
        try:
            _wait(process, f"{address}?query=ASK%7B%7D")
            yield
        finally:
            process.kill()


def _wait(process: subprocess.Popen[bytes], probe: str) -> None:
    latest = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < latest:
        try:
            with urlopen(probe, timeout=5):  # noqa: S310 - loopback
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the store did not start")


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run Oxigraph's own server, in memory; yields its query endpoint."""
    found = Path(sys.executable).with_name("oxigraph")
    if not found.is_file():
        pytest.skip("Oxigraph's server is not installed (pip install oxigraph)")
    place = f"127.0.0.1:{free_port()}"
    with _running([found, "serve", "--bind", place], folder, f"http://{place}/query"):
        yield f"http://{place}/query"


@contextmanager
def virtuoso(folder: Path, limits: str = "") -> Iterator[str]:
    """Run Virtuoso; yields its query endpoint, with the user that may write."""
    found = shutil.which("virtuoso-t")
    if found is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    http = free_port()
    text = CONFIGURATION.read_text().format(sql=free_port(), http=http, limits=limits)
    (folder / "virtuoso.ini").write_text(text)
    command = [found, "+configfile", "virtuoso.ini", "+foreground"]
    with _running(command, folder, f"http://127.0.0.1:{http}/sparql"):
        yield f"http://dba:dba@127.0.0.1:{http}/sparql"
