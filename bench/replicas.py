"""Lose a server and no request: three servers over one release, behind nginx.

    python bench/replicas.py build [--seconds 20] [--clients 8]

Under load, one server is killed and started again, then another is asked to stop
(SIGTERM) and started again. Every answer is checked. Prints how many requests there
were and how many failed; exit status 1 if any did. Needs nginx; listens on loopback.
"""

import argparse
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

HOST = "127.0.0.1"
REPLICAS = 3
CONFIGURATION = Path(__file__).with_name("replicas.conf")
FORM = "application/x-www-form-urlencoded"
PATIENCE = 60.0
"""Seconds a server may take to be ready."""

QUERY = "SELECT ({} AS ?k) (COUNT(*) AS ?n) {{ ?s a ?c }}"
"""No two of these are alike, so that no cache answers them."""

BLOWS = (signal.SIGKILL, signal.SIGTERM)
GOOD = "good"


class Replica:
    """One server, which may be ended and started again at its port."""

    def __init__(self, release: Path) -> None:
        """Start it at a free port."""
        self.release = release
        self.port = 0
        self.process = self.start()

    def end(self) -> None:
        """End it for good."""
        self.process.kill()
        self.process.communicate()

    def start(self) -> subprocess.Popen[str]:
        """Start it, again if need be, and wait until it is ready."""
        command = [sys.executable, "-c", "from server.cli import main; main()", "serve"]
        command += [str(self.release), "--port", str(self.port), "--proxy", HOST]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = process.stdout.readline() if process.stdout else ""
        if not (found := re.search(r":(\d+)/", line)):
            sys.exit("a server did not start")
        self.port = int(found[1])
        wait_for(self.port)
        return process


class Load:
    """Clients that ask without a pause, and what became of it."""

    def __init__(self, port: int) -> None:
        """Ask once, while nothing is disturbed, to know the answer."""
        self.port = port
        self.numbers = count()
        self.ending = threading.Event()
        self.outcomes: Counter[str] = Counter()
        self.slowest = 0.0
        self.expected = self._ask(HTTPConnection(HOST, port, timeout=30))

    def client(self, number: int) -> None:
        """Ask until told to end, from an address of its own."""
        source = (f"127.0.0.{number + 2}", 0)
        connection = HTTPConnection(HOST, self.port, timeout=30, source_address=source)
        while not self.ending.is_set():
            began = time.monotonic()
            try:
                right = self._ask(connection) == self.expected
                outcome = GOOD if right else "another answer"
            except (OSError, HTTPException, LookupError, ValueError) as problem:
                outcome = f"{type(problem).__name__}: {problem}"
                connection.close()
            self.outcomes[outcome] += 1
            self.slowest = max(self.slowest, time.monotonic() - began)
        connection.close()

    def _ask(self, connection: HTTPConnection) -> int:
        """Ask a query that was not asked before, by GET and by POST in turn.

        Raises:
            ValueError: If the answer is no answer.
        """
        number = next(self.numbers)
        asked = urlencode({"query": QUERY.format(number), "format": "json"})
        if number % 2:
            connection.request("GET", f"/sparql?{asked}")
        else:
            connection.request("POST", "/sparql", asked, {"Content-Type": FORM})
        with connection.getresponse() as answer:
            body = answer.read()
            if answer.status != HTTPStatus.OK:
                message = f"{answer.status} {body[:80]!r}"
                raise ValueError(message)
        return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


def wait_for(port: int) -> None:
    """Wait until a server says that it is ready."""
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest:
        with suppress(OSError), urlopen(f"http://{HOST}:{port}/ready", timeout=5):
            return
        time.sleep(0.05)
    sys.exit(f"nothing at port {port} was ready within {PATIENCE:.0f} s")


@contextmanager
def nginx(program: str, replicas: list[Replica]) -> Iterator[int]:
    """Run nginx before some servers, with a configuration of its own; give its port."""
    with tempfile.TemporaryDirectory(prefix="borderkg-nginx-") as folder:
        with socket.create_server((HOST, 0)) as free:
            port = free.getsockname()[1]
        servers = [f"server {HOST}:{each.port} max_fails=0;" for each in replicas]
        text = CONFIGURATION.read_text(encoding="utf-8")
        text = text.replace("{{servers}}", "\n        ".join(servers))
        text = text.replace("{{address}}", f"{HOST}:{port}")
        text = text.replace("{{folder}}", folder)
        path = Path(folder, "nginx.conf")
        path.write_text(text, encoding="utf-8")
        one = "daemon off; master_process off;"
        process = subprocess.Popen([program, "-p", folder, "-c", path, "-g", one])
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait()


def disturb(replicas: list[Replica], seconds: float) -> None:
    """Kill one server, ask another to stop, and start both again, in good time."""
    quarter = seconds / 4
    for replica, number in zip(replicas, BLOWS, strict=False):
        time.sleep(quarter)
        replica.process.send_signal(number)
        print(f"port {replica.port}: {number.name}")
        time.sleep(min(1.0, quarter))
        replica.process.wait()
        replica.process = replica.start()
        print(f"port {replica.port}: started again")
    time.sleep(quarter)


def main() -> None:
    """Run it and judge it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("release", type=Path, help="what `borderkg build` wrote")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--clients", type=int, default=8)
    chosen = parser.parse_args()
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        sys.exit("nginx is not installed; on Debian: apt install nginx-light")
    with ExitStack() as ended:
        replicas = []
        for _ in range(REPLICAS):
            replicas.append(Replica(chosen.release))
            ended.callback(replicas[-1].end)
        port = ended.enter_context(nginx(program, replicas))
        load = Load(port)
        with ThreadPoolExecutor(chosen.clients) as clients:
            clients.map(load.client, range(chosen.clients))
            try:
                disturb(replicas, chosen.seconds)
            finally:
                load.ending.set()
    good = load.outcomes.pop(GOOD, 0)
    failed = load.outcomes.total()
    for outcome, times in load.outcomes.most_common():
        print(f"{times} times: {outcome}")
    print(f"{good + failed} requests, {failed} failed; slowest {load.slowest:.2f} s")
    sys.exit(1 if failed or not good else 0)


if __name__ == "__main__":
    main()
