"""What comes of one test of the quality card."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test and its verdict.

    Attributes:
        suite: ``foops``, ``robot`` or ``shapes``.
        name: What its suite calls it.
        title: What it asks for.
        test: The IRI of the test.
        verdict: ``passed``, ``failed`` or ``untested``, as EARL calls them.
        info: Why, where that is more than its offenders.
        offenders: The IRIs of what fails it.
    """

    suite: str
    name: str
    title: str
    test: str
    verdict: str
    info: str = ""
    offenders: tuple[str, ...] = ()
