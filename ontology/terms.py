"""The few IRIs that Python mentions, as plain strings.

The ontology itself lives in Turtle; nothing here defines a term. Every ``bk:`` name
below is found in the Turtle by a test, so a typing error cannot survive.

Source: DESIGN, sections 2 (terms) and 3 (layers and views).
"""

from typing import Final

from ontology.prefixes import BASE, PREFIXES

_BK: Final = PREFIXES["bk"]
_G: Final = PREFIXES["g"]

RDF_TYPE: Final = f"{PREFIXES['rdf']}type"
RDFS_LABEL: Final = f"{PREFIXES['rdfs']}label"
RDFS_COMMENT: Final = f"{PREFIXES['rdfs']}comment"
RDFS_IS_DEFINED_BY: Final = f"{PREFIXES['rdfs']}isDefinedBy"
SKOS_ALT_LABEL: Final = f"{PREFIXES['skos']}altLabel"
SKOS_DEFINITION: Final = f"{PREFIXES['skos']}definition"

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

THE_ARTICLE: Final = f"{PREFIXES['article']}xinjiang-border-areas"
MODULE: Final = PREFIXES["module"]
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
CLAIM_CONTENT: Final = f"{_BK}ClaimContent"
PLANNED_ACTION: Final = f"{_BK}PlannedAction"
EVALUATION: Final = f"{_BK}Evaluation"
CAUSAL_LINK: Final = f"{_BK}CausalLink"
RECOMMENDATION: Final = f"{_BK}Recommendation"
OBSERVATION: Final = f"{_BK}Observation"
MEASURE: Final = f"{_BK}Measure"
CHECK: Final = f"{_BK}Check"
BACKGROUND_STATEMENT: Final = f"{_BK}BackgroundStatement"
IDENTITY_DECISION: Final = f"{_BK}IdentityDecision"

IS_SEGMENT_OF: Final = f"{_BK}isSegmentOf"
SECTION: Final = f"{_BK}section"
PARAGRAPH: Final = f"{_BK}paragraph"
SENTENCE: Final = f"{_BK}sentence"
SEGMENT_KIND: Final = f"{_BK}segmentKind"
START: Final = f"{_BK}start"
END: Final = f"{_BK}end"
SHA256: Final = f"{_BK}sha256"
NORMALISED_SHA256: Final = f"{_BK}normalisedSha256"
CLAIMLESS_REASON: Final = f"{_BK}claimlessReason"
NOTE_NUMBER: Final = f"{_BK}noteNumber"
HAS_TEXT: Final = f"{_BK}hasText"
IS_CITED_IN: Final = f"{_BK}isCitedIn"
CITES_WORK: Final = f"{_BK}citesWork"
TITLE: Final = f"{_BK}title"

IS_STATED_IN: Final = f"{_BK}isStatedIn"
AS_PRINTED: Final = f"{_BK}asPrinted"
PARAPHRASE: Final = f"{_BK}paraphrase"
KIND: Final = f"{_BK}kind"
MODALITY: Final = f"{_BK}modality"
IS_ATTRIBUTED_TO: Final = f"{_BK}isAttributedTo"
IS_RELAYED_BY: Final = f"{_BK}isRelayedBy"
IS_REPORTED_VIA: Final = f"{_BK}isReportedVia"
CITES: Final = f"{_BK}cites"
ENCODING_CONFIDENCE: Final = f"{_BK}encodingConfidence"
IS_CURATED_BY: Final = f"{_BK}isCuratedBy"
MENTIONS: Final = f"{_BK}mentions"
IS_GIVEN_BY: Final = f"{_BK}isGivenBy"

IS_PART_OF: Final = f"{_BK}isPartOf"
IS_WITHIN: Final = f"{_BK}isWithin"

MEASURES: Final = f"{_BK}measures"
IS_ABOUT: Final = f"{_BK}isAbout"
HAS_PARTNER: Final = f"{_BK}hasPartner"
IS_BETWEEN: Final = f"{_BK}isBetween"
VALUE: Final = f"{_BK}value"
UPPER_VALUE: Final = f"{_BK}upperValue"
NUMERATOR: Final = f"{_BK}numerator"
DENOMINATOR: Final = f"{_BK}denominator"
ORDINAL: Final = f"{_BK}ordinal"
UNIT: Final = f"{_BK}unit"
PRECISION: Final = f"{_BK}precision"
PER: Final = f"{_BK}per"
BOUND: Final = f"{_BK}bound"
COMPARED_WITH: Final = f"{_BK}comparedWith"
SHARE_OF: Final = f"{_BK}shareOf"
EXPECTED: Final = f"{_BK}expected"
COMPUTED: Final = f"{_BK}computed"
TOLERANCE: Final = f"{_BK}tolerance"
VERDICT: Final = f"{_BK}verdict"
QUERY: Final = f"{_BK}query"
VERDICT_IF_MISSED: Final = f"{_BK}verdictIfMissed"
CONCERNS: Final = f"{_BK}concerns"

FROM: Final = f"{_BK}from"
TO: Final = f"{_BK}to"
AS_PRINTED_PERIOD: Final = f"{_BK}asPrintedPeriod"
