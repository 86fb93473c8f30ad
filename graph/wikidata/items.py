"""Read an entity of the API into the little that is judged, and mistrust its form.

Statements that Wikidata marks as deprecated are left out; of those with other ranks
all count, for a place may have lain in more than one country. Empty lists and empty
objects are the same there, as PHP writes them.

Source: Wikibase data model, JSON serialisation; Wikibase,
``repo/includes/Api/GetEntities.php`` and ``ResultBuilder.php`` (missing, redirects).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from graph.wikidata.text import clean

ID: Final = re.compile(r"[QP][1-9][0-9]{0,11}")
"""The identifier of an item or a property."""

INSTANCE_OF: Final = "P31"
SUBCLASS_OF: Final = "P279"
COUNTRIES: Final = ("P17", "P495")
"""Country, and country of origin."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entity as the API told it.

    Attributes:
        asked: The identifier that was asked for.
        id: The identifier it has; another one after a redirect.
        exists: Whether there is such an entity.
        labels: Language to label.
        aliases: Language to further names.
        types: Of what it is an instance.
        parents: Of what it is a subclass.
        countries: Where it lies or comes from.
        revision: The revision that was read; 0 if not told.
    """

    asked: str
    id: str
    exists: bool
    labels: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    types: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    revision: int = 0

    @property
    def is_redirect(self) -> bool:
        """Whether another entity took its place."""
        return self.exists and self.id != self.asked

    def label(self, *languages: str) -> str:
        """Return its label in the first language that has one, or its identifier."""
        for language in (*languages, "mul", *sorted(self.labels)):
            if found := self.labels.get(language):
                return found
        return self.id

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield each label and alias with its language, the labels first."""
        for language, label in self.labels.items():
            yield label, language
        for language, aliases in self.aliases.items():
            for alias in aliases:
                yield alias, language


def none(asked: str) -> Item:
    """Return what stands for an entity that does not exist."""
    return Item(asked, asked, exists=False, labels={}, aliases={})


def read(asked: str, record: object) -> Item | None:
    """Read what the API says of one entity.

    Args:
        asked: The identifier that was asked for.
        record: What stands under it.

    Returns:
        The entity; None if it is not told in any form we know.
    """
    told = _map(record)
    if "missing" in told:
        return none(asked)
    found = told.get("id")
    if not isinstance(found, str) or not ID.fullmatch(found):
        return None
    if found != asked and _map(told.get("redirects")).get("to") != found:
        return None
    claims = _map(told.get("claims"))
    revision = told.get("lastrevid")
    return Item(
        asked,
        found,
        exists=True,
        labels=dict(_labels(told.get("labels"))),
        aliases=dict(_aliases(told.get("aliases"))),
        types=_targets(claims, INSTANCE_OF),
        parents=_targets(claims, SUBCLASS_OF),
        countries=_targets(claims, *COUNTRIES),
        revision=revision if isinstance(revision, int) else 0,
    )


def kept(item: Item) -> dict[str, object]:
    """Return an item as JSON can keep it."""
    return asdict(item)


def restored(value: object) -> Item | None:
    """Return an item that was kept; None if the value is not one."""
    told = _map(value)
    try:
        fields = {
            **told,
            **{name: tuple(told[name]) for name in ("types", "parents", "countries")},
            "aliases": {k: tuple(v) for k, v in told["aliases"].items()},
        }
        return Item(**fields)
    except (AttributeError, KeyError, TypeError):
        return None


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _labels(value: object) -> Iterator[tuple[str, str]]:
    for language, term in _map(value).items():
        if text := _text(term):
            yield clean(language), text


def _aliases(value: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    for language, terms in _map(value).items():
        if isinstance(terms, list):
            yield clean(language), tuple(filter(None, map(_text, terms)))


def _text(term: object) -> str:
    value = _map(term).get("value")
    return clean(value) if isinstance(value, str) else ""


def _targets(claims: Mapping[str, Any], *properties: str) -> tuple[str, ...]:
    """Return the items that the statements of some properties point to, each once."""
    found: dict[str, None] = {}
    for name in properties:
        statements = claims.get(name)
        for statement in statements if isinstance(statements, list) else ():
            told = _map(statement)
            value = _map(_map(_map(told.get("mainsnak")).get("datavalue")).get("value"))
            target = value.get("id")
            if told.get("rank") == "deprecated" or not isinstance(target, str):
                continue
            if ID.fullmatch(target):
                found[target] = None
    return tuple(found)
