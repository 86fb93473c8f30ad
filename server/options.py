"""The settings as an operator meets them: flags of a command, rows of a table.

Flags and rows are made of the settings themselves, so neither can be out of date.
"""

from collections.abc import Callable
from dataclasses import Field, dataclass, fields
from typing import Any, Final, TypeAlias

import click

from server.settings import PREFIX, Settings

Kind: TypeAlias = "click.ParamType[Any, Any]"
"""What a flag takes."""

KINDS: Final[dict[type, Kind]] = {int: click.INT, float: click.FLOAT, str: click.STRING}
"""The same, by the type of a setting's default."""


MEASURES: Final = frozenset({"blocks", "bytes", "levels", "s"})
"""Units that stand after what they measure; others begin it: queries that may wait."""


@dataclass(frozen=True, slots=True)
class Option:
    """One setting, as it is told to an operator.

    Attributes:
        name: The field of ``Settings``.
        flag: Its flag.
        variable: Its name in the environment.
        default: Its default, in words where it differs between machines.
        meaning: What it is, with its unit.
        kind: What the flag takes.
    """

    name: str
    flag: str
    variable: str
    default: str
    meaning: str
    kind: Kind

    def row(self) -> str:
        """Return its row of the README's table."""
        default = f"`{self.default}`" if self.default else ""
        return f"| `{self.variable}` | `{self.flag}` | {default} | {self.meaning} |"


def options() -> tuple[Option, ...]:
    """List the settings, in the order of ``Settings``."""
    return tuple(_option(each) for each in fields(Settings))


def flags(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a flag for every setting; unset ones are None."""
    for option in reversed(options()):
        default = f"; default: {option.default}" if option.default else ""
        add = click.option(
            option.flag,
            option.name,
            type=option.kind,
            help=f"{option.meaning}{default}.",
        )
        command = add(command)
    return command


def _option(each: Field[Any]) -> Option:
    told = each.metadata
    unit, meaning = told["unit"], told["meaning"]
    if unit:
        after = unit in MEASURES
        meaning = f"{meaning} ({unit})" if after else f"{unit} {meaning}"
    choices = told["choices"]
    kind: Kind = click.Choice(choices) if choices else KINDS[type(each.default)]
    return Option(
        name=each.name,
        flag=f"--{each.name.replace('_', '-')}",
        variable=PREFIX + each.name.upper(),
        default=told["told"] or _plain(each.default),
        meaning=meaning[0].upper() + meaning[1:],
        kind=kind,
    )


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
