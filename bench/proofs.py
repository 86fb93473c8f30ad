"""Time the search for proofs on the real graph and on one ten times its size.

Both are searched in turn, five times; the table gives medians and their ratio.

    python bench/proofs.py build
"""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from pyoxigraph import Quad

from bench.generate import asserted, repeated
from graph.axioms import axioms, premises
from graph.proofs import prove
from graph.rules import ready, rules

ROUNDS = 5


def searched(quads: list[Quad]) -> tuple[float, int]:
    """Search once.

    Args:
        quads: What is asserted.

    Returns:
        Seconds, and the number of conclusions.
    """
    schema = axioms(quads)
    start = perf_counter()
    facts = {quad.triple for quad in premises(quads, schema)}
    found = prove(facts, ready(rules(), schema))
    return perf_counter() - start, len(found.steps)


def main(folder: Path) -> None:
    """Print one line a size.

    Args:
        folder: A release.
    """
    real = asserted(folder)
    sizes = {times: list(repeated(real, times)) for times in (1, 10)}
    rounds = [
        {times: searched(quads) for times, quads in sizes.items()}
        for _ in range(ROUNDS)
    ]
    middle = {times: median(one[times][0] for one in rounds) for times in sizes}
    for times, quads in sizes.items():
        _, conclusions = rounds[0][times]
        print(f"{times:3}x {len(quads):9,} quads {conclusions:7,} conclusions")
        print(f"     {middle[times]:.3f} s")
    print(f"ratio {middle[10] / middle[1]:.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
