"""The example queries: one ``.rq`` file each, its title in the first comment.

Source: DESIGN, section 5 (tested examples).
"""

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Example:
    """One example query.

    Attributes:
        name: The stem of its file.
        title: What it asks, in one line.
        query: The whole file.
    """

    name: str
    title: str
    query: str


def examples() -> tuple[Example, ...]:
    """Read the example queries in the order of their file names.

    Returns:
        The examples.
    """
    folder = files("graph") / "examples"
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".rq")),
        key=lambda file: file.name,
    )
    return tuple(
        _example(file.name.removesuffix(".rq"), file.read_text("utf-8"))
        for file in found
    )


def _example(name: str, query: str) -> Example:
    """Take the title from the first line.

    Raises:
        ValueError: If that is no comment.
    """
    first = query.partition("\n")[0]
    if not first.startswith("# "):
        message = f"examples/{name}.rq: the first line is no comment with a title"
        raise ValueError(message)
    return Example(name, first.removeprefix("# "), query)
