"""One release after the other behind one door.

The next one is opened beside the one that is served, tried, and then takes its place
in one step. What the one before has begun it finishes, then it goes with all it has: a
dispatcher, its workers, a judge, the cache. So there are never more than two.
"""

from contextlib import ExitStack, closing
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from flask import Flask

from graph.release import Release
from server import create_app, headers
from server.engine.local import Local
from server.lasting import lasting
from server.operation.common import Common
from server.operation.relay import Relay
from server.operation.stopping import ATTENTION
from server.settings import Settings
from server.trial import TrialError, passes

if TYPE_CHECKING:
    from server.judge.judging import Judging

GRACE: Final = 30.0
"""Seconds that what runs may need beyond a query's deadline; a judge may start."""


class EndedError(RuntimeError):
    """A server that stops opens nothing more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A release as it is served: its engine, and the app that asks it."""

    release: Release
    engine: Local
    app: Flask


class Course:
    """What is served, now and next.

    Attributes:
        common: What all releases share.
        now: What is served.
        relay: Where requests come in.
        ended: Whether the server stops at once; then whatever fails fails for that.
    """

    def __init__(self, release: Release, settings: Settings, text: str | None) -> None:
        """Open the first release.

        Args:
            release: The release.
            settings: The limits.
            text: The operator's own copy of the article, if there is one.

        Raises:
            EngineError: If its engine cannot be started.
        """  # noqa: DOC502 - raised by the engine
        self._settings = settings
        self._text = text
        self._code = headers.code()
        self._engines: list[Local] = []
        self.ended = False
        self.common = Common(settings)
        self.now = self._open(release)
        self.common.follow(release.manifest, self.now.engine.figures)
        self.relay = Relay(self.now.app.wsgi_app)

    def go_over(self, release: Release) -> None:
        """Serve another release, if it can be served; returns when the old has gone.

        Args:
            release: The release, whose files have been compared with their checksums.

        Raises:
            EndedError: If the server stops.
            EngineError: If its engine cannot be started.
            TrialError: If it does not answer as it should, or this program would not.
        """  # noqa: DOC502 - raised by what it calls
        before, following = self.now, self._tried(release)
        self.now = following
        self.common.follow(release.manifest, following.engine.figures)
        place = self.relay.exchange(following.app.wsgi_app)
        latest = monotonic() + self._settings.deadline + GRACE
        while place.running and monotonic() < latest and not self.ended:
            sleep(ATTENTION)
        self._end(before)

    def abandon(self) -> None:
        """End every process at once; a signal's handler may say so."""
        self.ended = True
        for engine in list(self._engines):
            engine.child.abandon()

    def close(self) -> None:
        """End what is served."""
        self._end(self.now)

    def _tried(self, release: Release) -> Standing:
        """Open a release and try it.

        Raises:
            EndedError: If the server stops.
            TrialError: If the release fails, or this program would.
        """
        # Templates are read when they are needed: they must be those of this program.
        if headers.code() != self._code:
            message = "this program is another one on the disk now; start it again"
            raise TrialError(message)
        following = self._open(release)
        with ExitStack() as undone:
            undone.callback(self._end, following)
            passes(following.app, following.engine)
            if self.ended or self.common.stopping.begun:
                raise EndedError
            undone.pop_all()
        return following

    def _open(self, release: Release) -> Standing:
        """Start an engine, and make an app while it loads.

        Raises:
            EndedError: If the server stops.
        """
        engine = Local(release, self._settings)
        self._engines.append(engine)
        with ExitStack() as undone:
            undone.callback(self._engines.remove, engine)
            undone.callback(engine.close)
            if self.ended:
                raise EndedError
            with lasting():
                app = create_app(
                    release, engine, self._settings, self._text, self.common
                )
            engine.ready()
            undone.pop_all()
        return Standing(release, engine, app)

    def _end(self, standing: Standing) -> None:
        """End its processes after what they have been asked is answered."""
        judge: Judging = standing.app.extensions["borderkg.judge"]
        with closing(standing.engine):
            judge.close()
        self._engines.remove(standing.engine)
