"""The base IRI and the one table of prefixes.

Every source of the project uses a prefix in this meaning or not at all, so a name
reads the same in a claim, a shape, a query and a page.
"""

from types import MappingProxyType
from typing import Final

BASE: Final = "https://w3id.org/borderkg/"
"""Every IRI of ours begins with this; the server answers each by its path."""

_OWN: Final = MappingProxyType(
    {
        "bk": "ontology",
        "bks": "shapes",
        "g": "graph",
        "nanopub": "np",
        "seg": "segment",
    }
)
"""Our prefixes whose path segment is another word."""

KINDS: Final = (
    "actor", "agreement", "article", "background", "bound", "check", "claim",
    "content", "crossing", "dataset", "event", "example", "function", "identity",
    "kind", "mapping", "measure", "modality", "module", "note", "observation",
    "office", "people", "per", "person", "place", "polarity", "policy", "proof",
    "quantity", "question", "route", "rule", "sector", "snapshot", "source",
    "spelling", "stage", "statement", "verdict", "work", "zone",
)  # fmt: skip
"""Our prefixes that are their own path segment: ``place:`` is ``BASE/place/``."""

_FOREIGN: Final = MappingProxyType(
    {
        "bibo": "http://purl.org/ontology/bibo/",
        "cito": "http://purl.org/spar/cito/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "dqv": "http://www.w3.org/ns/dqv#",
        "earl": "http://www.w3.org/ns/earl#",
        "fabio": "http://purl.org/spar/fabio/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "gn": "https://sws.geonames.org/",
        "isni": "https://isni.org/isni/",
        "mf": "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
        "np": "http://www.nanopub.org/nschema#",
        "npx": "http://purl.org/nanopub/x/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "qudt": "http://qudt.org/schema/qudt/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "ror": "https://ror.org/",
        "schema": "http://schema.org/",
        "semapv": "https://w3id.org/semapv/vocab/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "skosxl": "http://www.w3.org/2008/05/skos-xl#",
        "spdx": "http://spdx.org/rdf/terms#",
        "sssom": "https://w3id.org/sssom/",
        "time": "http://www.w3.org/2006/time#",
        "unit": "http://qudt.org/vocab/unit/",
        "unlcd": "https://vocabulary.uncefact.org/unlocode#",
        "unlcdc": "https://vocabulary.uncefact.org/unlocode-countries#",
        "unlcds": "https://vocabulary.uncefact.org/unlocode-subdivisions#",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
        "wd": "http://www.wikidata.org/entity/",
        "wdt": "http://www.wikidata.org/prop/direct/",
        "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "wof": "https://spelunker.whosonfirst.org/id/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)

PREFIXES: Final = MappingProxyType(
    dict(
        sorted(
            {
                **{prefix: f"{BASE}{path}/" for prefix, path in _OWN.items()},
                **{kind: f"{BASE}{kind}/" for kind in KINDS},
                "desc": f"{BASE}.well-known/void#",
                **_FOREIGN,
            }.items()
        )
    )
)
"""Prefix -> namespace, sorted by prefix; nothing outside this table is allowed."""

_LONGEST_FIRST: Final = tuple(
    sorted(PREFIXES.items(), key=lambda pair: len(pair[1]), reverse=True)
)


def curie(iri: str) -> str:
    """Shorten an IRI with the table of prefixes, the longest namespace first.

    Args:
        iri: Any IRI.

    Returns:
        ``place:khorgos``, or the IRI itself where no prefix fits.
    """
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace):
            rest = iri.removeprefix(namespace)
            return iri if "/" in rest or "#" in rest else f"{prefix}:{rest}"
    return iri
