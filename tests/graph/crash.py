"""Publish a second release over a first, and die at a named point on the way.

Run by test_publish.py in a process of its own: ``crash.py POINT FOLDER``.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph import folders
from graph import publish as publishing
from graph.build import build
from graph.inventory import Sources
from graph.prove import prove
from graph.reason import reason
from graph.stages import Validated

ROOT = Path(__file__).parents[2]
MINI = Path(__file__).parent / "fixtures" / "mini"


def dies(function: Callable[..., Any], after: int = 0) -> Callable[..., Any]:
    """What a function does so many times; after that, the end of the process."""
    calls: list[object] = []

    def replacement(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any function
        if len(calls) == after:
            os.kill(os.getpid(), signal.SIGKILL)
        calls.append(args)
        return function(*args, **kwargs)

    return replacement


def main(point: str, folder: Path) -> None:
    asserted = build(Sources(ROOT / "ontology", ROOT / "shapes", MINI))
    second = Validated(
        prove(reason(replace(asserted, sources_sha256="the second"))), warnings=()
    )
    match point:
        case "while writing":
            publishing._written = dies(publishing._written, after=5)  # noqa: SLF001
        case "before flushing":
            folders._flush = dies(folders._flush)  # noqa: SLF001
        case "before the exchange":
            folders._swap = dies(folders._swap)  # noqa: SLF001
        case "after the exchange":
            shutil.rmtree = dies(shutil.rmtree, after=2)  # type: ignore[assignment]
        case "between two renames":
            folders._exchange = lambda *_: False  # noqa: SLF001
            Path.rename = dies(Path.rename, after=1)  # type: ignore[method-assign]
        case "after two renames":
            folders._exchange = lambda *_: False  # noqa: SLF001
            shutil.rmtree = dies(shutil.rmtree, after=2)  # type: ignore[assignment]
    publishing.publish(second, folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
