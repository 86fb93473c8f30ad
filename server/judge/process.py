"""The process that judges data: take the shapes from a release, listen, dispatch.

Its workers are confined as those of queries are: a deadline that kills, an end of
memory, no files and no network. So all that judging needs is imported, and has run
once, before the first of them is forked.

Started by ``judging`` as ``python -m server.judge.process FOLDER ADDRESS EDITION``,
with the settings in the environment; nobody else needs to.
"""

import logging
import os
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final

from pyoxigraph import RdfFormat, parse, serialize

from graph.guest import Bench
from graph.release import Release, ReleaseError, read_manifest
from server.engine.child import edition
from server.engine.process import dispatch
from server.refusals import DataSyntaxError
from server.settings import Settings

PLACE: Final = re.compile(r"^Parser error at line \d+[^:]*: ")
"""What the engine says of a place, which the problem has as members."""

FIRST: Final = (
    b"<x:a> a <https://w3id.org/borderkg/ontology/Claim> ; <x:b> '1'@en , 2 ."
)
"""What is judged before anybody asks."""


def main(folder: str, address: str, expected: str) -> None:
    """Judge data by the shapes of a release until standard input ends.

    Args:
        folder: The release, already checked by who starts this.
        address: The path of the socket, in a folder that goes with this process.
        expected: The edition whose pages are served.
    """
    path = Path(folder)
    try:
        manifest = read_manifest(path)
    except ReleaseError as problem:
        sys.exit(str(problem))
    if edition(path) != expected:
        sys.exit(f"{path} holds another release now; restart the server to serve it")
    # What strangers write shall not fill the log.
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    bench = Bench.of(Release(path, manifest).quads())
    settings = Settings.read(os.environ)
    answer(bench, {"media_type": "text/turtle"}, FIRST, settings)
    dispatch(address, partial(answer, bench), settings)


def answer(
    bench: Bench, head: dict[str, Any], body: bytes, settings: Settings
) -> bytes:
    """Judge some data; runs in a worker.

    Args:
        bench: What to judge by.
        head: Says the ``media_type`` of the data.
        body: The data.
        settings: The limits, which who called keeps.

    Returns:
        The report, as N-Triples.

    Raises:
        DataSyntaxError: If the data do not parse.
    """
    del settings
    form = RdfFormat.from_media_type(head["media_type"])
    try:
        quads = list(parse(body, format=form))
    except SyntaxError as problem:
        where = (problem.lineno or 1, problem.offset or 1)
        reason = PLACE.sub("", problem.msg)
        raise DataSyntaxError(detail=reason, where=where) from problem
    text = serialize(bench.judge(quads).triples, format=RdfFormat.N_TRIPLES)
    return text or b""


if __name__ == "__main__":
    main(*sys.argv[1:])
