"""The recipes: a query in a file of its own, with what it is for at its head.

The first line of a file is the title, the comments below it say in plain words what is
asked. After an empty comment line stands what a query cannot say: ``graph``, the view
to ask; ``dates``, the columns that are days; ``explain``, the columns that make up a
triple to be explained. To add a recipe, add a file; nothing else changes.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

FOLDER: Final = "recipes"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One recipe.

    Attributes:
        name: Its anchor on the page, and what its files are called.
        title: What it is for, in one line.
        prose: What it asks, and how to read the answer.
        query: The query, without its head.
        graph: The view to ask; nothing for the default one.
        dates: The columns that are days.
        explain: The columns of a triple that is explained, or none.
    """

    name: str
    title: str
    prose: str
    query: str
    graph: str = ""
    dates: tuple[str, ...] = ()
    explain: tuple[str, ...] = ()


@cache
def recipes() -> tuple[Recipe, ...]:
    """List the recipes in the order of their files, which are numbered."""
    folder = files(__package__).joinpath(FOLDER)
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(
        parse(file.name.partition("-")[2].removesuffix(".rq"), file.read_text("utf-8"))
        for file in found
    )


def parse(name: str, text: str) -> Recipe:
    """Take a file apart.

    Args:
        name: The name of the recipe.
        text: What stands in its file.

    Returns:
        The recipe.
    """
    lines = text.splitlines()
    length = next(n for n, line in enumerate(lines) if not line.startswith("#"))
    title, *head = [line.removeprefix("#").strip() for line in lines[:length]]
    end = head.index("") if "" in head else len(head)
    said = dict(line.split(": ", 1) for line in head[end + 1 :])
    return Recipe(
        name=name,
        title=title,
        prose=" ".join(head[:end]),
        query="\n".join(lines[length:]).strip(),
        graph=said.get("graph", ""),
        dates=tuple(said.get("dates", "").split()),
        explain=tuple(said.get("explain", "").split()),
    )
