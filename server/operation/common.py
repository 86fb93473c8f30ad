"""What a server has once, however many releases it serves one after the other."""

from collections.abc import Callable, Mapping

from flask import Flask

from graph.release import Manifest
from server.operation.metrics import Metrics
from server.operation.stopping import Stopping
from server.settings import Settings


def common(app: Flask) -> "Common":
    """Give that of an app."""
    found: Common = app.extensions["borderkg.common"]
    return found


class Common:
    """What the apps of one server share.

    Attributes:
        stopping: Whether the server stops, and what it still does.
        metrics: Its figures, where its operator wants them.
        address: Where pages tell people to ask; on their own machine that is there.
        refused: The release that was to be served next and cannot be, if there is one.
    """

    def __init__(self, settings: Settings) -> None:
        """Begin with a server that goes on and has served nobody."""
        self.stopping = Stopping()
        self.metrics: Metrics | None = None
        if settings.metrics == "on":
            self.metrics = Metrics(lambda: self.stopping.running)
        self.address = settings.endpoint
        self.refused = ""

    def follow(
        self, manifest: Manifest, engine: Callable[[], Mapping[str, int]]
    ) -> None:
        """Take note of what is served from now on.

        Args:
            manifest: What the release says of itself.
            engine: How to learn how its engine is.
        """
        self.refused = ""
        if self.metrics:
            data = manifest.files["dataset.nq"].sha256
            self.metrics.follow({"version": manifest.version, "data": data}, engine)
