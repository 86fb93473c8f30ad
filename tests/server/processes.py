"""Look at processes from outside.

Source: proc(5).
"""

from pathlib import Path


def descendants(process: int) -> set[int]:
    """All that descend from a process."""
    found = set()
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            listed = path.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # the thread has just ended
        for child in map(int, listed.split()):
            found |= {child} | descendants(child)
    return found


def alive(process: int) -> bool:
    """Whether a process runs; one that is only not buried yet does not."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
