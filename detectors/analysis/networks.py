"""The networks that the product ships with, taken from their folder by hash; no register, no database."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from detectors.analysis.errors import AnalysisError
from detectors.vision.detect.session import NetworkFile
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.types import Detections, Image, Tracks
from detectors.weights.recipes import RECIPES

MASKS = ("faces", "plates")


def shipped(folder: Path, purposes: Sequence[str]) -> Mapping[str, NetworkFile]:
    """By purpose. Raises AnalysisError where one is missing; that it is the right one is checked when it is opened."""
    recipes = {recipe.purpose: recipe for recipe in RECIPES if recipe.purpose in purposes}
    missing = [recipe.file for recipe in recipes.values() if not (folder / recipe.file).is_file()]
    if missing:
        raise AnalysisError(
            f"{folder} lacks {', '.join(missing)}. Run bin/weights, which fetches the networks without a database "
            "(manage.py fetch_models registers them as well), or set WEIGHTS_DIR to where they are."
        )
    return {
        purpose: NetworkFile(recipe.family, folder / recipe.file, recipe.sha256, recipe.classes)
        for purpose, recipe in recipes.items()
    }


class NoPictures:
    """In place of a masker where no picture is asked for, so that its networks need not be opened."""

    def mask(self, image: Image, detections: Detections, tracks: Tracks, novelty: Novelty | None = None) -> Image:
        raise AnalysisError("This run was to write no pictures, so nothing is there to mask one.")
