"""The real mapping set under whatever Wikidata may have become: the build takes it."""

import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.build import build
from graph.inventory import Sources
from graph.links.mapped import mapped
from graph.wikidata.mappings import read
from graph.wikidata.ours import Ours
from graph.wikidata.patch import patched
from graph.wikidata.shelf import Shelf
from graph.wikidata.verify import Verification
from graph.wikidata.wikibase import Wikibase
from tests.graph.wikidata.api import Api, entity
from tests.graph.wikidata.conftest import Time, client

TABLE = Sources.installed().graph / "links" / "mappings.sssom.tsv"


@pytest.fixture(scope="module")
def known() -> tuple[ox.Quad, ...]:
    """Everything that the sources say."""
    return build(Sources.installed()).quads


def changed(api: Api, ours: Ours, chance: random.Random) -> None:
    """Let each item of the set have stayed, moved or gone, and searches find some."""
    rows = [row for row in read(TABLE).rows if row.entity]
    ids = sorted({row.entity for row in rows})
    for row in rows:
        names = ours.names(row.subject)
        kinds = sorted(ours.kinds(row.subject).own)
        label = names[0].text if names else row.label
        types = chance.choice([kinds[:1], ["Q35120"], []])
        record = entity(row.entity, {"en": label}, types=types)
        if chance.random() < 0.7:
            api.put(record)
        if chance.random() < 0.2:
            target = chance.choice(ids)
            api.redirects[row.entity] = target
            # Some are merged with what bears their name and is of their kind.
            api.put(entity(target, {"en": label, "kk": label}, types=kinds))
    for row in read(TABLE).rows:
        for name in ours.names(row.subject):
            if row.is_none and chance.random() < 0.2:
                found = f"Q99{chance.randrange(10**6, 10**7)}"
                kinds = sorted(ours.kinds(row.subject).own)
                api.put(entity(found, {"en": name.text, "zh": name.text}, types=kinds))
                api.found[name.language, name.text] = [found, *chance.sample(ids, 2)]


@pytest.fixture(params=range(3))
def altered(request: pytest.FixtureRequest, empty: Api, ours: Ours) -> Api:
    """A Wikibase in which much has happened, differently for each number."""
    changed(empty, ours, random.Random(request.param))  # noqa: S311 - no secret
    return empty


@pytest.mark.slow
def test_the_build_takes_the_set_with_every_change_that_is_proposed(
    altered: Api, time: Time, ours: Ours, known: tuple[ox.Quad, ...], tmp_path: Path
) -> None:
    clock = time.clock()
    before = read(TABLE)

    with Shelf.opened(tmp_path / "cache", altered.at, clock.now(), None) as shelf:
        wikibase = Wikibase(client(altered, time), shelf, clock)
        run = Verification(before, ours, wikibase, lambda _: None)
        outcome, changes = run.run(altered.at)

    after = tmp_path / TABLE.name
    after.write_bytes(b"".join(patched(before, changes)))
    assert not outcome.unanswered
    assert outcome.changes > 100
    assert any(search.candidates for search in outcome.searched)
    links = [q for q in mapped(after, known, {}) if "Match" in q.predicate.value]
    verified = {row.entity for row in before.rows if row.is_link}
    published = {
        q.object.value.rpartition("/")[2]
        for q in links
        if isinstance(q.object, ox.NamedNode) and "wikidata" in q.object.value
    }
    assert published
    assert published <= verified | set(altered.redirects.values())
