"""Time ``/reconcile`` on a release: making it, and batches at its limits.

    python bench/reconcile.py build

Each line is the best of three in processor time, without a socket. A batch is 50
queries: names as they stand, names with an error, texts as long as a name may be, and
properties without a name, which compare every thing of the release.
"""

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from graph.release import open_release
from graph.shelf import located
from server.lookup.linked import Linked
from server.pages.index import index
from server.pages.names import Names
from server.reconcile import limits
from server.reconcile.comparing import LONG
from server.reconcile.queries import batch
from server.reconcile.service import Service

ROUNDS = 3


def best(what: Callable[[], object]) -> float:
    """Give the shortest of a few runs, in milliseconds of processor time."""
    taken = []
    for _ in range(ROUNDS):
        since = process_time()
        what()
        taken.append(process_time() - since)
    return 1000 * min(taken)


def batches(service: Service) -> dict[str, list[dict[str, object]]]:
    """Make the batches."""
    pick = random.Random(1)  # noqa: S311 - the same at every run
    names = [name.text for name in service.catalogue.names]
    some = pick.choices(names, k=limits.BATCH.most)
    long = [" ".join(pick.choices(names, k=30)) for _ in some]
    every = list(service.properties.every)
    return {
        "names": [{"query": name} for name in some],
        "names with an error": [{"query": f"{name[1:]}x"} for name in some],
        "long texts": [{"query": text[: limits.NAME.most]} for text in long],
        "properties": [
            {
                "properties": [
                    {"pid": pid, "v": text[:LONG]}
                    for pid in pick.sample(every, limits.KNOWN.most // len(some))
                ]
            }
            for text in long
        ],
    }


def main(folder: Path) -> None:
    """Print the table."""
    names = Names(index(open_release(located(folder)).quads()))
    linked = Linked.of(names)
    print(f"making it {best(lambda: Service.of(names, linked)):.0f} ms")
    service = Service.of(names, linked)
    for what, queries in batches(service).items():
        sent = json.dumps({str(n): query for n, query in enumerate(queries)})
        taken = best(lambda sent=sent: service.answer(batch(sent)))  # type: ignore[misc]
        print(f"{len(queries)} {what} {taken:.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
