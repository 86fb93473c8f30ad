"""Where the engine is known to differ from the suites, each with its reason.

A test listed here must fail, and one that is not listed must pass, so an upgrade of
the engine shows at once.
"""

import csv
from pathlib import Path

FILE = Path(__file__).with_name("deviations.tsv")


def deviations(form: str) -> dict[str, str]:
    """Return the tests that fail in a form, each with the reason."""
    with FILE.open(newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {row["test"]: row["reason"] for row in rows if form in row["forms"].split()}
