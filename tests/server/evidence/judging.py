"""Put the evidence of one row to each test, and say what it did not pass."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Quad

from server.evidence.cells import Fact
from server.evidence.findings import Evidence, Traced, Witness
from tests.server.evidence.brute import (
    Asked,
    World,
    every_fact,
    held,
    named,
    support,
    written,
)


@dataclass(frozen=True)
class Judge:
    """Judges one row.

    Attributes:
        world: The release.
        asked: The query.
        found: The evidence.
        row: One of its rows.
        most: How many of its solutions are looked at.
    """

    world: World
    asked: Asked
    found: Evidence
    row: Traced
    most: int

    def faults(self) -> Iterator[str]:
        """Yield a sentence for each fault."""
        before = support(self.world, self.asked, self.row)
        shown = len(self.row.witnesses)
        if before <= shown if self.row.more else before != shown:
            yield f"{before} solutions give the row, and {shown} are shown"
        for witness in self.row.witnesses[: self.most]:
            yield from self._needed(witness, before)
        if self.row.traceable == "whole" and not self.row.more:
            yield from self._enough()

    def _needed(self, witness: Witness, before: int) -> Iterator[str]:
        """Yield what is named and could be gone without a loss."""
        for fact in every_fact(witness):
            quads = self._held(fact)
            if not quads or not quads <= self.world.quads:
                yield f"{fact} is not where it is said to be"
            if not self._loses(quads, before):
                yield f"the row does not need {fact}, or more graphs hold it"
        claims = named(self.found, witness)
        if claims and not self._falls(witness, claims, before):
            yield f"the row does not need {sorted(claims)}"

    def _falls(self, witness: Witness, claims: set[str], before: int) -> bool:
        """Whether the row loses support without claims and what follows from them."""
        gone = self.world.of(claims)
        # What a claim says may stand in a layer as well, which is named too.
        said = [self._held(fact) for fact in every_fact(witness)]
        gone |= {quad for quads in said if quads & gone for quad in quads}
        left = self.world.proofs_without(gone)
        if self._loses(gone | self.world.unproved(left), before):
            return True
        # Something is proved otherwise as well, and the evidence says so.
        return any(
            left[quad.triple] < self.world.proofs[quad.triple]
            for fact in every_fact(witness)
            if (proof := self.found.support[fact].proof) and proof.others
            for quad in self._held(fact)
        )

    def _loses(self, gone: set[Quad], before: int) -> bool:
        """Whether the row is gone without some quads, or fewer solutions give it."""
        with self.world.without(gone):
            return support(self.world, self.asked, self.row) < before or not self._is(
                self.world
            )

    def _enough(self) -> Iterator[str]:
        """Yield a sentence if what is named alone does not give the row."""
        alone = World(
            quad
            for witness in self.row.witnesses
            for fact in every_fact(witness)
            for quad in self._held(fact)
        )
        if not self._is(alone):
            yield "the evidence alone does not give the row"

    def _is(self, world: World) -> bool:
        """Whether the answer has the row."""
        row = {name: cell.written for name, cell in self.row.binding.items()}
        return written(row) in map(written, world.rows(self.asked.text))

    def _held(self, fact: Fact) -> set[Quad]:
        return self.world.same(held(self.found, fact))
