"""Time ``/explain`` on a release, warm: each kind of answer, without a socket.

    python bench/explain.py build

Conclusions are taken evenly from all there are. Each is asked for once to warm up and
then five times; the table gives the median over conclusions and rounds, and the worst
median of one conclusion.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NoReturn

from flask.testing import FlaskClient

from graph.release import open_release
from ontology import terms
from ontology.prefixes import PREFIXES
from server import create_app
from server.engine.interface import Answer, DatasetSpec
from server.pages.index import index
from server.pages.proofs import Fact, why
from server.query.guard import Checked
from server.settings import Settings

ROUNDS = 5
CONCLUSIONS = 200


class Silent:
    """An engine that explanations do not need."""

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """Refuse."""
        del query, dataset, media_type, gone
        _refuse()


def _refuse() -> NoReturn:
    message = "nobody asks"
    raise AssertionError(message)


def timed(client: FlaskClient, addresses: list[str]) -> list[float]:
    """Ask for each address; return the median of each in milliseconds."""
    found = []
    for address in addresses:
        client.get(address)
        rounds = []
        for _ in range(ROUNDS):
            start = perf_counter()
            client.get(address)
            rounds.append((perf_counter() - start) * 1000)
        found.append(median(rounds))
    return found


def main(folder: Path) -> None:
    """Print one line a kind of answer.

    Args:
        folder: A release.
    """
    release = open_release(folder)
    client = create_app(release, Silent(), Settings()).test_client()
    made = index(release.quads())
    entailed = [Fact.of(s) for s in made.within[terms.ENTAILED]]
    chosen = sorted(entailed)[:: max(1, len(entailed) // CONCLUSIONS)]
    turned = [Fact(fact.object, *fact[1:2], fact.subject) for fact in chosen]
    claims = made.members[PREFIXES["claim"].rstrip("/")][::10]
    asked = {
        "page": [why(fact) for fact in chosen],
        "json": [f"{why(fact)}&format=json" for fact in chosen],
        "turtle": [f"{why(fact)}&format=turtle" for fact in chosen],
        "missing": [why(fact) for fact in turned if fact not in entailed],
        "without": [f"/explain/without?claim={claim}" for claim in claims],
    }
    print(f"{'answer':10}{'asked':>7}{'median ms':>11}{'worst ms':>10}")
    for name, addresses in asked.items():
        times = timed(client, addresses)
        print(f"{name:10}{len(times):7}{median(times):11.1f}{max(times):10.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
