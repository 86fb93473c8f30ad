"""The engine: views, datasets, limits that bite, and workers that may die."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from graph.release import Release
from ontology.prefixes import PREFIXES
from server.engine import child
from server.engine import local as engine
from server.engine.interface import DatasetSpec
from server.engine.local import Local
from server.problems import Problem
from server.query.guard import Checked
from server.settings import Settings
from tests.server.processes import alive, children, until

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) {"
    + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12))
    + "}"
)
JOIN = (
    "SELECT ?o ?c { ?o a ?k . ?o bk:value ?v . GRAPH ?c { ?o bk:value ?v } }".replace(
        "bk:value", f"<{PREFIXES['bk']}value>"
    )
)
BOMB = (
    "SELECT (STRLEN(?z) AS ?n) { BIND('0123456789012345' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(28))
    + " BIND(?a28 AS ?z) }"
)
G = PREFIXES["g"]


def rows(running: Local, query: str, dataset: DatasetSpec | None = None) -> list[str]:
    answer = running.run(query, dataset or DatasetSpec(), "text/csv")
    return answer.body.decode().splitlines()[1:]


@pytest.fixture
def own_engine(toy_release: Release, small: Settings) -> Iterator[Local]:
    """An engine of the test's own, to be maltreated."""
    with engine.start(toy_release, small) as running:
        yield running


@pytest.mark.parametrize(
    ("dataset", "triples"),
    [
        pytest.param(DatasetSpec(), "14", id="no parameter is the default view"),
        pytest.param(DatasetSpec.default(), "14", id="default"),
        pytest.param(DatasetSpec.asserted(), "12", id="asserted"),
        pytest.param(DatasetSpec((G + "entities",)), "4", id="one layer"),
        pytest.param(DatasetSpec((G + "proofs",)), "1", id="a layer in no view"),
        pytest.param(
            DatasetSpec((G + "background", PREFIXES["claim"] + "s1-01")),
            "4",
            id="two graphs with a common triple",
        ),
        pytest.param(
            DatasetSpec((G + "asserted", G + "entailed")), "14", id="a view and a layer"
        ),
        pytest.param(DatasetSpec(("http://e/unknown",)), "0", id="an unknown graph"),
        pytest.param(DatasetSpec((), (G + "entities",)), "0", id="only named graphs"),
    ],
)
def test_the_default_graph_counts_each_triple_once(
    toy_engine: Local, dataset: DatasetSpec, triples: str
) -> None:
    assert rows(toy_engine, COUNT, dataset) == [triples]


@pytest.mark.parametrize("view", [DatasetSpec.default(), DatasetSpec.asserted()])
def test_graph_joins_with_the_default_graph_under_both_views(
    toy_engine: Local, view: DatasetSpec
) -> None:
    assert sorted(rows(toy_engine, JOIN, view)) == [
        "https://w3id.org/borderkg/observation/s1-01-a,https://w3id.org/borderkg/claim/s1-01",
        "https://w3id.org/borderkg/observation/s1-02-a,https://w3id.org/borderkg/claim/s1-02",
    ]


def test_views_are_not_among_the_named_graphs(toy_engine: Local) -> None:
    found = rows(toy_engine, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")

    assert found == [
        "https://w3id.org/borderkg/claim/s1-01",
        "https://w3id.org/borderkg/claim/s1-02",
        "https://w3id.org/borderkg/graph/background",
        "https://w3id.org/borderkg/graph/entailed",
        "https://w3id.org/borderkg/graph/entities",
        "https://w3id.org/borderkg/graph/proofs",
        "https://w3id.org/borderkg/graph/provenance",
        "https://w3id.org/borderkg/graph/withdrawn",
    ]


def test_named_graphs_are_only_those_named(toy_engine: Local) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    dataset = DatasetSpec((G + "asserted",), (G + "entities", G + "links"))

    assert rows(toy_engine, query, dataset) == [G + "entities"]


def test_a_name_with_dots_is_a_name(toy_engine: Local) -> None:
    query = r"""PREFIX e: <https://w3i>
    SELECT ?x { VALUES ?x { e:d.org.x e:d.org\/borderkg\/place\/china.x.y }
      ?place ?p e:d.org\/borderkg\/place\/china. FILTER(?x != e:d.org.x) } LIMIT 1"""

    assert rows(toy_engine, query) == ["https://w3id.org/borderkg/place/china.x.y"]


def test_no_word_hides_behind_dots(toy_engine: Local) -> None:
    """Unescaped, the engine takes ``china.`` for the end and SERVICE for a word."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)  # noqa: FBT003 - its one argument
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        query = (
            "PREFIX e: <https://w3i> ASK { ?place ?p "
            rf"e:d.org\/borderkg\/place\/china.SERVICE <{address}> {{ ?a ?b ?c }} }}"
        )

        with pytest.raises(Problem, match="is not expected here"):
            toy_engine.run(query, DatasetSpec())

        with pytest.raises(BlockingIOError):
            canary.accept()


def test_a_mistake_after_a_name_with_dots_keeps_its_column(toy_engine: Local) -> None:
    query = "PREFIX e: <http://e/>\nASK { e:a.b.c ?p FROM }"

    with pytest.raises(Problem) as caught:
        toy_engine.run(query, DatasetSpec())

    assert (caught.value.extras["line"], caught.value.extras["column"]) == (2, 18)


def test_from_in_the_query_means_what_the_parameter_means(toy_engine: Local) -> None:
    views = COUNT.replace(" { ?s", f" FROM <{G}asserted> {{ ?s")
    join = JOIN.replace("?c {", f"?c FROM <{G}asserted> {{", 1)
    named = COUNT.replace(" { ?s", f" FROM NAMED <{G}entities> {{ ?s")

    assert rows(toy_engine, views) == ["12"]
    assert len(rows(toy_engine, join)) == 2
    assert rows(toy_engine, views, DatasetSpec.default()) == ["14"]
    assert rows(toy_engine, named) == ["0"]


def test_select_star_has_its_columns_in_the_order_of_the_text(
    toy_engine: Local,
) -> None:
    query = (
        "SELECT DISTINCT * FROM <http://e/g> "
        "{ ?s ?p ?o MINUS { ?s ?x ?y } BIND(1 AS ?b) OPTIONAL { ?o ?p ?a } }"
    )

    body = toy_engine.run(query, DatasetSpec(), "text/csv").body

    assert body.splitlines()[0] == b"s,p,o,b,a"


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        pytest.param("SELECT *\n{ ?s nope:p ?o }", 2, 6, id="unknown prefix"),
        pytest.param("ASK {}\n\n}", 3, 1, id="extra brace"),
        pytest.param("ASK FROM <a:b>\n{ ?s 1 ?o }", 2, 6, id="after from"),
    ],
)
def test_a_syntax_error_has_its_line_and_column(
    toy_engine: Local, query: str, line: int, column: int
) -> None:
    with pytest.raises(Problem) as caught:
        toy_engine.run(query, DatasetSpec())

    assert caught.value.status == 400
    extras = caught.value.extras
    assert (extras["line"], extras["column"]) == (line, column)


@pytest.mark.parametrize("graphs", [("http://e:C/",), ("http://e:C/", G + "links")])
def test_a_graph_whose_name_is_no_iri_is_refused(
    toy_engine: Local, graphs: tuple[str, ...]
) -> None:
    for dataset in (DatasetSpec(graphs), DatasetSpec((), graphs)):
        with pytest.raises(Problem) as caught:
            toy_engine.run(COUNT, dataset)

        assert caught.value.status == 400
        assert caught.value.type == "bad-request"


def test_an_unknown_function_is_a_problem_of_the_query(toy_engine: Local) -> None:
    with pytest.raises(Problem) as caught:
        toy_engine.run("SELECT (<http://e/f>(1) AS ?x) {}", DatasetSpec())

    assert caught.value.status == 400
    assert caught.value.type == "evaluation-failed"


def test_a_query_that_runs_for_ever_is_stopped_and_others_are_served(
    toy_engine: Local, small: Settings
) -> None:
    served = 0
    with ThreadPoolExecutor() as pool:
        endless = pool.submit(toy_engine.run, ENDLESS, DatasetSpec())
        time.sleep(0.2)
        while not endless.done():
            assert rows(toy_engine, COUNT) == ["14"]
            served += 1
            time.sleep(0.05)
    problem = endless.exception()

    assert isinstance(problem, Problem)
    assert problem.status == 503
    assert problem.type == "deadline-exceeded"
    assert problem.extras["allowed"] == small.deadline
    assert served > 5


def test_a_query_that_takes_too_much_memory_is_stopped(toy_engine: Local) -> None:
    with pytest.raises(Problem) as caught:
        toy_engine.run(BOMB, DatasetSpec())

    assert caught.value.status == 503
    assert caught.value.type == "out-of-memory"
    assert caught.value.extras["allowed"] == 268_435_456
    assert rows(toy_engine, COUNT) == ["14"]


def test_an_answer_over_the_limit_is_refused_and_not_cut(
    toy_release: Release, small: Settings
) -> None:
    with engine.start(toy_release, replace(small, answer=500)) as running:
        short = running.run("SELECT * { ?s ?p ?o } LIMIT 1", DatasetSpec())
        with pytest.raises(Problem) as caught:
            running.run("SELECT * { ?s ?p ?o }", DatasetSpec())

    assert len(short.body) < 500
    assert caught.value.status == 503
    assert caught.value.type == "result-too-large"
    assert caught.value.extras["dumps"] == "/dumps/"


def test_a_page_gets_the_rows_it_shows_and_how_many_there_are(
    toy_engine: Local,
) -> None:
    numbers = " ".join(map(str, range(1_500)))
    query = f"""SELECT ?n ?text ?none ?word ?thing {{
        VALUES ?n {{ {numbers} }} VALUES (?text ?word ?thing) {{
        ("<\\u0001" "x"@en <http://e/a>) }} }}"""

    page = json.loads(toy_engine.run(query, DatasetSpec(), "text/html").body)
    rows = json.loads(toy_engine.run(query, DatasetSpec(), "application/json").body)

    assert page["total"] == 1_500
    assert page["head"] == rows["head"]
    assert page["results"]["bindings"] == rows["results"]["bindings"][:1_000]


def test_a_killed_worker_costs_one_answer(own_engine: Local) -> None:
    before = children(own_engine.child.process_id)
    with ThreadPoolExecutor() as pool:
        endless = pool.submit(own_engine.run, ENDLESS, DatasetSpec())
        time.sleep(0.3)
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        problem = endless.exception()
    after = {tuple(rows(own_engine, COUNT)) for _ in range(8)}

    assert isinstance(problem, Problem)
    assert problem.type == "worker-lost"
    assert problem.status == 503
    assert after == {("14",)}
    assert len(children(own_engine.child.process_id)) == len(before)


def test_a_machine_that_is_no_linux_is_told_so_in_one_sentence(
    toy_release: Release, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(child, "PROC", tmp_path / "proc")

    with pytest.raises(child.EngineError, match="it needs Linux"):
        Local(toy_release, Settings())


def test_a_killed_idle_worker_costs_nothing(own_engine: Local) -> None:
    process = own_engine.child.process_id

    for _ in range(30):
        for worker in children(process):
            os.kill(worker, signal.SIGKILL)
        assert rows(own_engine, COUNT) == ["14"]


def test_a_client_that_leaves_frees_its_worker(own_engine: Local) -> None:
    before = children(own_engine.child.process_id)
    gone = threading.Event()
    threading.Timer(0.3, gone.set).start()

    with pytest.raises(Problem):
        own_engine.run(ENDLESS, DatasetSpec(), gone=gone.is_set)

    process = own_engine.child.process_id
    until(1, lambda: children(process) != before and len(children(process)) == 2)


def test_a_full_queue_is_said_at_once(own_engine: Local, small: Settings) -> None:
    places = small.workers + small.queue
    with ThreadPoolExecutor(places + 1) as pool:
        running = [
            pool.submit(own_engine.run, ENDLESS, DatasetSpec()) for _ in range(places)
        ]
        time.sleep(0.5)
        with pytest.raises(Problem) as caught:
            own_engine.run(COUNT, DatasetSpec())
        waited_for = [each for each in running if each.done()]
        problems = [each.exception() for each in running]

    assert caught.value.type == "busy"
    assert caught.value.status == 503
    assert caught.value.headers == {"Retry-After": "1"}
    assert waited_for == []
    assert all(isinstance(each, Problem) for each in problems)
    assert rows(own_engine, COUNT) == ["14"]


def test_a_worker_is_renewed_after_so_many_queries(
    toy_release: Release, small: Settings
) -> None:
    with engine.start(toy_release, replace(small, workers=1, recycle=3)) as running:
        before = children(running.child.process_id)
        answers = [rows(running, COUNT) for _ in range(20)]
        after = children(running.child.process_id)

    assert answers == [["14"]] * 20
    assert before.isdisjoint(after)


def test_a_dead_dispatcher_is_started_again_and_leaves_no_worker(
    own_engine: Local,
) -> None:
    dispatcher = own_engine.child.process_id
    workers = children(dispatcher)
    os.kill(dispatcher, signal.SIGKILL)

    until(5, lambda: own_engine.child.process_id != dispatcher)

    assert rows(own_engine, COUNT) == ["14"]
    assert not any(alive(worker) for worker in workers)


def test_ending_waits_for_what_was_asked(toy_release: Release, small: Settings) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with ThreadPoolExecutor() as pool:
        with engine.start(toy_release, small) as running:
            workers = children(running.child.process_id)
            asked = pool.submit(rows, running, slow)
            time.sleep(0.01)

        assert asked.result() == ["38416"]

    assert not any(alive(worker) for worker in workers)


def test_no_worker_outlives_the_program_that_started_it(
    toy_release: Release, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from graph.release import open_release\n"
        "from server.engine import local as engine\n"
        "from server.settings import Settings\n"
        "with engine.start(open_release(Path(sys.argv[1])), Settings()) as running:\n"
        "    print(running.child.process_id, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, program, toy_release.folder], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        dispatcher = int(process.stdout.readline())
        workers = children(dispatcher)
        process.kill()

    until(5, lambda: not any(alive(each) for each in {dispatcher, *workers}))


def test_a_worker_has_no_network(toy_release: Release) -> None:
    # The guard is passed by on purpose: the second line must hold by itself.
    with (
        socket.create_server(("127.0.0.1", 0)) as canary,
        engine.start(toy_release, Settings(workers=1, deadline=2)) as running,
    ):
        canary.settimeout(1)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        query = f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
        with pytest.raises(Problem) as caught:
            running.run(Checked(query, "SELECT"), DatasetSpec())
        with pytest.raises(TimeoutError):
            canary.accept()

    assert caught.value.status == 400


def test_a_crash_of_the_engine_is_a_503(own_engine: Local) -> None:
    deep = Checked("ASK " + "{" * 30_000 + "}" * 30_000, "ASK")

    with pytest.raises(Problem) as caught:
        own_engine.run(deep, DatasetSpec())

    assert caught.value.status == 503
    assert caught.value.type == "worker-lost"
    assert rows(own_engine, COUNT) == ["14"]


def test_rows_of_a_page_are_json_for_every_form(toy_engine: Local) -> None:
    query = "CONSTRUCT { <a:a> <a:b> 'x'@en, 1, _:b } {}"

    body = toy_engine.run(query, DatasetSpec(), "text/html").body

    results = json.loads(body)
    assert results["head"] == {"vars": ["subject", "predicate", "object"]}
    assert {r["object"]["type"] for r in results["results"]["bindings"]} == {
        "literal",
        "bnode",
    }
