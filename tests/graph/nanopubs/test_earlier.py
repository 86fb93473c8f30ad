"""What was published before is read from the list that release had of it."""

import pytest

from graph.build import build
from graph.inventory import Sources
from graph.sources import SourceError
from graph.stages import Published
from tests.graph.nanopubs.conftest import NP

HEAD = "about,nanopub,created,supersedes,retracts"
CODE = f"{NP}RA{'x' * 43}"


def put(mini: Sources, *lines: str) -> None:
    folder = mini.graph / "nanopubs"
    folder.mkdir()
    (folder / "published.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")


def test_the_list_of_a_release_is_taken_as_it_is(mini: Sources) -> None:
    put(mini, HEAD, f"e:a,{CODE},2001-02-03,,", f"e:b,{CODE},,{CODE},{CODE}")

    assert build(mini).published == (
        Published("e:a", CODE, "2001-02-03"),
        Published("e:b", CODE, "", CODE, CODE),
    )


def test_without_a_list_nothing_was_published(mini: Sources) -> None:
    assert build(mini).published == ()


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        pytest.param(["about,nanopub"], 1, HEAD, id="other columns"),
        pytest.param([HEAD, "e:a"], 2, "no row", id="a short row"),
        pytest.param(
            [HEAD, f"e:a,{CODE},,,", f"e:a,{CODE},,,"], 3, "no row", id="twice"
        ),
        pytest.param([HEAD, "e:a,,,,"], 2, "of ours", id="no name"),
        pytest.param([HEAD, f"e:a,{CODE}y,,,"], 2, "of ours", id="another name"),
    ],
)
def test_a_list_that_is_none_is_refused_with_its_line(
    mini: Sources, lines: list[str], line: int, reason: str
) -> None:
    put(mini, *lines)

    with pytest.raises(SourceError, match=rf"published\.csv:{line}\b.*{reason}"):
        build(mini)
