"""How crowded a place is: persons per square metre with its error, and the level of service that people know it by."""

import math
from dataclasses import dataclass

import numpy as np

from detectors.vision.locate.homography import FOOT_SIGMA
from detectors.vision.scene.shapes import Zone
from detectors.vision.types import Floats

LEVELS = ((0.31, "A"), (0.43, "B"), (0.72, "C"), (1.08, "D"), (2.17, "E"))
"""Persons per square metre up to which a level holds, F above: walkways (Fruin, Pedestrian Planning, 1971)."""


@dataclass(frozen=True, slots=True)
class Crowding:
    """density: persons per square metre. error: 1 sigma."""

    density: float
    error: float

    @property
    def level(self) -> str:
        """A (walks freely) to F (does not walk)."""
        return next((letter for most, letter in LEVELS if self.density <= most), "F")


def crowding(zone: Zone, feet: Floats) -> Crowding | None:
    """feet: [n, 2] of the persons that stand in the zone or near it. None where the zone has no area on the ground.

    Two errors, taken as independent: who stands near the border may stand on the other side, and the area is only as
    sure as the calibration. Persons whom the network does not see are in neither: the density is that of those seen.
    """
    area = zone.area_m2
    if area is None:
        return None
    persons = float(zone.contains(feet).sum())
    doubtful = math.sqrt(float(doubts(zone, feet).sum()))
    density = persons / area
    return Crowding(density, math.hypot(doubtful / area, density * _area_error(zone) / area))


def doubts(zone: Zone, feet: Floats) -> np.typing.NDArray[np.float64]:
    """[n]: the variance p (1 - p) of whether each stands inside, p from the pixels between foot and border."""
    distances = zone.border.distances(feet)
    outside = np.array([0.5 * math.erfc(distance / FOOT_SIGMA / math.sqrt(2)) for distance in distances.tolist()])
    doubts: np.typing.NDArray[np.float64] = outside * (1 - outside)
    return doubts


def _area_error(zone: Zone) -> float:
    """Square metres, 1 sigma: each corner is off by the calibration's error, on its own (shoelace, differentiated)."""
    if zone.ground is None:
        return 0.0
    places = zone.ground.to_ground(zone.corners)
    across = np.roll(places, -1, axis=0) - np.roll(places, 1, axis=0)
    return zone.ground.rmse / math.sqrt(2) * float(np.sqrt((across**2).sum())) / 2
