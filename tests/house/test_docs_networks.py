"""The docs tell of the networks what the recipes and the registry say."""

from pathlib import Path

import pytest

from detectors.vision.detect.meanings import MEANINGS
from detectors.vision.detect.registry import FAMILIES
from detectors.weights.recipes import RECIPES, Recipe

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_each_network_that_comes_along_has_its_card(recipe: Recipe) -> None:
    page = (DOCS / "models" / f"{recipe.name}.md").read_text()
    for said in (recipe.card, recipe.sha256, recipe.licence, recipe.package.name, recipe.package.version):
        assert said in page


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_is_described(family: str) -> None:
    assert f"| `{family}` |" in (DOCS / "networks.md").read_text()


def test_each_name_by_which_a_class_counts_is_named() -> None:
    page = (DOCS / "networks.md").read_text()
    known = {name for name in MEANINGS if name not in ("people", "bike", "motorbike")}
    assert [name for name in sorted(known) if name not in page] == []
