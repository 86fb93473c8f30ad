"""Blueprint: the front page, and what this data set is.

The front page says in one screen what this is and lets a reader ask at once, with no
script. Its numbers come from the manifest of the release, its ways in are the things
that most claims speak of.
"""

from typing import Final

from flask import Blueprint, Response, current_app, render_template

from ontology.prefixes import BASE
from ontology.terms import METADATA, THE_ARTICLE
from server.headers import validated
from server.pages import structured
from server.pages.marks import Mark, mark
from server.pages.names import Names, Shown, bk
from server.routes.dumps import main, sign
from server.routes.resource import data, pages

bp = Blueprint("home", __name__)

ENTRY_KINDS: Final = ("crossing", "place", "actor")
"""Where the front page looks for a thing to begin with, in this order."""


@bp.get("/")
def home() -> Response:
    """Say what this is, and take a question."""
    made = pages()
    manifest = current_app.extensions["borderkg.release"].manifest
    page = render_template(
        "home.html",
        structured=structured.dataset(made.names, manifest, main(manifest)),
        counts=manifest.counts,
        # What the release says of itself is no knowledge of the article's world.
        triples=sum(n for name, n in manifest.graphs.items() if name != METADATA),
        article=_article(made.names),
        thing=_thing(made.names),
        claim=_claim(made.names),
        sizes={name: file.bytes for name, file in manifest.files.items()},
    )
    response = Response(page, mimetype="text/html")
    sign(response, manifest)
    return validated(response, made.edition, "home")


@bp.get("/.well-known/void")
def void() -> Response:
    """Say in RDF what this data set is, where crawlers look for it.

    Source: Describing Linked Datasets with the VoID Vocabulary, section 6.4.
    """
    return data(METADATA)


def _article(names: Names) -> Shown | None:
    known = THE_ARTICLE in names.index.about
    return names.link(THE_ARTICLE) if known else None


def _thing(names: Names) -> Shown | None:
    """Choose the thing of the first kind present that most claims name."""
    index = names.index
    for kind in ENTRY_KINDS:
        members = index.members.get(BASE + kind, ())
        if members:
            named = {iri: len(index.subjects(bk("mentions"), iri)) for iri in members}
            return names.link(max(members, key=lambda iri: named[iri]))
    return None


def _claim(names: Names) -> Mark | None:
    """Choose the first claim that gives a figure, else the first claim."""
    index = names.index
    members = index.members.get(f"{BASE}claim", ())
    giving = (c for c in members if index.subjects(bk("isGivenBy"), c))
    chosen = next(giving, next(iter(members), None))
    return mark(names, chosen) if chosen else None
