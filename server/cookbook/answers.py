"""What the recipes answer over this release, asked of the engine once and kept.

A release never changes, so neither do the answers. An answer that could not be had is
asked for again at the next request; the page says so in the meantime.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ontology.terms import DEFAULT
from server.cookbook.recipes import Recipe
from server.engine.interface import DatasetSpec, Engine, stays
from server.negotiation import RESULTS
from server.problems import Problem


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer of a recipe.

    Attributes:
        head: The names of its columns.
        rows: Its rows, a term a cell as SPARQL results in JSON have it.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Kitchen:
    """Where the recipes of one release are cooked.

    Attributes:
        engine: Who answers.
        kept: The answers there are, by the name of the recipe.
    """

    engine: Engine
    kept: dict[str, Answered] = field(default_factory=dict)

    def answer(
        self, recipe: Recipe, gone: Callable[[], bool] = stays
    ) -> Answered | None:
        """Give the answer of a recipe.

        Args:
            recipe: The recipe.
            gone: Whether the client has left.

        Returns:
            Its answer, or nothing if there is none just now.
        """
        if recipe.name not in self.kept:
            dataset = DatasetSpec((recipe.graph or DEFAULT,))
            try:
                found = self.engine.run(recipe.query, dataset, RESULTS, gone)
            except Problem:
                return None
            self.kept[recipe.name] = _read(json.loads(found.body))
        return self.kept[recipe.name]


def _read(document: dict[str, Any]) -> Answered:
    head = tuple(document["head"].get("vars", ()))
    bindings = document.get("results", {}).get("bindings", ())
    return Answered(head, tuple(tuple(map(row.get, head)) for row in bindings))
