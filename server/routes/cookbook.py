"""Blueprint: the cookbook, each recipe as a file in every language, and a notebook.

The page, the files and the notebook are drawn from one query and one template a
language, so what is read here is, byte for byte, what a download holds. Only the
address of the endpoint is the operator's: the one that the settings name, or that of
this machine where they name none.
"""

import shlex
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, current_app, render_template, request

from server.cookbook.answers import Answered, Kitchen
from server.cookbook.languages import (
    LANGUAGES,
    NOTEBOOK,
    NOTEBOOK_TYPE,
    notebook,
    write,
)
from server.cookbook.recipes import recipes
from server.headers import lasting
from server.missing import MissingError
from server.operation.common import common
from server.routes.sparql import gone

bp = Blueprint("cookbook", __name__)
bp.add_app_template_filter(shlex.quote, "quoted")

PATH: Final = "/cookbook"
SHOWN: Final = 5
"""Rows of an answer on the page."""

QUERY_TYPE: Final = "application/sparql-query"


@bp.get(PATH)
def cookbook() -> Response:
    """Show every recipe, in every language, with the beginning of its answer."""
    endpoint = _endpoint()
    answers = _answers()
    page = render_template(
        "cookbook.html",
        recipes=recipes(),
        languages=LANGUAGES,
        codes={
            (recipe.name, language.suffix): write(
                recipe, language, endpoint, render_template
            )
            for recipe in recipes()
            for language in LANGUAGES
        },
        answers=answers,
        shown=SHOWN,
        endpoint=endpoint,
        notebook=NOTEBOOK,
    )
    whole = len(answers) == len(recipes())
    return lasting(Response(page, mimetype="text/html"), volatile=not whole)


@bp.get(f"{PATH}/<name>")
def file(name: str) -> Response:
    """Give one file: a recipe in a language, its query, or the notebook.

    Args:
        name: What the file is called.

    Returns:
        The file.

    Raises:
        MissingError: If there is no such file.
    """
    endpoint = _endpoint()
    if name == NOTEBOOK:
        text = notebook(recipes(), endpoint, render_template)
        return _saved(text, NOTEBOOK_TYPE, name)
    stem, _, suffix = name.partition(".")
    recipe = next((one for one in recipes() if one.name == stem), None)
    if recipe and suffix == "rq":
        return _saved(f"{recipe.query}\n", QUERY_TYPE, name)
    language = next((one for one in LANGUAGES if one.suffix == suffix), None)
    if recipe is None or language is None:
        raise MissingError(
            detail=f"There is no such recipe; {PATH} shows those there are."
        )
    text = write(recipe, language, endpoint, render_template)
    return _saved(text, language.media_type, name)


def _endpoint() -> str:
    return common(current_app).address


def _answers() -> Mapping[str, Answered]:
    """Ask for the answers that are not there yet, within one turn of the client."""
    held = current_app.extensions
    kitchen: Kitchen = held["borderkg.kitchen"]
    missing = [one for one in recipes() if one.name not in kitchen.kept]
    if missing:
        left = gone()
        with held["borderkg.turns"].turn(request.remote_addr or "", left):
            for recipe in missing:
                kitchen.answer(recipe, left)
    return kitchen.kept


def _saved(text: str, media_type: str, name: str) -> Response:
    response = Response(text, mimetype=media_type)
    # The name is one of ours by now: nothing of it is the client's choice.
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return lasting(response)
