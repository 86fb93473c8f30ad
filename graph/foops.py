"""The tests of FOOPS! on the ontology, those that need no public address.

Each is worked out from the ontology's own record and terms. The other nine ask an
address of the public web, or a registry there, and are named as not run.

Source: FOOPS!, catalogue of tests (w3id.org/foops/catalog), fetched with its
descriptions on 2026-11-24; what counts for a field is that of its code
(oeg-upm/fair_ontologies, Ontology.java).
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from graph import formats
from graph.outcome import Outcome
from graph.queried import offenders
from ontology.prefixes import PREFIXES

RECORD: Final = f"{PREFIXES['module']}all"
"""The ontology header that describes the whole."""

_DC: Final = "http://purl.org/dc/elements/1.1/"
_TITLE: Final = ("dcterms:title", "schema:name")
_ABOUT: Final = ("dcterms:description", "dcterms:abstract", "rdfs:comment", "skos:note")
_LICENCE: Final = ("dcterms:license", "dcterms:rights", "schema:license")
_CREATOR: Final = ("dcterms:creator", "schema:creator", "prov:wasAttributedTo")
_CREATED: Final = ("dcterms:created", "schema:dateCreated", "prov:generatedAtTime")
_ISSUED: Final = ("dcterms:issued", "dcterms:submitted", "schema:datePublished")
_IDENTIFIER: Final = ("dcterms:identifier", "schema:identifier")
_PUBLISHER: Final = ("dcterms:publisher", "schema:publisher")

_Fields: TypeAlias = Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]]

_PREFIX: Final = ("vann:preferredNamespacePrefix",)

_FIELDS: Final[_Fields] = MappingProxyType(
    {
        "FIND1": (
            "A prefix is declared",
            {"prefix": _PREFIX},
        ),
        "OM1": (
            "Minimum metadata are declared",
            {
                "title": _TITLE,
                "description": _ABOUT,
                "licence": _LICENCE,
                "version IRI": ("owl:versionIRI",),
                "creator": _CREATOR,
                "namespace": ("vann:preferredNamespaceUri",),
            },
        ),
        "OM2": (
            "Recommended metadata are declared",
            {
                "prefix": _PREFIX,
                "version": ("owl:versionInfo", "schema:schemaVersion"),
                "creation date": _CREATED,
                "citation": ("dcterms:bibliographicCitation",),
            },
        ),
        "OM3": (
            "Detailed metadata are declared",
            {
                "DOI": ("bibo:doi", *_IDENTIFIER),
                "publisher": _PUBLISHER,
                "logo": ("foaf:logo", "schema:logo"),
                "status": ("bibo:status",),
                "source": ("dcterms:source", "prov:hadOriginalSource"),
                "issued date": _ISSUED,
            },
        ),
        "OM4.1": ("A licence is declared", {"licence": _LICENCE}),
        "OM5.1": (
            "Basic provenance is declared",
            {"creator": _CREATOR, "creation date": _CREATED},
        ),
        "OM5.2": (
            "Detailed provenance is declared",
            {"issued date": _ISSUED, "publisher": _PUBLISHER},
        ),
        "VER1": ("A version IRI is declared", {"version IRI": ("owl:versionIRI",)}),
    }
)
"""Test -> title, and what must be on record: a word, the properties that would do."""

_UNTESTED: Final = MappingProxyType(
    {
        "CN1": "RDF by content negotiation at the ontology's own IRI",
        "DOC1": "HTML documentation at the ontology's own IRI",
        "FIND2": "The prefix is found in prefix.cc or LOV",
        "FIND3": "The ontology is found in a public registry",
        "FIND_3_BIS": "Metadata are found in a public registry",
        "OM4.2": "The licence's IRI resolves",
        "URI1": "The ontology's IRI resolves",
        "URI2": "The IRI asked for and the one found in the ontology are the same",
        "VER2": "The version IRI resolves",
    }
)

_TERM: Final = """
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }
  ?term a ?kind . FILTER (STRSTARTS(STR(?term), STR(bk:)))"""


def outcomes(store: Store, ontology: list[Triple]) -> Iterator[Outcome]:
    """Run the tests.

    Args:
        store: The ontology, to be asked.
        ontology: The same.

    Yields:
        All 24, the nine that need the web as untested.
    """
    record = [t for t in ontology if t.subject == NamedNode(RECORD)]
    held = {t.predicate.value for t in record if not _other_identifier(t)}
    space = PREFIXES["bk"]
    for name, (title, fields) in _FIELDS.items():
        missing = [word for word, ways in fields.items() if not _any(ways, held)]
        yield _outcome(name, title, f"missing: {', '.join(missing)}" if missing else "")
    w3id = "" if space.startswith("https://w3id.org/") else space
    yield _outcome("PURL1", "The IRI is a persistent one", w3id)
    http = "" if space.startswith(("https://", "http://")) else space
    yield _outcome("HTTP1", "The protocol is an open one", http)
    yield _outcome("RDF1", "The file published is valid Turtle", _malformed(ontology))
    borrowed = {name.rpartition("#")[0] or name.rpartition("/")[0] for name in held}
    none = "" if len(borrowed) > 1 else "no vocabulary is reused for metadata"
    yield _outcome("VOC1", "Metadata reuse existing vocabularies", none)
    yield _outcome("VOC2", "Established vocabularies are reused", _alone(ontology))
    for name, title, way in (
        ("VOC3", "All terms have labels", "rdfs:label|skos:prefLabel"),
        ("VOC4", "All terms have definitions", "skos:definition|rdfs:comment"),
    ):
        where = f"{_TERM} FILTER NOT EXISTS {{ ?term {way} ?text }}"
        found = offenders(store, where)
        yield _outcome(name, title, "", found)
    for name, title in _UNTESTED.items():
        info = "needs a public address, so it is not run in a build"
        yield Outcome("foops", name, title, _iri(name), "untested", info)


def _outcome(name: str, title: str, wrong: str, found: tuple[str, ...] = ()) -> Outcome:
    verdict = "failed" if wrong or found else "passed"
    return Outcome("foops", name, title, _iri(name), verdict, wrong, found)


def _iri(name: str) -> str:
    return f"https://w3id.org/foops/test/{name}"


def _any(ways: tuple[str, ...], held: set[str]) -> bool:
    pairs = (way.split(":") for way in ways)
    full = {PREFIXES[prefix] + name for prefix, name in pairs}
    full |= {_DC + way.split(":")[1] for way in ways if way.startswith("dcterms:")}
    return not full.isdisjoint(held)


def _other_identifier(triple: Triple) -> bool:
    """Tell whether this is an identifier, but no DOI: it must name its resolver."""
    names = {PREFIXES[p] + n for p, n in (way.split(":") for way in _IDENTIFIER)}
    return triple.predicate.value in names and "doi." not in str(triple.object)


def _malformed(ontology: list[Triple]) -> str:
    """Parse what is published, and say what is wrong with it, if anything is."""
    quads = (Quad(t.subject, t.predicate, t.object) for t in ontology)
    try:
        read = sum(1 for _ in parse(formats.turtle(quads), format=RdfFormat.TURTLE))
    except SyntaxError as problem:
        return str(problem)
    return "" if read == len(set(ontology)) else f"{read} triples were read back"


def _alone(ontology: list[Triple]) -> str:
    own = (PREFIXES["bk"], PREFIXES["module"])
    basic = tuple(PREFIXES[p] for p in ("owl", "rdf", "rdfs"))
    used = {t.object.value for t in ontology if isinstance(t.object, NamedNode)}
    others = [iri for iri in used if not iri.startswith((*own, *basic))]
    return "" if others else "no term of another vocabulary is used"
