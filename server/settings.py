"""What an operator may choose: addresses and limits, each with unit and meaning.

Every limit of a query stands here once; refusals, the command line, the page of
limits and the table of the README read it from here.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from pyoxigraph import NamedNode

from ontology.prefixes import BASE

PREFIX: Final = "BORDERKG_"
"""A setting's name in the environment: this and the field's name in capitals."""


class SettingsError(ValueError):
    """A setting that is not a number, too small to serve with, or no choice."""


TOO_MUCH: Final = "limit-exceeded"
MEMORY: Final = 512 * 2**20
SHARE: Final = 8

DATASETS: Final = "datasets"
"""A store with a dataset a view, whose unnamed graph the view is."""

GRAPHS: Final = "graphs"
"""A store with one dataset in which views are named graphs."""


MOST: Final[Mapping[str, int]] = {"deadline": 86_400, "answer": 2**32 - 1}
"""A day, and the longest message between processes."""


def crew(cores: int, memory: int) -> int:
    """Say how many workers a machine bears.

    One client's whole share may be at work and others still find some free, since an
    idle worker costs little: it shares the release with all others. But all of them at
    their limit shall not take more than half of the memory. Never fewer than four,
    which on less than 4 GiB is more than that half; there the operator sets either.

    Args:
        cores: How many cores it has.
        memory: How many bytes it has.

    Returns:
        How many queries are evaluated at a time unless the operator says otherwise.
    """
    wanted = max(SHARE + 4, 4 * cores)
    return max(4, min(wanted, memory // 2 // MEMORY))


def _machine() -> tuple[int, int]:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return os.cpu_count() or 1, pages * size


def _setting(  # noqa: PLR0913 - what is told of a setting
    default: Any,  # noqa: ANN401 - as field()
    unit: str,
    meaning: str,
    status: int = 0,
    problem: str = TOO_MUCH,
    *,
    choices: tuple[str, ...] = (),
    told: str = "",
) -> Any:  # noqa: ANN401 - as field()
    """Describe a setting; one with a status is a limit, refused as that problem.

    ``told`` is what readers are told of a default that differs between machines.
    """
    about = {"unit": unit, "meaning": meaning, "status": status, "problem": problem}
    return field(default=default, metadata={**about, "choices": choices, "told": told})


@dataclass(frozen=True, slots=True)
class Settings:
    """Addresses and limits of one server; every field has a unit and a meaning."""

    host: str = _setting("127.0.0.1", "", "the address to listen on")
    port: int = _setting(8000, "", "the port to listen on")
    proxy: str = _setting("", "", "the reverse proxy that names clients, if any")
    endpoint: str = _setting(BASE + "sparql", "", "the endpoint's published IRI")
    remote: str = _setting("", "", "the query endpoint of a store, if one is to answer")
    remote_asserted: str = _setting(
        "", "", "the same of its dataset for the asserted view, if it has one"
    )
    remote_views: str = _setting(
        DATASETS,
        "",
        "what a view is in the store: one of its datasets, or its graphs",
        choices=(DATASETS, GRAPHS),
    )
    deadline: float = _setting(
        10.0, "s", "from a query's arrival to its answer", 503, "deadline-exceeded"
    )
    memory: int = _setting(
        MEMORY, "bytes", "what one query may allocate", 503, "out-of-memory"
    )
    answer: int = _setting(
        20_000_000, "bytes", "the length of one answer", 503, "result-too-large"
    )
    workers: int = _setting(
        crew(*_machine()),
        "queries",
        "evaluated at a time",
        503,
        "busy",
        told="four a core, no fewer than 12; as memory allows",
    )
    queue: int = _setting(64, "queries", "that may wait for a worker", 503, "busy")
    share: int = _setting(
        SHARE, "queries", "of one client at a time, waiting or not", 429,
        "too-many-requests",
    )  # fmt: skip
    cache: int = _setting(64 * 2**20, "bytes", "answers that are kept; 0 keeps none")
    recycle: int = _setting(2_000, "queries", "after which a worker is renewed")
    body: int = _setting(65_536, "bytes", "the length of a query or request body", 413)
    url: int = _setting(8_192, "bytes", "the length of a query string in a URL", 414)
    parameters: int = _setting(200, "parameters", "of one request", 400)
    nesting: int = _setting(64, "levels", "brackets and signs inside one another", 400)
    patterns: int = _setting(100, "patterns", "of triples in a query", 400)
    blocks: int = _setting(
        50, "blocks", "OPTIONAL, MINUS and UNION in a query, together", 400
    )
    closures: int = _setting(2, "levels", "path closures (* + ?) in one another", 400)
    steps: int = _setting(50, "steps", "and alternatives of one property path", 400)
    operators: int = _setting(500, "operators", "in the expressions of a query", 400)
    graphs: int = _setting(20, "graphs", "that make up a query's dataset", 400)
    resources: int = _setting(100, "things", "that one DESCRIBE describes", 400)
    log: str = _setting(
        "off", "", "a JSON line on stderr for each request", choices=("off", "json")
    )
    metrics: str = _setting(
        "off", "", "figures for Prometheus at /metrics", choices=("off", "on")
    )

    def __post_init__(self) -> None:
        """Refuse what nobody could be served with.

        Raises:
            SettingsError: If a limit is out of its range, a word is no choice, the
                endpoint no IRI, or a store is half named.
        """
        for each in fields(self):
            value = getattr(self, each.name)
            choices = each.metadata["choices"]
            if choices and value not in choices:
                message = (
                    f"{each.name} is {value!r}, and must be {' or '.join(choices)}"
                )
                raise SettingsError(message)
            least = 0 if each.name in {"port", "queue", "cache"} else 1e-3
            most = MOST.get(each.name, 2**53)  # more than that no kernel takes
            if not isinstance(value, str) and not least <= value <= most:
                range_ = f"above zero and at most {most}"
                message = f"{each.name} is {value}, and must be {range_}"
                raise SettingsError(message)
        try:
            NamedNode(self.endpoint)
        except ValueError as problem:
            message = f"endpoint is {self.endpoint!r}, and must be an absolute IRI"
            raise SettingsError(message) from problem
        if self.remote_asserted and not self.remote:
            message = "remote_asserted is set and remote is not"
            raise SettingsError(message)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """Read settings from the environment, ``BORDERKG_DEADLINE=5`` and the like.

        Args:
            environ: Names and values; what is not a setting is left alone.

        Returns:
            The settings, defaults where nothing is said.

        Raises:
            SettingsError: If a value is not of its setting's type.
        """
        kinds = {str: str, int: int, float: float}
        chosen: dict[str, str | int | float] = {}
        for each in fields(cls):
            name = PREFIX + each.name.upper()
            if name not in environ:
                continue
            try:
                chosen[each.name] = kinds[type(each.default)](environ[name])
            except ValueError as problem:
                message = f"{name} is {environ[name]!r}, and must be a number"
                raise SettingsError(message) from problem
        return cls(**chosen)  # type: ignore[arg-type]  # types follow the defaults

    def environ(self) -> dict[str, str]:
        """Write the settings as the environment that ``read`` reads."""
        named = ((PREFIX + each.name.upper(), each.name) for each in fields(self))
        return {name: str(getattr(self, field)) for name, field in named}
