"""What means the same has the same checksum, and whoever doubts one can work it out."""

import hashlib
import io
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import to_isomorphic

from graph import identity
from graph.publish import publish
from graph.release import Release, open_release
from graph.stages import Validated
from ontology.prefixes import PREFIXES
from ontology.terms import LAYERS, ONTOLOGY, PROVENANCE, SHAPES
from tests.stress.dice import dice


@pytest.fixture(scope="module")
def release(judged: Validated, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return publish(judged, tmp_path_factory.mktemp("identity") / "build")


def relabelled(quads: list[ox.Quad], seed: int) -> list[ox.Quad]:
    """The same dataset in another order, its blank nodes under other labels."""
    chance = dice(seed)
    names: dict[str, str] = defaultdict(lambda: f"_:x{chance.getrandbits(60)}")
    lines = [
        re.sub(r"(?:^|(?<= ))_:\w+", lambda found: names[found[0]], f"{quad} .\n")
        for quad in quads
    ]
    chance.shuffle(lines)
    return list(ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("seed", range(5))
def test_order_and_labels_of_blank_nodes_change_no_hash(
    release: Release, seed: int
) -> None:
    quads = list(release.quads())
    other = relabelled(quads, seed)

    assert any(isinstance(q.subject, ox.BlankNode) for q in quads)
    assert set(other) != set(quads)
    assert identity.fingerprint(other) == release.manifest.rdfc
    assert identity.fingerprints(other) == release.manifest.graphs_rdfc


def test_a_changed_triple_changes_the_hash_of_its_graph_and_no_other(
    release: Release,
) -> None:
    quads = list(release.quads())
    graph = ox.NamedNode(ONTOLOGY)
    dropped = next(q for q in quads if q.graph_name == graph)
    quads.remove(dropped)

    found, was = identity.fingerprints(quads), release.manifest.graphs_rdfc

    assert [name for name in was if found[name] != was[name]] == [ONTOLOGY]
    assert identity.fingerprint(quads) != release.manifest.rdfc


@pytest.mark.parametrize("graph", [ONTOLOGY, SHAPES])
def test_another_implementation_calls_equal_what_has_one_hash(
    release: Release, graph: str
) -> None:
    # rdflib has an isomorphism test of its own, and no RDFC-1.0.
    name = ox.NamedNode(graph)
    mine = [q.triple for q in release.quads() if q.graph_name == name]
    path = release.folder / "layers" / f"{graph.rpartition('/')[2]}.ttl"
    canonical = ox.Dataset(ox.Quad(*triple) for triple in mine)
    canonical.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    data = b"".join(sorted(f"{quad} .\n".encode() for quad in canonical))

    assert hashlib.sha256(data).hexdigest() == release.manifest.graphs_rdfc[graph]
    theirs = to_isomorphic(rdflib.Graph().parse(path))
    assert to_isomorphic(rdflib.Graph().parse(data=data, format="nt")) == theirs


def test_control_characters_are_written_as_canonical_n_quads_want_them() -> None:
    text = "".join(map(chr, [*range(1, 0x20), 0x22, 0x5C, 0x7F, 0x85, 0x1F600]))
    place = ox.NamedNode("http://e/a")
    escaped = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
    escaped |= {0x22: '\\"', 0x5C: "\\\\", 0x85: "\x85", 0x1F600: "\U0001f600"}
    wanted = "".join(escaped.get(ord(c), f"\\u{ord(c):04X}") for c in text)
    line = f'<http://e/a> <http://e/a> "{wanted}" <http://e/a> .\n'

    found = identity.fingerprint([ox.Quad(place, place, ox.Literal(text), place)])

    assert found == hashlib.sha256(line.encode()).hexdigest()


def test_every_claim_has_a_checksum_over_its_graph_and_its_provenance(
    release: Release,
) -> None:
    claims = release.manifest.graphs.keys() - set(LAYERS)
    parts: dict[str, list[ox.Quad]] = {claim: [] for claim in claims}
    for quad in release.quads():
        graph, subject = (str(t)[1:-1] for t in (quad.graph_name, quad.subject))
        for claim in {graph, subject if graph == PROVENANCE else graph} & claims:
            parts[claim].append(quad)

    sums = identity.published(release)

    assert sums
    assert sums == {claim: identity.fingerprint(parts[claim]) for claim in claims}
    assert list(sums) == sorted(sums)


def test_the_command_of_the_docstring_gives_the_same_checksum(built: Path) -> None:
    release = open_release(built)
    document = identity.claim_sums.__doc__ or ""
    command = document.partition("::")[2].partition("Args:")[0]
    claim = f"{PREFIXES['claim']}s1-02"

    ran = subprocess.run(
        ["sh", "-c", command], cwd=release.folder, stdout=subprocess.PIPE, check=True
    )

    assert claim in command
    assert ran.stdout.decode().split()[0] == identity.published(release)[claim]


def test_the_real_claims_have_checksums_that_two_ways_agree_on(built: Path) -> None:
    release = open_release(built)
    # The other file, and no store: a store would lose the lexical forms.
    parts: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in ox.parse(path=release.folder / "dataset.trig"):
        graph, subject = (str(t)[1:-1] for t in (quad.graph_name, quad.subject))
        parts[subject if graph == PROVENANCE else graph].append(quad)
    sums = identity.published(release)

    for claim in dice(8).sample(sorted(sums), 40):
        quads = parts[claim]
        target = io.BytesIO()
        ox.serialize(quads, target, ox.RdfFormat.N_QUADS)
        lines = sorted(target.getvalue().splitlines(keepends=True))
        assert len(quads) > 1
        assert hashlib.sha256(b"".join(lines)).hexdigest() == sums[claim], claim
    assert len(sums) == release.manifest.counts["claims"]
