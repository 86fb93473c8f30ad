"""The argument that several commands share."""

from pathlib import Path

import click

folder_argument = click.argument(
    "folder", type=click.Path(path_type=Path), default=Path("build")
)
