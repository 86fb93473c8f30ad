"""Write the list of entities at the end of ``graph/PATTERNS.md`` anew.

``python -m graph.importer.listing`` is for whoever adds an entity: an author of claims
looks there for the name of a thing before making a new one.

Source: the files of ``graph/entities``.
"""

import sys
import textwrap
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from graph import sources
from ontology.prefixes import curie
from ontology.terms import RDF_TYPE

HEADING: Final = "\n## Entities\n"
"""What stands below it, down to the end of the file, is generated."""

_HERE: Final = Path(__file__).parents[1]
_OPENING: Final = (
    "Every thing of `graph/entities` by its class; `python -m graph.importer.listing` "
    "writes this list anew, and a test says when that is due."
)


def entities(folder: Path) -> dict[str, list[str]]:
    """Return the prefixed names of all entities by that of their class.

    Args:
        folder: Where the Turtle files of the entities lie.
    """
    found = defaultdict(list)
    for path in folder.glob("*.ttl"):
        for thing, predicate, kind, _ in sources.read(path):
            if (
                predicate.value == RDF_TYPE
                and isinstance(thing, NamedNode)
                and isinstance(kind, NamedNode)
            ):
                found[curie(kind.value)].append(curie(thing.value))
    return {kind: sorted(names) for kind, names in sorted(found.items())}


def section(found: Mapping[str, list[str]]) -> str:
    """Return what stands below the heading.

    Args:
        found: The names to list, by class.
    """
    # A dot never begins a line: until the lines are broken it sticks to its name.
    listed = (f"**{kind}** " + "\0· ".join(names) for kind, names in found.items())
    paragraphs = (
        textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False)
        for text in (_OPENING, *listed)
    )
    return "".join(f"\n{paragraph}\n" for paragraph in paragraphs).replace("\0", " ")


def main() -> None:
    """Replace the list in the file of patterns."""
    path = _HERE / "PATTERNS.md"
    above, heading, _ = path.read_text(encoding="utf-8").partition(HEADING)
    text = above + (heading or HEADING) + section(entities(_HERE / "entities"))
    path.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {path}\n")


if __name__ == "__main__":
    main()
