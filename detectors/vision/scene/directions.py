"""Directions in the picture: degrees clockwise, 0 is up, 90 to the right; and fields of several arrows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[float, float]

AGREEMENT = 0.5
"""Below this length of the mean of unit arrows they contradict one another, and no direction is the allowed one."""


def degrees_of(right: float, down: float) -> float:
    """0 to 360."""
    return math.degrees(math.atan2(right, -down)) % 360


def between(one: float, other: float) -> float:
    """0 to 180."""
    return abs((one - other + 180) % 360 - 180)


@dataclass(frozen=True, slots=True)
class Arrow:
    """at: pixels. degrees: where it points."""

    at: Place
    degrees: float


class Field:
    """What the arrows say of a place: their mean, each weighted by one over its distance squared."""

    def __init__(self, arrows: Sequence[Arrow]) -> None:
        self._arrows = tuple(arrows)

    def at(self, place: Place) -> float | None:
        """Degrees; None where the arrows contradict one another."""
        right = up = total = 0.0
        for arrow in self._arrows:
            weight = 1 / (1 + math.dist(arrow.at, place) ** 2)
            right += weight * math.sin(math.radians(arrow.degrees))
            up += weight * math.cos(math.radians(arrow.degrees))
            total += weight
        return degrees_of(right, -up) if math.hypot(right, up) >= AGREEMENT * total else None
