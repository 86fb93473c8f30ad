"""An engine without workers, and what tests ask it: evidence in a few words."""

from collections.abc import Callable
from dataclasses import dataclass

from server.engine.evaluation import Request, evaluate
from server.engine.interface import Answer, DatasetSpec, stays
from server.engine.views import Views
from server.evidence.findings import Evidence
from server.evidence.tracing import Wanted, trace
from server.negotiation import best
from server.query import guard
from server.query.forms import carried
from server.query.guard import Checked
from server.settings import Settings

SETTINGS = Settings()


@dataclass
class Direct:
    """Evaluates in this process, checked as every engine checks."""

    views: Views
    asked: int = 0

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = stays,
    ) -> Answer:
        assert not gone()
        self.asked += 1
        asked = guard.check(query, SETTINGS) if isinstance(query, str) else query
        family = best(carried(asked.form), media_type or "")
        default = dataset.default_graphs or asked.default_graphs
        named = dataset.named_graphs or asked.named_graphs
        request = Request(
            asked.text,
            asked.form,
            family.media_type,
            default,
            named,
            asked.star,
            asked.variables,
        )
        body = evaluate(self.views, request, SETTINGS)
        return Answer(body, family.media_type, asked.form)


def evidence(
    engine: Direct,
    query: str,
    wanted: Wanted | None = None,
    dataset: DatasetSpec | None = None,
) -> Evidence:
    return trace(
        guard.check(query, SETTINGS),
        dataset or DatasetSpec(),
        wanted or Wanted(),
        engine=engine,
        settings=SETTINGS,
    )
