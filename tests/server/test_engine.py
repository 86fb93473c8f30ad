import pytest
from server.engine import DatasetSpec, Local

def test_smoke(toy_engine: Local) -> None:
    for q in ["SELECT (COUNT(*) AS ?n) {?s ?p ?o}", "ASK{}", "SELECT * {?s ?p ?o} LIMIT 2", "DESCRIBE <https://w3id.org/borderkg/place/china>"]:
        for d in (DatasetSpec(), DatasetSpec.asserted()):
            print(toy_engine.run(q, d))
