"""A read-only SPARQL endpoint, a page for every name, and dumps, over one release.

``create_app`` is the only way in. Nothing happens at import, and the process that
runs the app evaluates no query: it hands each to the engine it was given.
"""

from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from flask import Flask

from graph import identity
from graph.release import Release
from ontology.prefixes import curie
from server import compression, headers, problems
from server.cache.middleware import Cache
from server.citing.works import Works
from server.cookbook.answers import Kitchen
from server.copy.alignment import align
from server.engine.interface import Engine, Figured
from server.help.vocabulary import Vocabulary
from server.judge.judging import Judging
from server.lookup.linked import Linked
from server.operation.common import Common
from server.operation.log import Log
from server.operation.recorded import Recorded
from server.operation.stopping import Counted
from server.pages.anchors import anchors
from server.pages.bindings import binding, labelled
from server.pages.doubts import doubts
from server.pages.examples import examples
from server.pages.index import index
from server.pages.linking import candidates
from server.pages.names import Names, address
from server.pages.nanopubs import Nanopubs
from server.reconcile.service import Service
from server.routes import (
    article,
    audit,
    cite,
    cookbook,
    dumps,
    evidence,
    federation,
    graphstore,
    home,
    limits,
    links,
    lookup,
    nanopub,
    problem,
    quality,
    questions,
    reconcile,
    resource,
    snapshot,
    sparql,
    status,
    validation,
    why,
)
from server.settings import Settings
from server.turns import Turns
from server.why.explaining import Why

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from server.operation.record import Sink


def create_app(
    release: Release,
    engine: Engine,
    settings: Settings,
    copy: str | None = None,
    common: Common | None = None,
) -> Flask:
    """Make the app that serves one release.

    Args:
        release: What to serve; it is read once, here.
        engine: Who answers queries.
        settings: Limits and addresses.
        copy: The text of the operator's own copy of the article, if there is one.
        common: What it shares with the apps of other releases, if it is not alone.

    Returns:
        The app.
    """
    app = Flask(__name__)
    # A routing redirect would repeat the Host header; no address needs one.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(address=address, binding=binding, curie=curie)
    made = index(release.quads())
    app.jinja_env.globals.update(examples=examples(made), version=version("borderkg"))
    edition = headers.edition(release)
    app.extensions["borderkg.release"] = release
    app.extensions["borderkg.engine"] = engine
    app.extensions["borderkg.settings"] = settings
    app.extensions["borderkg.turns"] = turns = Turns(settings)
    app.extensions["borderkg.judge"] = Judging(release.folder, settings)
    aligned = None if copy is None else align(copy, anchors(made))
    app.extensions["borderkg.vocabulary"] = Vocabulary.of(made)
    names = Names(made)
    app.extensions["borderkg.pages"] = resource.Pages(made, names, edition, aligned)
    app.extensions["borderkg.nanopubs"] = Nanopubs.of(release)
    app.extensions["borderkg.works"] = Works.of(names, release)
    app.extensions["borderkg.why"] = Why.of(made)
    app.extensions["borderkg.kitchen"] = Kitchen(engine)
    app.extensions["borderkg.linked"] = linked = Linked.of(names)
    app.extensions["borderkg.reconcile"] = Service.of(names, linked)
    app.extensions["borderkg.candidates"] = candidates(names, release)
    doubted = doubts(names)
    app.jinja_env.filters["checksum"] = identity.published(release).get
    app.jinja_env.filters["doubts"] = lambda iri: doubted.get(iri, ())
    app.jinja_env.filters["labelled"] = partial(labelled, names)

    headers.register(app, release.manifest.id)
    problems.register(app)
    compression.register(app)
    for room in (
        article,
        audit,
        cite,
        cookbook,
        dumps,
        evidence,
        federation,
        graphstore,
        home,
        limits,
        links,
        lookup,
        nanopub,
        problem,
        quality,
        questions,
        reconcile,
        snapshot,
        sparql,
        status,
        validation,
        why,
        resource,  # the last, for all the rest
    ):
        app.register_blueprint(room.bp)
    if settings.cache:
        app.wsgi_app = Cache(app.wsgi_app, edition, settings, turns)  # type: ignore[method-assign]
    if common is None:
        common = Common(settings)
        figures = engine.figures if isinstance(engine, Figured) else dict
        common.follow(release.manifest, figures)
    _operate(app, settings, common)
    return app


def _operate(app: Flask, settings: Settings, common: Common) -> None:
    """Let the app be watched and stopped; comes last, around everything else."""
    app.extensions["borderkg.common"] = common
    app.extensions["borderkg.stopping"] = common.stopping
    app.extensions["borderkg.metrics"] = common.metrics
    sinks: list[Sink] = []
    if settings.log == "json":
        sinks.append(Log().request)
    if common.metrics:
        sinks.append(common.metrics.count)
    answering: WSGIApplication = Counted(app.wsgi_app, common.stopping)
    if sinks:
        answering = Recorded(answering, app.url_map, sinks)
    app.wsgi_app = answering  # type: ignore[method-assign, assignment]
