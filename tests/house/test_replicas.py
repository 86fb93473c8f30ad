"""Several servers over one release lose one of them and no request."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_a_server_is_killed_and_another_stopped_and_no_request_is_lost(
    root: Path, built: Path
) -> None:
    if not (shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")):
        pytest.skip("nginx is not installed")

    ran = subprocess.run(
        [sys.executable, root / "bench" / "replicas.py", built, "--seconds", "4"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"^\d{2,} requests, 0 failed", ran.stdout, re.MULTILINE)
    assert ran.stdout.count("started again") == 2
