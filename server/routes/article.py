"""Blueprint: the article as a skeleton, and with the operator's copy as a text.

A page that shows text is for the operator's eyes: no cache keeps it and no other
site's page may fetch it.
"""

from http import HTTPStatus

from flask import Blueprint, Response, render_template, request

from server.headers import private, validated
from server.pages.outline import Choice, choices, sections, sentences
from server.problems import Problem
from server.routes.resource import pages

bp = Blueprint("article", __name__)


@bp.get("/article")
def article() -> Response:
    """Show the article: what stands where, and what is claimed there."""
    made = pages()
    chosen = choices(made.names, request.args)
    for choice in chosen:
        refuse(choice, "claim")
    shown = sentences(made.names, chosen, made.copy)
    page = render_template(
        "article.html",
        choices=chosen,
        filtered=any(choice.chosen for choice in chosen),
        claims=len({claim.iri for one in shown for claim in one.claims}),
        sections=sections(shown),
        segments=len(shown),
        copy=made.copy,
    )
    response = Response(page, mimetype="text/html")
    return private(response) if made.copy else validated(response, made.edition, "page")


def refuse(choice: Choice, what: str) -> None:
    """Refuse a value that nothing has, rather than show an empty page.

    Args:
        choice: A field of a form, as sent.
        what: What is chosen by it, in one word.

    Raises:
        Problem: 400, with the values there are.
    """
    known = [value for value, _ in choice.options]
    if choice.chosen and choice.chosen not in known:
        raise Problem(
            status=HTTPStatus.BAD_REQUEST,
            type="unknown-choice",
            title="Unknown choice",
            detail=f"No {what} has this {choice.name}; there are: {', '.join(known)}.",
            extras={"field": choice.name, "known": known},
        )
