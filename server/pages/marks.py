"""The mark beside a statement: which claim asserts it, how, and who says so.

A claim's IRI is the name of the graph that holds what it asserts, so the mark of a
statement is read off its graph.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES
from server.pages.index import natural
from server.pages.names import Names, Shown, address, bk, local

CLAIM: Final = PREFIXES["claim"]
AUTHORS: Final = f"{PREFIXES['actor']}authors-of-the-article"
"""The article's own voice: said of most claims, so templates may leave it out."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim, as short as a page can say it.

    Attributes:
        iri: The claim.
        name: Its running name, ``s6-09``.
        href: Its page.
        paraphrase: What it says, in our words.
        kind: Fact, statistic, event and so on.
        modality: Stated, reported, planned and so on.
        sayers: Who says it.
        relayed: Whether somebody other than the authors says it.
        printed: The fragments it rests on.
    """

    iri: str
    name: str
    href: str
    paraphrase: str
    kind: str
    modality: str
    sayers: tuple[Shown, ...]
    relayed: bool
    printed: tuple[str, ...]

    @property
    def section(self) -> str:
        """The section whose claims it is counted with, ``6``."""
        return self.name.partition("-")[0].removeprefix("s")


def is_claim(graph: str) -> bool:
    """Tell the graph of a claim from a layer."""
    return graph.startswith(CLAIM)


def mark(names: Names, claim: str) -> Mark:
    """Sum up one claim from its provenance.

    Args:
        names: The names of the release.
        claim: The claim's IRI.

    Returns:
        Its mark.
    """
    index = names.index
    sayers = index.iris(claim, bk("isAttributedTo"))
    return Mark(
        iri=claim,
        name=local(claim),
        href=address(claim),
        paraphrase=index.text(claim, bk("paraphrase")),
        kind=", ".join(map(names.label, index.iris(claim, bk("kind")))),
        modality=", ".join(map(names.label, index.iris(claim, bk("modality")))),
        sayers=names.links(sayers),
        relayed=any(sayer != AUTHORS for sayer in sayers),
        printed=tuple(index.texts(claim, bk("asPrinted"))),
    )


def marks(names: Names, claims: Iterable[str]) -> tuple[Mark, ...]:
    """Sum up several claims, each once, by number."""
    return tuple(mark(names, claim) for claim in sorted(set(claims), key=natural))
