"""Evidence of rows is the same over a store elsewhere, under both views."""

from pathlib import Path
from typing import Any

import pytest

from server.engine.interface import DatasetSpec
from server.engine.local import Local
from server.evidence.document import document
from server.evidence.tracing import Wanted, trace
from server.query import guard
from server.settings import Settings
from tests.server.remote.conftest import STORES, Engines

EXAMPLES = Path(__file__).parents[3] / "graph" / "examples"
TRADE, FUNCTIONS, INFERRED = (
    "01-trade-turnover-by-period",
    "07-functions-of-the-khorgos-centre",
    "09-inferred-and-asserted",
)
SETTINGS = Settings(deadline=60.0)


def evidence(engine: Local, example: str, view: str) -> dict[str, Any]:
    query = (EXAMPLES / f"{example}.rq").read_text(encoding="utf-8")
    found = trace(
        guard.check(query, SETTINGS),
        getattr(DatasetSpec, view)(),
        Wanted(),
        engine=engine,
        settings=SETTINGS,
    )
    return document(found, SETTINGS)


def held(found: dict[str, Any]) -> list[str]:
    """Every triple with what holds it, whatever row it is shown for."""
    triples = (
        triple
        for row in found["rows"]
        for witness in row["witnesses"]
        for triple in witness["triples"]
    )
    return sorted({str(triple) for triple in triples})


@pytest.mark.parametrize("view", ["default", "asserted"])
@pytest.mark.parametrize(
    ("store", "example"),
    [
        ("oxigraph", TRADE),
        ("oxigraph", FUNCTIONS),
        ("oxigraph", INFERRED),
        # Of the others it has whole decimals as integers, or a group in another order.
        ("virtuoso", INFERRED),
    ],
)
def test_evidence_is_the_same(
    engines: Engines, store: str, view: str, example: str
) -> None:
    found = evidence(engines(store), example, view)

    assert found["rows"]
    assert found == evidence(engines("memory"), example, view)


@pytest.mark.parametrize("view", ["default", "asserted"])
@pytest.mark.parametrize("store", STORES)
def test_a_triple_with_a_text_is_held_by_the_same_graphs(
    engines: Engines, store: str, view: str
) -> None:
    found = evidence(engines(store), FUNCTIONS, view)

    assert any("xml:lang" in triple for triple in held(found))
    assert held(found) == held(evidence(engines("memory"), FUNCTIONS, view))
    assert found["claims"] == evidence(engines("memory"), FUNCTIONS, view)["claims"]
