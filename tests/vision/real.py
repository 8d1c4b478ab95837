"""The real networks and the real clip, for the tests that add to those with hand-made worlds.

They lie where ``manage.py fetch_models`` and ``manage.py demo_cameras`` leave them, or where WEIGHTS_DIR and DEMO_CLIP
point; a test that needs what is not there is skipped and says so.
"""

import os
from pathlib import Path

import cv2
import pytest

from detectors.vision.detect.session import NetworkFile
from detectors.vision.types import Image
from detectors.weights.recipes import RECIPES

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = Path(os.environ.get("WEIGHTS_DIR", ROOT / "var" / "weights"))
CLIP = Path(os.environ.get("DEMO_CLIP", ROOT / "var" / "demo" / "vtest.avi"))

NETWORKS = {
    recipe.name: NetworkFile(recipe.family, WEIGHTS / recipe.file, recipe.sha256, recipe.classes) for recipe in RECIPES
}

needs_weights = pytest.mark.skipif(
    not all(file.path.is_file() for file in NETWORKS.values()),
    reason=f"The networks are not in {WEIGHTS}: run manage.py fetch_models.",
)
needs_clip = pytest.mark.skipif(not CLIP.is_file(), reason=f"The demo clip is not at {CLIP}.")


def frame(number: int) -> Image:
    """One picture of the clip, 768 x 576."""
    video = cv2.VideoCapture(str(CLIP))
    try:
        video.set(cv2.CAP_PROP_POS_FRAMES, number)
        done, image = video.read()
    finally:
        video.release()
    if not done:
        raise ValueError(f"{CLIP} has no frame {number}.")
    result: Image = image
    return result
