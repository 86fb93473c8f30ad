"""Blueprint: the quality card, as a page, as JSON or as RDF."""

import json
from typing import Final

from flask import Blueprint, Response, render_template

from server.headers import validated
from server.negotiation import Format, offer
from server.pages import description, rdf
from server.pages.quality import QUALITY, plain, quality
from server.routes.resource import pages, wished

bp = Blueprint("quality", __name__)

PATH: Final = "/quality"
JSON: Final = offer("rows", "application/json")[0]
OFFERED: Final = (*rdf.FORMATS, JSON)


@bp.get(PATH)
def card() -> Response:
    """Tell how good the release is, in what the client likes best."""
    response = _answer(wished(OFFERED))
    response.vary.add("Accept")
    return response


@bp.get(f"{PATH}.<any({', '.join(form.suffix for form in OFFERED)}):suffix>")
def written(suffix: str) -> Response:
    """Tell it in the format that the address asks for."""
    return _answer(next(form for form in OFFERED if form.suffix == suffix))


def _answer(form: Format) -> Response:
    made = pages()
    if form.syntax is None:
        body: str | bytes = render_template(
            "quality.html",
            card=quality(made.names),
            formats=[
                *rdf.written(PATH),
                ("JSON", f"{PATH}.{JSON.suffix}"),
            ],
        )
    elif form is JSON:
        body = json.dumps(plain(quality(made.names)), indent=1) + "\n"
    else:
        body = rdf.write(description.document(made.index, QUALITY), form)
    response = Response(body, mimetype=form.media_type)
    return validated(response, made.edition, f"quality.{form.suffix}")
