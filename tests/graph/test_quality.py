"""The quality card passes what is good, fails what is not, and names what fails."""

import pyoxigraph as ox
import pytest

from graph import quality
from graph.samples import describe
from graph.stages import Sample
from ontology.prefixes import PREFIXES
from ontology.terms import METADATA

EARL = PREFIXES["earl"]
HEAD = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items())
GOOD = """
  module:all a owl:Ontology ; dcterms:title "t"@en ; dcterms:description "d"@en ;
    dcterms:license <http://example.org/l> ; dcterms:creator <x:me> ;
    dcterms:created "2026-01-01" ; owl:versionIRI <x:v> ; owl:versionInfo "1" ;
    vann:preferredNamespacePrefix "bk" ; vann:preferredNamespaceUri "x" ;
    dcterms:bibliographicCitation "c"@en ; dcterms:issued "2026-01-01" ;
    dcterms:publisher <x:me> ; dcterms:identifier "https://doi.org/10.1/x" ;
    bibo:status <x:draft> ; dcterms:source <x:s> ;
    foaf:logo <x:l> .
  bk:A a owl:Class ; rdfs:label "a"@en ; skos:definition "An a."@en ;
    skos:example "one"@en ; rdfs:isDefinedBy module:x .
  bk:p a owl:ObjectProperty ; rdfs:label "p"@en ; skos:definition "A p."@en ;
    schema:domainIncludes bk:A ; schema:rangeIncludes bk:A ; rdfs:isDefinedBy module:x .
"""


def told(ontology: str, data: str = "") -> dict[str, tuple[str, set[str]]]:
    """Return the verdict on each test, and what fails it."""
    text = f"{HEAD} g:ontology {{ {ontology} }} g:entities {{ {data} }}"
    quads = ox.parse(text, format=ox.RdfFormat.TRIG)
    store = ox.Store()
    for quad in quality.describe(quads):
        assert quad.graph_name == ox.NamedNode(METADATA)
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    found: dict[str, tuple[str, set[str]]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{EARL}outcome"), None):
        name = quad.subject.value.partition("#")[2].removesuffix("-result")  # type: ignore[union-attr]
        references = ox.NamedNode(f"{PREFIXES['dcterms']}references")
        offenders = {
            each.object.value.rpartition("/")[2]  # type: ignore[union-attr]
            for each in store.quads_for_pattern(quad.subject, references, None)
        }
        found[name] = (quad.object.value.removeprefix(EARL), offenders)  # type: ignore[union-attr]
    return found


def test_a_good_ontology_passes_every_test_that_can_be_run() -> None:
    found = told(GOOD)

    assert {v for v, _ in found.values()} == {"passed", "untested"}
    foops = [v for name, (v, _) in found.items() if name.startswith("foops-")]
    assert (foops.count("passed"), foops.count("untested")) == (15, 9)


@pytest.mark.parametrize(
    ("taken", "test"),
    [
        ('vann:preferredNamespacePrefix "bk" ;', "foops-FIND1"),
        ('dcterms:title "t"@en ;', "foops-OM1"),
        ('owl:versionInfo "1" ;', "foops-OM2"),
        ("foaf:logo <x:l>", "foops-OM3"),
        ("bibo:status <x:draft> ;", "foops-OM3"),
        ("https://doi.org/", "foops-OM3"),
        ("dcterms:license <http://example.org/l> ;", "foops-OM4.1"),
        ("dcterms:creator <x:me> ;", "foops-OM5.1"),
        ("dcterms:publisher <x:me> ;", "foops-OM5.2"),
        ("owl:versionIRI <x:v> ;", "foops-VER1"),
    ],
)
def test_what_is_not_on_record_fails_its_test(taken: str, test: str) -> None:
    assert taken in GOOD
    left = GOOD.replace(taken, "")

    assert told(left)[test][0] == "failed"


@pytest.mark.parametrize(
    ("more", "test", "offenders"),
    [
        ("bk:B a owl:Class .", "foops-VOC3", {"B"}),
        ("bk:B a owl:Class .", "foops-VOC4", {"B"}),
        ("bk:B a owl:Class .", "robot-missing_label", {"B"}),
        ("bk:B a owl:Class .", "robot-missing_definition", {"B"}),
        ("bk:B a owl:Class .", "robot-missing_example", {"B"}),
        ("bk:B a owl:Class .", "robot-missing_module", {"B"}),
        ("bk:q a owl:DatatypeProperty .", "robot-missing_domain_or_range", {"q"}),
        ('bk:A rdfs:label "b"@en .', "robot-multiple_labels", {"A"}),
        ('bk:A skos:definition "B."@en .', "robot-multiple_definitions", {"A"}),
        ('bk:p rdfs:label "a"@en .', "robot-duplicate_label", {"A", "p"}),
        ('bk:p skos:definition "An a."@en .', "robot-duplicate_definition", {"A", "p"}),
        ('bk:A skos:scopeNote "two  spaces"@en .', "robot-whitespace", {"A"}),
        (
            "bk:B owl:deprecated true . bk:A rdfs:subClassOf bk:B .",
            "robot-deprecated_reference",
            {"A"},
        ),
        ("bk:B owl:deprecated true .", "robot-deprecated_without_successor", {"B"}),
        ("bk:A rdfs:subClassOf bk:A .", "robot-self_reference", {"A"}),
    ],
)
def test_an_offender_fails_its_test_and_is_named(
    more: str, test: str, offenders: set[str]
) -> None:
    assert told(GOOD + more)[test] == ("failed", offenders)


SHAPES = """g:shapes {
  bks:A a sh:NodeShape ; sh:targetClass bk:A ; sh:property bks:A-p ;
    sh:or ( [ sh:path bk:p ] ) .
  bks:A-p a sh:PropertyShape ; sh:path bk:p ; sh:message "One p."@en .
  bks:B a sh:NodeShape ; sh:closed true ; sh:targetClass bk:B ; sh:message "No p."@en .
  bks:Helper a sh:NodeShape ; sh:message "Looks at nothing by itself."@en .
}"""


def carded(samples: list[Sample]) -> dict[str, str]:
    """Return verdicts and counts about shapes, by the ends of their names."""
    text = f"{HEAD} g:ontology {{ {GOOD} }} {SHAPES}"
    quads = [*ox.parse(text, format=ox.RdfFormat.TRIG), *describe(samples)]
    return {
        q.subject.value.partition("#")[2]: q.object.value  # type: ignore[union-attr]
        for q in quality.describe(quads)
        if q.predicate.value in {f"{PREFIXES['dqv']}value", f"{EARL}outcome"}
    }


def test_a_shape_wants_an_example_that_passes_and_one_that_breaks_it() -> None:
    good = [Sample(shape, "pass", "", passes=True) for shape in ("A-p", "B")]
    bad = [Sample(shape, "fail-x", "", passes=False) for shape in ("A-p", "B")]

    whole, half = carded([*good, *bad]), carded([*good, bad[0]])

    assert whole["shapes-without_passing_example-result"] == f"{EARL}passed"
    assert whole["shapes-without_failing_example-result"] == f"{EARL}passed"
    assert (whole["shapes"], whole["shapes-with-examples"]) == ("2", "2")
    assert whole["examples-of-shapes"] == "4"
    assert half["shapes-without_passing_example-result"] == f"{EARL}passed"
    assert half["shapes-without_failing_example-result"] == f"{EARL}failed"
    assert (half["shapes"], half["shapes-with-examples"]) == ("2", "1")


def test_data_that_use_a_deprecated_term_fail() -> None:
    old = 'bk:p owl:deprecated true ; skos:historyNote "gone"@en .'

    found = told(GOOD + old, "place:a bk:p place:b .")

    assert found["robot-deprecated_use"] == ("failed", {"p"})
    assert told(GOOD + old)["robot-deprecated_use"] == ("passed", set())


def test_labels_are_counted_by_language() -> None:
    text = f'{HEAD} g:ontology {{ {GOOD} bk:A rdfs:label "место"@ru . }}'
    quads = ox.parse(text, format=ox.RdfFormat.TRIG)

    counts = {
        q.subject.value.partition("#")[2]: q.object.value  # type: ignore[union-attr]
        for q in quality.describe(quads)
        if q.predicate.value == f"{PREFIXES['dqv']}value"
    }

    assert counts["labels-of-terms"] == "3"
    assert counts["labels-of-terms-ru"] == "1"
    assert counts["classes"] == "1"
