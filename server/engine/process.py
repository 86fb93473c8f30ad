"""The process that answers queries: load the release, listen, dispatch, clean up.

Where the settings name a store, that is asked and nothing is loaded.

Started by ``child`` as ``python -m server.engine.process FOLDER ADDRESS EDITION``,
with the settings in the environment; nobody else needs to.
"""

import os
import shutil
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from graph.release import Release, ReleaseError, read_manifest
from server.engine.child import edition
from server.engine.dispatcher import Dispatcher
from server.engine.evaluation import asked, evaluate
from server.engine.figures import Figures, beside
from server.engine.remote.store import Remote
from server.engine.views import load
from server.engine.worker import Answer
from server.lasting import lasting
from server.operation.log import Log, handling
from server.settings import Settings


def main(folder: str, address: str, expected: str) -> None:
    """Load a release and answer queries over it until standard input ends.

    Args:
        folder: The release, already checked by who starts this.
        address: The path of the socket, in a folder that goes with this process.
        expected: The edition whose pages are served; queries must not answer from
            another one.
    """
    path = Path(folder)
    try:
        manifest = read_manifest(path)
    except ReleaseError as problem:
        sys.exit(str(problem))
    if edition(path) != expected:
        sys.exit(f"{path} holds another release now; restart the server to serve it")
    settings = Settings.read(os.environ)
    with lasting():
        answer = (
            Remote.of(settings).answer
            if settings.remote
            else partial(evaluate, load(Release(path, manifest)))
        )
    dispatch(address, asked(answer), settings)


def dispatch(address: str, answer: Answer, settings: Settings) -> None:
    """Listen, and let workers answer, until standard input ends.

    Says ``ready`` on standard output when it can be asked.

    Args:
        address: The path of the socket, in a folder that goes with this process.
        answer: What a worker does.
        settings: The limits.
    """
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(address)
            listener.listen(128)
            told = Figures(beside(address))
            dispatcher = Dispatcher(answer, listener, settings, told)
            with suppress(BrokenPipeError):  # nobody waits; it ends with its input
                os.write(sys.stdout.fileno(), b"ready\n")
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            with handling(Log()):
                dispatcher.run()
    finally:
        shutil.rmtree(Path(address).parent, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
