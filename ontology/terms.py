"""The few IRIs that Python mentions, as plain strings.

The ontology itself lives in Turtle; nothing here defines a term. Every ``bk:`` name
below is found in the Turtle by a test, so a typing error cannot survive.
"""

from types import MappingProxyType
from typing import Final

from ontology.prefixes import BASE, PREFIXES

_BK: Final = PREFIXES["bk"]
_G: Final = PREFIXES["g"]

RDF_TYPE: Final = f"{PREFIXES['rdf']}type"
RDFS_LABEL: Final = f"{PREFIXES['rdfs']}label"
RDFS_COMMENT: Final = f"{PREFIXES['rdfs']}comment"
RDFS_SEE_ALSO: Final = f"{PREFIXES['rdfs']}seeAlso"
SKOS_ALT_LABEL: Final = f"{PREFIXES['skos']}altLabel"

NOTATION: Final = f"{PREFIXES['skos']}notation"
DEFINITION: Final = f"{PREFIXES['skos']}definition"
SUBJECT: Final = f"{PREFIXES['rdf']}subject"
PREDICATE: Final = f"{PREFIXES['rdf']}predicate"
OBJECT: Final = f"{PREFIXES['rdf']}object"
VALUE: Final = f"{PREFIXES['rdf']}value"

DEFAULT: Final = f"{_G}default"
"""View: every layer but proofs and withdrawn; what a query sees unless it asks."""

ASSERTED: Final = f"{_G}asserted"
"""View: the default one without what the reasoner added."""

VIEWS: Final = (DEFAULT, ASSERTED)

ONTOLOGY: Final = f"{_G}ontology"
SHAPES: Final = f"{_G}shapes"
ARTICLE_FRAME: Final = f"{_G}article"
ENTITIES: Final = f"{_G}entities"
BACKGROUND: Final = f"{_G}background"
PROVENANCE: Final = f"{_G}provenance"
LINKS: Final = f"{_G}links"
SNAPSHOT: Final = f"{_G}snapshot"
CHECKS: Final = f"{_G}checks"
ENTAILED: Final = f"{_G}entailed"
PROOFS: Final = f"{_G}proofs"
QUESTIONS: Final = f"{_G}questions"
METADATA: Final = f"{_G}metadata"
WITHDRAWN: Final = f"{_G}withdrawn"

LAYERS: Final = (
    ONTOLOGY, SHAPES, ARTICLE_FRAME, ENTITIES, BACKGROUND, PROVENANCE, LINKS,
    SNAPSHOT, CHECKS, ENTAILED, PROOFS, QUESTIONS, METADATA, WITHDRAWN,
)  # fmt: skip
"""Every layer that is one named graph; each claim is a graph of its own besides."""

HIDDEN: Final = MappingProxyType(
    {
        DEFAULT: frozenset({PROOFS, WITHDRAWN}),
        ASSERTED: frozenset({PROOFS, WITHDRAWN, ENTAILED}),
    }
)
"""View -> the layers it leaves out."""

THE_ARTICLE: Final = f"{PREFIXES['article']}xinjiang-border-areas"
"""The ontology's modules: ``MODULE + "place"`` is the IRI of one."""

SCHEMES: Final = tuple(
    BASE + name
    for name in (
        "bound", "kind", "modality", "per", "polarity", "quantity", "verdict",
    )
)  # fmt: skip
"""The SKOS concept schemes; a concept is ``<scheme>/<value>``."""

ARTICLE: Final = f"{_BK}Article"
SEGMENT: Final = f"{_BK}Segment"
NOTE: Final = f"{_BK}Note"
WORK: Final = f"{_BK}Work"
CLAIM: Final = f"{_BK}Claim"
OBSERVATION: Final = f"{_BK}Observation"
CHECK: Final = f"{_BK}Check"

PROOF: Final = f"{_BK}Proof"
CONCLUDES: Final = f"{_BK}concludes"
PREMISE: Final = f"{_BK}premise"
RULE: Final = f"{_BK}rule"
LENGTH: Final = f"{_BK}length"
IS_SHORTEST: Final = f"{_BK}isShortest"
IS_DRAWN_FROM: Final = f"{_BK}isDrawnFrom"
IS_ASSERTED_IN: Final = f"{_BK}isAssertedIn"
INFERENCE_RULE: Final = f"{_BK}InferenceRule"
BODY: Final = f"{_BK}body"
HEAD: Final = f"{_BK}head"
TABLE: Final = f"{_BK}table"

HAS_TEXT: Final = f"{_BK}hasText"
CITES_WORK: Final = f"{_BK}citesWork"

COUNTRY: Final = f"{_BK}Country"
IS_WITHIN: Final = f"{_BK}isWithin"

IS_STATED_IN: Final = f"{_BK}isStatedIn"
MODALITY: Final = f"{_BK}modality"
CITES: Final = f"{_BK}cites"
MENTIONS: Final = f"{_BK}mentions"
IS_GIVEN_BY: Final = f"{_BK}isGivenBy"

MEASURES: Final = f"{_BK}measures"
EXPECTED: Final = f"{_BK}expected"
COMPUTED: Final = f"{_BK}computed"
TOLERANCE: Final = f"{_BK}tolerance"
VERDICT: Final = f"{_BK}verdict"
QUERY: Final = f"{_BK}query"
VERDICT_IF_MISSED: Final = f"{_BK}verdictIfMissed"
CONCERNS: Final = f"{_BK}concerns"
RESERVATION: Final = f"{_BK}reservation"

DESCRIBES: Final = f"{PREFIXES['npx']}describes"
"""Leads from a nanopublication to the claim that it holds."""

FROM: Final = f"{_BK}from"
