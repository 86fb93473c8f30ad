"""Time the evidence of a row: three queries, each row alone, over the local engine.

    python -m bench.evidence build

Rows are asked one after the other, five rounds; a figure is the median of all. The
first column is what the query itself takes, which the evidence asks once as well.
"""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from graph.release import open_release
from server.engine import local
from server.engine.interface import DatasetSpec, Engine
from server.evidence.tracing import Wanted, trace
from server.query import guard
from server.settings import Settings

ROUNDS: Final = 5
ROWS: Final = 20
QUERIES: Final = (
    "graph/examples/01-trade-turnover-by-period.rq",
    "graph/examples/09-inferred-and-asserted.rq",
    "graph/examples/10-claims-per-modality.rq",
)


def timed(engine: Engine, text: str) -> tuple[float, float, int]:
    """Time one query and its rows.

    Args:
        engine: Who answers.
        text: The query.

    Returns:
        Milliseconds for the query, and for the evidence of one row; how many rows.
    """
    settings, dataset = Settings(), DatasetSpec.default()
    query = guard.check(text, settings)
    alone: list[float] = []
    traced: list[float] = []
    total = 1
    for _ in range(ROUNDS):
        for index in range(min(total, ROWS)):
            start = perf_counter()
            engine.run(query, dataset)
            middle = perf_counter()
            wanted = Wanted(index=index)
            found = trace(query, dataset, wanted, engine=engine, settings=settings)
            alone.append(middle - start)
            traced.append(perf_counter() - middle)
            total = found.total
    return 1000 * median(alone), 1000 * median(traced), total


def main(folder: Path) -> None:
    """Print one line a query.

    Args:
        folder: A release.
    """
    root = Path(__file__).parents[1]
    with local.start(open_release(folder), Settings()) as engine:
        for name in QUERIES:
            text = (root / name).read_text(encoding="utf-8")
            alone, traced, total = timed(engine, text)
            print(f"{Path(name).stem:32} {alone:7.1f} ms  {traced:7.1f} ms a row")
            print(f"{'':32} {total} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
