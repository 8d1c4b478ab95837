"""How well eight points that a person marked place others on the ground, and how well that error is foretold (G15).

Cameras of known geometry: the clip vtest.avi with the homography that its makers published, and pinholes at the heights
and tilts of street cameras. Hands tremble by one pixel; the points lie on the ground all over the picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detectors.vision.locate.calibration import fit
from detectors.vision.locate.homography import Coordinates, Homography
from detectors.vision.locate.pinhole import Pinhole
from detectors.vision.locate.vtest import VTEST
from hypervision.lib.bench import Figure, Say, at_most

HANDS, MANY_HANDS = 60, 400
CLICK_SIGMA = 1.0
"""Pixels."""
WITHIN_M = 0.10
WITHIN_FACTOR = 1.5

MARKED = np.array(
    [(0.12, 0.92), (0.5, 0.95), (0.88, 0.92), (0.15, 0.55), (0.85, 0.55), (0.2, 0.32), (0.8, 0.32), (0.5, 0.45)]
)
"""Where eight hands would click, as fractions of the picture."""
JITTER = 0.05
HELD_OUT = ((0.1, 0.3), (0.9, 0.95))
"""Places that nobody marked lie between these corners."""
ASKED = 100


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    truth: Homography
    width: int
    height: int


def subjects() -> list[Subject]:
    pinholes = [Pinhole(height, tilt, 0, 900, 1280, 720) for height, tilt in ((5, 20), (6, 25), (8, 35), (12, 30))]
    return [
        Subject("vtest", Homography.of(VTEST, VTEST.width, VTEST.height), VTEST.width, VTEST.height),
        *(Subject(f"{one.height:g} m high, {one.tilt:g}° down", one.ground(), one.width, one.rows) for one in pinholes),
    ]


def measure(say: Say, *, full: bool) -> Iterator[Figure]:
    hands = MANY_HANDS if full else HANDS
    say(f"Eight points, {hands} hands for each camera, {ASKED} places that nobody marked.")
    for subject in subjects():
        true, foretold = _errors(subject, hands)
        yield at_most(f"ground place, {subject.name}, held-out RMSE", true, "m", WITHIN_M)
        factor = max(true / foretold, foretold / true)
        yield at_most(f"ground place, {subject.name}, error against the foretold one", factor, "x", WITHIN_FACTOR)


def _errors(subject: Subject, hands: int) -> tuple[float, float]:
    """Root mean square over all hands and places, in metres: the true error, and the one that the fit foretells."""
    random = np.random.default_rng(15)
    size = (subject.width, subject.height)
    true, foretold = [], []
    for _ in range(hands):
        pixels = (MARKED + random.uniform(-JITTER, JITTER, MARKED.shape)) * size
        trembled = pixels + random.normal(0, CLICK_SIGMA, pixels.shape)
        asked: Coordinates = random.uniform(*HELD_OUT, (ASKED, 2)) * size
        fitted = fit(trembled, subject.truth.to_ground(pixels)).homography
        missed = fitted.to_ground(asked) - subject.truth.to_ground(asked)
        true.append((missed**2).sum(axis=1).mean())
        foretold.append((fitted.error(asked, sigma=0) ** 2).mean())
    return float(np.sqrt(np.mean(true))), float(np.sqrt(np.mean(foretold)))
