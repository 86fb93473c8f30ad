"""Make much that stays: nobody looks for garbage in it until it is given up."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """Let what is made in here stay for good, out of the collector's sight.

    The collector would visit a release over and over while it is read, which takes
    longer than the reading. Afterwards it leaves the pages that hold it alone, so
    processes forked from this one go on sharing them.

    Source: Python library reference, gc.freeze.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def give_back() -> None:
    """Give back what was made to last and nobody needs any more.

    What the release before was made of is found once, here; the rest lasts again.

    Source: Python library reference, gc.unfreeze.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
