"""Run a program on a disk of its own, which is gone when the program has ended.

Source: unshare(1); mount(8), tmpfs.
"""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

WAYS = (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"])
"""How to be allowed to mount: as root, or as anybody where the system has it so."""

SMALL = 'mount -t tmpfs -o "size=$1" tmpfs "$2" && shift 2 && exec "$@"'
READ_ONLY = (
    'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
)


def small(size: str, folder: Path, *command: str | Path) -> list[str]:
    """The command line of a command that has a small disk mounted on a folder.

    Where nobody may mount, the command runs without.
    """
    allowed = way()
    line = ["sh", "-c", SMALL, "sh", size, folder] if allowed else []
    return list(map(str, [*(allowed or []), *line, *command]))


def read_only(folder: Path, *command: str | Path) -> list[str]:
    """The command line of a command for which a folder cannot be written to."""
    line = ["sh", "-c", READ_ONLY, "sh", folder, *command]
    return list(map(str, [*(way() or []), *line]))


@cache
def way() -> list[str] | None:
    """How mounting is allowed on this machine, if it is."""
    for each in WAYS:
        line = [*each, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        try:
            tried = subprocess.run(line, capture_output=True, check=False)
        except FileNotFoundError:
            return None
        if tried.returncode == 0:
            return each
    return None


def run(line: list[str]) -> str:
    """Run a command line of ours, and return what it printed."""
    ran = subprocess.run(
        line,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return ran.stdout


def program(name: str) -> list[str | Path]:
    """The command line of a program that stands beside this module."""
    return [sys.executable, Path(__file__).with_name(name)]
