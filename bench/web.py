"""Which HTTP server carries the app best? Each candidate in turn, round after round.

    python -m bench.web build --rounds 5 --seconds 1 [NAME …]

Needs ``wrk`` (Debian's package). A round drives every candidate with the same load, one
after the other, so what else the machine does hits all alike; the table shows medians
over the rounds, and their ratio to waitress. The results that decided are in
``bench/README.md``.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Final
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.candidates import CANDIDATES, HOST, KEPT, TRIVIAL

BASE: Final = "waitress"
ROOT: Final = Path(__file__).parents[1]
EXAMPLES: Final = sorted((ROOT / "graph" / "examples").glob("*.rq"))
SMALL: Final = "SELECT ?p ?o { <https://w3id.org/borderkg/place/khorgos> ?p ?o }"
CONNECTIONS: Final = (1, 8, 64)
LOADS: Final = ("trivial", "kept", "small", "mix")

Cell = tuple[str, int]


def address(query: str, ending: str = "") -> str:
    """Write the path that asks a query."""
    return f"/sparql?{urlencode({'query': query})}{ending}"


PATHS: Final = {
    "trivial": [TRIVIAL],
    "kept": [address(SMALL, f"&{KEPT}")],
    "small": [address(SMALL)],
    "mix": [
        *(address(file.read_text(encoding="utf-8")) for file in EXAMPLES),
        *(address(SMALL), address("ASK {}")),
    ],
}


@contextmanager
def served(name: str, port: int, folder: Path) -> Iterator[int]:
    """Serve by one candidate; gives its process id once it answers."""
    command = [sys.executable, "-m", "bench.candidates", name, str(port), str(folder)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            latest = time.monotonic() + 60
            while time.monotonic() < latest and process.poll() is None:
                with suppress(URLError, ConnectionError):
                    for path in (PATHS["small"][0], PATHS["kept"][0]):
                        urlopen(f"http://{HOST}:{port}{path}").close()
                    break
                time.sleep(0.2)
            yield process.pid
        finally:
            process.terminate()


def drive(
    port: int, load: str, connections: int, seconds: float, script: Path
) -> float:
    """Drive one server with one load; return requests a second, all answered 200.

    Raises:
        RuntimeError: If an answer was none.
    """
    told = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script),  # noqa: S607
         f"http://{HOST}:{port}", "--", *PATHS[load]],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if bad := re.search(r"Non-2xx.*|Socket errors.*", told):
        message = f"{load} at {connections}: {bad[0]}"
        raise RuntimeError(message)
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return float(found[1]) if found else 0.0


SCRIPT: Final = """
local paths, at = {}, 0
function init(args) for i = 1, #args do paths[i] = args[i] end end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {Accept = "application/sparql-results+json"})
end
"""


def resident(process: int) -> int:
    """Return the MiB that a process and its children hold, shared pages once."""
    total = 0
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        total += sum(resident(int(child)) for child in path.read_text().split())
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    share = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
    return total + (int(share[1]) // 1024 if share else 0)


def measure(
    names: list[str], folder: Path, rounds: int, seconds: int, port: int
) -> tuple[dict[Cell, dict[str, float]], dict[str, int]]:
    """Measure all candidates side by side; return medians, and memory."""
    cells = [(load, connections) for load in LOADS for connections in CONNECTIONS]
    had: dict[Cell, dict[str, list[float]]] = {c: {n: [] for n in names} for c in cells}
    with ExitStack() as stack, tempfile.TemporaryDirectory() as scratch:
        script = Path(scratch) / "requests.lua"
        script.write_text(SCRIPT)
        ports = {name: port + number for number, name in enumerate(names)}
        processes = {n: stack.enter_context(served(n, ports[n], folder)) for n in names}
        for _ in range(rounds):
            for load, connections in cells:
                for name in names:
                    found = drive(ports[name], load, connections, seconds, script)
                    had[load, connections][name].append(found)
        memory = {name: resident(process) for name, process in processes.items()}
    return {c: {n: median(v) for n, v in row.items()} for c, row in had.items()}, memory


def table(medians: dict[Cell, dict[str, float]], memory: dict[str, int]) -> str:
    """Write the results as a Markdown table."""
    head = [f"{load} {connections}" for load, connections in medians]
    lines = [f"| server | {' | '.join(head)} | MiB |", "| --- |" + " --: |" * 13]
    for name, held in memory.items():
        cells = []
        for row in medians.values():
            base = row.get(BASE)
            ratio = f" ({row[name] / base:.1f})" if base else ""
            cells.append(f"{row[name]:,.0f}{ratio}")
        lines.append(f"| {name} | {' | '.join(cells)} | {held} |")
    return "\n".join(lines)


def main() -> None:
    """Measure what the command line names and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a release")
    parser.add_argument("names", nargs="*", default=[*CANDIDATES])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--port", type=int, default=9550)
    asked = parser.parse_args()
    found = measure(asked.names, asked.folder, asked.rounds, asked.seconds, asked.port)
    print(table(*found))


if __name__ == "__main__":
    main()
