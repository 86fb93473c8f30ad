"""``python -m server FOLDER [--port PORT]``: serve a release on loopback."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from graph.release import ReleaseError, open_release
from server.run import REFUSALS, serve
from server.settings import Settings


def main() -> None:
    """Read the arguments and serve; one sentence where that cannot be."""
    parser = argparse.ArgumentParser(
        prog="python -m server", description="Serve a release on this machine only."
    )
    parser.add_argument("folder", type=Path, help="what `borderkg build` wrote")
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    chosen = parser.parse_args()
    try:
        settings = replace(Settings.read(os.environ), port=chosen.port)
        serve(open_release(chosen.folder), settings)
    except (ReleaseError, *REFUSALS) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
