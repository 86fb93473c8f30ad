"""Send a stranger's requests, hundreds of them, to a whole server on a socket.

The corpus names for each request what may come back; nothing else is right. It is
``badinputs.json``, written for this project (CC0), three hundred requests: bytes as
they travel, with the addresses of this server and of a canary to be filled in.
"""

import base64
import gzip
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

CORPUS = json.loads((Path(__file__).parent / "badinputs.json").read_text("utf-8"))
REQUESTS: list[dict[str, Any]] = CORPUS["requests"]
PATIENCE = 30
"""Seconds for an answer; the longest deadline and the longest silence are ten."""

LEAKS = (b"Traceback", b"panicked at", b"root:", b"/server/", b"/site-packages/")
ROUTES = {"reconcile": "/reconcile", "search": "/search?q=a"}
"""What a server need not have; a request for it is then right to find nothing."""


@dataclass
class Under:
    """A server under test, and a canary that nobody should call."""

    port: int
    process: int
    canary: socket.socket
    called: list[str] = field(default_factory=list)

    def send(self, message: bytes) -> tuple[int | str, bytes, bytes]:
        """Send bytes; give the status (or ``closed``), the head and the body."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
            connection.settimeout(PATIENCE)
            with suppress(ConnectionError):  # refused before it was all sent
                connection.sendall(message)
            with suppress(ConnectionError):
                while chunk := connection.recv(65_536):
                    answer += chunk
        head, _, body = answer.partition(b"\r\n\r\n")
        return (int(head.split(b" ")[1]) if head else "closed"), head.lower(), body

    def get(self, path: str) -> int | str:
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        return self.send(head.encode())[0]

    def fill(self, text: str) -> str:
        """Put addresses where the corpus has placeholders."""
        canary = f"http://127.0.0.1:{self.canary.getsockname()[1]}"
        own = f"http://127.0.0.1:{self.port}"
        for name, value in (("CANARY", canary), ("SELF", own)):
            text = text.replace(f"{{{name}_ENC}}", quote(value, safe=""))
            text = text.replace(f"{{{name}_HOST}}", value.removeprefix("http://"))
            text = text.replace(f"%7B{name}%7D", quote(value, safe=""))
            text = text.replace(f"{{{name}}}", value)
        return text.replace("/resource/", "/place/")


def message(bad: dict[str, Any], under: Under) -> bytes:
    """The bytes of one request of the corpus."""
    if "raw_b64" in bad:
        return base64.b64decode(bad["raw_b64"])
    if "raw_gz_b64" in bad:
        return gzip.decompress(base64.b64decode(bad["raw_gz_b64"]))
    body = under.fill(bad.get("body", "")).encode("utf-8", "surrogatepass")
    if "body_b64" in bad:
        body = base64.b64decode(bad["body_b64"])
    if "body_gz_b64" in bad:
        body = gzip.decompress(base64.b64decode(bad["body_gz_b64"]))
        body = under.fill(body.decode("latin-1")).encode("latin-1")
    if repeat := bad.get("body_repeat"):
        body = (repeat["prefix"] + repeat["unit"] * repeat["times"]).encode()
    lines = [f"{bad['method']} {under.fill(bad['path'])} HTTP/1.1"]
    lines += [f"{name}: {under.fill(value)}" for name, value in bad["headers"].items()]
    if "host" not in {name.lower() for name in bad["headers"]}:
        lines.append("Host: localhost")
    if body or bad["method"] in {"POST", "PUT", "PATCH"}:
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join([*lines, "Connection: close", "", ""])
    return head.encode("utf-8", "surrogatepass") + body


def faults(bad: dict[str, Any], under: Under) -> list[str]:
    """Send one request and list what is wrong with the answer."""
    status, head, body = under.send(message(bad, under))
    must = set(bad["must"])
    accepted = {*bad["accept_status"], *([] if bad["needs"] == "sparql" else [404])}
    refused = isinstance(status, int) and status >= 400 and bad.get("method") != "HEAD"
    page = b"content-type: text/html" in head
    problem = b"content-type: application/problem+json" in head
    found = {
        f"status {status}": not accepted & {status, "any"},
        "a leak": any(leak in body for leak in LEAKS),
        "no problem": "problem_json" in must and refused and not problem,
        "no problem or page": "problem_json_on_error" in must
        and refused
        and not (problem or page),
        "no Allow": status == 405 and b"\r\nallow:" not in head,
        "no nosniff": "nosniff" in must
        and b"content-type-options: nosniff" not in head,
        "a header": b"x-injected" in head or b"set-cookie" in head,
        "a mirror": page and b"<script>alert" in body.lower(),
        "a handler": page and bool(re.search(rb"<[^>]*\sonerror=", body)),
        "another host": b"evil.invalid" in b"".join(re.findall(rb"location:.*", head)),
        "a call": bool(under.called),
    }
    return [f"{bad['id']}: {name}" for name, is_wrong in found.items() if is_wrong]


@contextmanager
def attacked(
    release: Path, environ: Mapping[str, str], errors: IO[bytes] | int
) -> Iterator[Under]:
    """A server of its own process, started as an operator starts it.

    It must still be there at the end; what it says of errors goes where it is told.
    """
    borderkg = Path(sys.executable).with_name("borderkg")
    with (
        socket.create_server(("127.0.0.1", 0)) as canary,
        subprocess.Popen(
            [borderkg, "serve", release, "--port", "0"],
            env={**os.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        assert process.stdout
        port = re.search(rb":(\d+)/", process.stdout.readline())
        assert port
        tested = Under(int(port[1]), process.pid, canary)
        threading.Thread(target=listen, args=(tested,), daemon=True).start()
        try:
            yield tested
            assert process.poll() is None
        finally:
            process.terminate()


def listen(under: Under) -> None:
    """Note who calls the canary; ends when it is closed."""
    with suppress(OSError):
        while True:
            connection, _ = under.canary.accept()
            connection.close()
            under.called.append("called")


def applicable(under: Under) -> list[dict[str, Any]]:
    missing = {name for name, path in ROUTES.items() if under.get(path) == 404}
    return [bad for bad in REQUESTS if bad["needs"] not in missing]


def alive(under: Under) -> bool:
    """Whether an ordinary query is answered, within a few tries where it is busy."""
    for _ in range(20):
        if under.get("/sparql?query=ASK%7B%7D") == 200:
            return True
        time.sleep(0.5)
    return False
