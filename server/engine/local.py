"""The engine that runs on this machine: a dispatcher and the workers it forks."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict

from graph.release import Release
from server.engine import figures, frames
from server.engine.asking import ask
from server.engine.child import Child
from server.engine.evaluation import Request
from server.engine.interface import Answer, DatasetSpec, stays
from server.engine.remote.address import Address
from server.negotiation import best
from server.problems import Problem
from server.query import guard
from server.query.forms import carried
from server.query.guard import Checked
from server.settings import Settings


class Local:
    """The engine on this machine: a dispatcher and its killable workers."""

    def __init__(self, release: Release, settings: Settings) -> None:
        """Start the dispatcher; it is there when ``ready`` returns.

        Raises:
            SettingsError: If the URL of a store is none.
        """  # noqa: DOC502 - raised by the address
        self.settings = settings
        for url in (settings.remote, settings.remote_asserted):
            if url:
                Address.read(url)  # else the dispatcher would end with a trace
        self.child = Child(release.folder, settings)

    def ready(self) -> None:
        """Wait until queries are answered.

        Raises:
            EngineError: If it cannot be started on this machine.
        """  # noqa: DOC502 - raised by the child
        self.child.ready()

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = stays,
    ) -> Answer:
        """Answer one query, see ``Engine``.

        Raises:
            Problem: If the query is refused, fails, or exceeds a limit.
        """
        asked = guard.check(query, self.settings) if isinstance(query, str) else query
        family = carried(asked.form)
        chosen = best(
            family, media_type or ("text/csv" if family == "rows" else "text/turtle")
        )
        if not (dataset.default_graphs or dataset.named_graphs):
            dataset = DatasetSpec(asked.default_graphs, asked.named_graphs)
        request = Request(
            asked.text,
            asked.form,
            chosen.media_type,
            dataset.default_graphs,
            dataset.named_graphs,
            asked.star,
            asked.variables,
        )
        message = frames.encode(asdict(request))
        head, body = ask(self.child, message, self.settings.deadline, gone)
        if "problem" in head:
            raise Problem(**head["problem"])
        return Answer(body, chosen.media_type, asked.form)

    def figures(self) -> Mapping[str, int]:
        """Tell how the engine is, see ``Figured``."""
        return figures.read(figures.beside(self.child.address))

    def close(self) -> None:
        """End the dispatcher after what it has been asked is answered."""
        self.child.close()


@contextmanager
def start(release: Release, settings: Settings) -> Iterator[Local]:
    """Start the engine over a release, and end it afterwards.

    Args:
        release: What to ask.
        settings: The limits.

    Yields:
        The engine, ready.
    """
    local = Local(release, settings)
    try:
        local.ready()
        yield local
    finally:
        local.close()
