"""The toy release with an article, its authors, a record and a nanopublication."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse, serialize

from graph.release import Release, open_release
from server import create_app
from server.citing.works import Works
from server.engine import local
from server.engine.local import Local
from server.pages.index import index
from server.pages.names import Names
from server.settings import Settings

FRAME = """
    @prefix article: <https://w3id.org/borderkg/article/> .
    @prefix bk: <https://w3id.org/borderkg/ontology/> .
    @prefix claim: <https://w3id.org/borderkg/claim/> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    @prefix g: <https://w3id.org/borderkg/graph/> .
    @prefix np: <https://w3id.org/borderkg/np/> .
    @prefix npx: <http://purl.org/nanopub/x/> .
    @prefix person: <https://w3id.org/borderkg/person/> .
    @prefix place: <https://w3id.org/borderkg/place/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    g:article {
        article:xinjiang-border-areas a bk:Article ;
            rdfs:label "A Toy Article: 100 % & {all}"@en ;
            bk:title "A Toy Article: 100 % & {all}"@en ;
            bk:hasAuthor person:zoe-baker , person:anna-maria-de-la-cruz , person:li ;
            bk:authorsAsPrinted "Zoë BAKER, Anna Maria DE LA CRUZ, 李" .
        person:zoe-baker rdfs:label "Zoë Baker"@en .
        person:anna-maria-de-la-cruz rdfs:label "Anna Maria de la Cruz"@en .
        person:li rdfs:label "李"@zh .
    }
    g:provenance {
        claim:s1-01 bk:paraphrase "China's share_of trade is ~5 % {at most} & #1."@en .
    }
    g:entities { place:china bk:isPartOf [ rdfs:label "one"@en ] . }
    g:metadata {
        <https://w3id.org/borderkg/dataset> dcterms:title "Toy graph"@en ;
            dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
        <https://w3id.org/borderkg/module/all> dcterms:issued "2026-11-24"^^xsd:date ;
            dcterms:creator <https://w3id.org/borderkg/actor/curators> .
        <https://w3id.org/borderkg/actor/curators> rdfs:label "Toy curators"@en .
        np:RAabc npx:describes claim:s1-01 .
    }
"""


@pytest.fixture(scope="session")
def holding(toy_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The toy release with what a citation is made of."""
    folder = tmp_path_factory.mktemp("cited")
    quads = [*toy_release.quads(), *parse(FRAME, format=RdfFormat.TRIG)]
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    entry = {
        "sha256": sha256(text).hexdigest(),
        "bytes": len(text),
        "media_type": "application/n-quads",
        "triples": len(quads),
    }
    manifest = {**asdict(toy_release.manifest), "files": {"dataset.nq": entry}}
    contents = {"dataset.nq": text, "manifest.json": json.dumps(manifest).encode()}
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    sums = (f"{sha256(data).hexdigest()}  {name}\n" for name, data in contents.items())
    (folder / "SHA256SUMS").write_text("".join(sums))
    return open_release(folder)


@pytest.fixture(scope="session")
def engine(holding: Release, small: Settings) -> Iterator[Local]:
    """The engine over it."""
    with local.start(holding, small) as running:
        yield running


@pytest.fixture
def works(holding: Release) -> Works:
    """What can be cited of it."""
    return Works.of(Names(index(holding.quads())), holding)


@pytest.fixture
def client(holding: Release, engine: Local) -> FlaskClient:
    """A client of the app over it."""
    return create_app(holding, engine, engine.settings).test_client()


@pytest.fixture
def later(holding: Release, engine: Local) -> FlaskClient:
    """A client of the app over the same data as another release."""
    manifest = replace(holding.manifest, sources_sha256="1" * 64)
    after = Release(holding.folder, manifest)
    return create_app(after, engine, engine.settings).test_client()
