"""The systems that our things are mapped to, and the one form their names have."""

import re
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import PREFIXES


@dataclass(frozen=True, slots=True)
class System:
    """A system that gives names to things.

    Attributes:
        name: Its local name as a dataset of ours.
        label: What it is called.
        homepage: Where people find it.
        prefix: The prefix of its names.
        form: What follows the prefix, and nothing else does.
    """

    name: str
    label: str
    homepage: str
    prefix: str
    form: re.Pattern[str]

    @property
    def iri(self) -> str:
        """What the system is called here."""
        return f"{PREFIXES['dataset']}{self.name}"

    def names(self, iri: str) -> bool:
        """Say whether an IRI is a name of this system, in its one form."""
        space = PREFIXES[self.prefix]
        return iri.startswith(space) and bool(self.form.fullmatch(iri, len(space)))


_CODE: Final = "https://vocabulary.uncefact.org/"

SYSTEMS: Final = (
    System("geonames", "GeoNames", "https://www.geonames.org/", "gn",
           re.compile("[1-9][0-9]*/")),
    System("isni", "ISNI", "https://isni.org/", "isni",
           re.compile("[0-9]{15}[0-9X]")),
    System("iso-3166-1", "ISO 3166-1", f"{_CODE}unlocode-countries", "unlcdc",
           re.compile("[A-Z]{2}")),
    System("iso-3166-2", "ISO 3166-2", f"{_CODE}unlocode-subdivisions", "unlcds",
           re.compile("[A-Z]{2}[A-Z0-9]{1,3}")),
    System("ror", "Research Organization Registry", "https://ror.org/", "ror",
           re.compile("0[a-z0-9]{6}[0-9]{2}")),
    System("un-locode", "UN/LOCODE", f"{_CODE}unlocode-about", "unlcd",
           re.compile("[A-Z]{2}[A-Z2-9]{3}")),
    System("whosonfirst", "Who's On First", "https://whosonfirst.org/", "wof",
           re.compile("[1-9][0-9]*/")),
    System("wikidata", "Wikidata", "https://www.wikidata.org/", "wd",
           re.compile("Q[1-9][0-9]*")),
)  # fmt: skip
"""All of them, by name. ISO publishes no IRIs, so its codes have those of UN/CEFACT."""

BY_IRI: Final = {system.iri: system for system in SYSTEMS}
