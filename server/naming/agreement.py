"""How a name agrees with what was looked for: its words, its kind, its standing.

Sure is only what is the same name, letter by letter, in one script or in another that
writes the same letters; Chinese names that merely sound alike are not, nor is a typing
error however small.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from server.naming.folding import Folded
from server.naming.gathering import Name, Standing
from server.naming.generic import Kinds
from server.naming.nearness import Weight, nearness


class Kind(Enum):
    """How the kinds agree that two names say by their generic words."""

    SAME = "same"
    """Both say the same, or neither says anything."""
    KNOWN = "known"
    """One says a kind that the name does not say and that the thing is of."""
    UNSAID = "unsaid"
    """The name says a kind, and who looks for it does not."""
    OTHER = "other"
    """The thing is of another kind than is looked for."""


DEDUCTED: Final = {Kind.SAME: 0, Kind.KNOWN: 1, Kind.UNSAID: 12, Kind.OTHER: 25}
"""Points off a name's hundred."""

STANDING: Final = {
    Standing.PREFERRED: 0,
    Standing.OTHER: 1,
    Standing.INITIALS: 3,
    Standing.SHORTENED: 8,
}
"""Points off for a name that is not the one a thing is best known by."""

INITIALS: Final = 4
"""Letters from which on initials are sure; three are borne by half the world."""

DESCRIBING: Final = 10
"""Points off for words that describe a thing instead of naming it."""

STATE: Final = "country"
"""The kind whose words are part of a name, a republic's above all."""

TONELESS: Final = "latn-pinyin"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one name agrees.

    Attributes:
        nearness: The share of its words' weight that agrees, from 0 to 1.
        kind: How the kinds agree.
        standing: What kind of name it is.
        describes: Whether it describes the thing, and is not what was looked for.
        same: Whether it is the same name to the letter, case and marks apart.
    """

    nearness: float
    kind: Kind
    standing: Standing
    describes: bool
    same: bool

    @property
    def points(self) -> float:
        """From 0 to 100: nearness, and what is deducted from it."""
        deducted = DEDUCTED[self.kind] + STANDING[self.standing]
        deducted += DESCRIBING * self.describes
        return max(0.0, 100 * self.nearness - deducted)

    @property
    def rank(self) -> tuple[bool, float]:
        """What decides between the names of one thing."""
        return self.same, self.points


def agreement(wanted: Folded, name: Name, kinds: Kinds, weight: Weight) -> Agreement:
    """Compare a name with what is looked for.

    Args:
        wanted: What is looked for, folded.
        name: A name.
        kinds: All the kinds that its thing is known to be of.
        weight: What a word weighs.

    Returns:
        How they agree.
    """
    exact = wanted.plain == name.folded.plain
    near = 1.0 if exact else nearness(wanted, name.folded, weight)
    kind = Kind.SAME if exact else _kind(wanted, name.folded, kinds)
    alike = kind is Kind.SAME or (kind is Kind.KNOWN and not _is_of_state(wanted, name))
    same = exact or (alike and _spelt_alike(wanted, name))
    if name.standing is Standing.INITIALS:
        same = same and len(name.text) >= INITIALS
    describes = _describes(name)
    if name.standing is not Standing.PREFERRED and describes:
        same = False
    if name.standing is Standing.SHORTENED:
        same = False
    return Agreement(near, kind, name.standing, describes and not exact, same)


def _describes(name: Name) -> bool:
    """Whether a name is a way to speak of a thing: the president, the border areas.

    Such words may mean another thing in another text. A name begins with a capital, in
    scripts that have them.
    """
    return name.text[0].islower()


def _kind(wanted: Folded, name: Folded, kinds: Kinds) -> Kind:
    if any(not said & kinds for said in wanted.kinds):
        return Kind.OTHER
    if len(wanted.kinds) < len(name.kinds):
        return Kind.UNSAID
    return Kind.SAME if len(wanted.kinds) == len(name.kinds) else Kind.KNOWN


def _is_of_state(wanted: Folded, name: Name) -> bool:
    """Whether it is only who looks that says it is a state: the Republic of China.

    A city is the same with or without the word. The full name of a state is not: the
    right one is on record, and another may be that of another state.
    """
    said = frozenset[str]().union(*wanted.kinds)
    return STATE in said.difference(*name.folded.kinds)


def _spelt_alike(wanted: Folded, name: Name) -> bool:
    """Whether two alphabets spell the same words, in the same order."""
    folded = name.folded
    if wanted.han or folded.han:
        mine = [word.plain for word in wanted.words]
        return mine == [word.plain for word in folded.words]
    toneless = name.language.endswith(TONELESS)
    return not toneless and wanted.latin == folded.latin
