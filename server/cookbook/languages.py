"""The languages that a recipe is written in, one template each, and the notebook.

What a page shows, what a download holds and what the tests run is the text that
``write`` makes, from the recipe and the address of the endpoint alone.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from server.cookbook.recipes import Recipe

Draw = Callable[..., str]
"""Draws a template, given its name and what stands in it."""

TEMPLATES: Final = "cookbook"


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    Attributes:
        name: What people call it.
        suffix: What the name of such a file ends with.
        media_type: What such a file is.
        needs: What has to be installed, as one types it, or in words.
        template: The file that all recipes in it are drawn from.
    """

    name: str
    suffix: str
    media_type: str
    needs: str
    template: str


LANGUAGES: Final = (
    Language("curl", "sh", "text/x-shellscript", "curl and a shell", "curl.sh.txt"),
    Language(
        "rdflib", "rdflib.py", "text/x-python", "pip install rdflib", "rdflib.py.txt"
    ),
    Language(
        "SPARQLWrapper",
        "sparqlwrapper.py",
        "text/x-python",
        "pip install SPARQLWrapper",
        "sparqlwrapper.py.txt",
    ),
    Language(
        "pandas", "pandas.py", "text/x-python", "pip install pandas", "pandas.py.txt"
    ),
    Language(
        "JavaScript",
        "mjs",
        "text/javascript",
        "Node 20 or newer, or any browser",
        "javascript.mjs.txt",
    ),
)
"""Every language, in the order of a page."""

NOTEBOOK: Final = "borderkg.ipynb"
NOTEBOOK_TYPE: Final = "application/x-ipynb+json"
SUMMARY: Final = (
    "# BorderKG, a cookbook\n\nEach cell asks the endpoint one question. "
    "Needed: `pip install jupyterlab pandas`."
)


def write(recipe: Recipe, language: Language, endpoint: str, draw: Draw) -> str:
    """Write a recipe in a language.

    Args:
        recipe: What is asked.
        language: In which language.
        endpoint: Where.
        draw: Draws a template.

    Returns:
        The text of a file that can be run as it is.
    """
    template = f"{TEMPLATES}/{language.template}"
    return draw(template, recipe=recipe, endpoint=endpoint).strip() + "\n"


def notebook(recipes: Iterable[Recipe], endpoint: str, draw: Draw) -> str:
    """Write all recipes as one notebook.

    Args:
        recipes: What is asked.
        endpoint: Where.
        draw: Draws a template.

    Returns:
        The notebook, without answers.

    Source: the notebook format of Jupyter, version 4.5.
    """
    setup = draw(f"{TEMPLATES}/setup.py.txt", endpoint=endpoint)
    cells = [_words("summary", SUMMARY), _code("setup", setup)]
    for recipe in recipes:
        code = draw(f"{TEMPLATES}/cell.py.txt", recipe=recipe)
        words = f"## {recipe.title}\n\n{recipe.prose}"
        cells += [_words(f"{recipe.name}-words", words), _code(recipe.name, code)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    document = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _words(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def _code(name: str, text: str) -> dict[str, Any]:
    cell = _words(name, text.strip()) | {"cell_type": "code"}
    return cell | {"execution_count": None, "outputs": []}
