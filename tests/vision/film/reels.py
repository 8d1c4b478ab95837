"""A camera of 200 x 100 pixels that is filmed: grey pictures, each with its second written into its brightness."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np

from detectors.vision.film.reel import Footage, Order, Reel
from detectors.vision.types import Image, SceneEvent, Tracks
from tests.factories import NOON

WIDTH, HEIGHT = 200, 100
SIZE = (WIDTH, HEIGHT)
ZONE = ((0.5, 0.5), (1.0, 0.5), (1.0, 1.0))
HER, HIM = (20.0, 40.0, 40.0, 90.0), (100.0, 40.0, 120.0, 90.0)
KEPT = timedelta(days=28)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def grey(second: float = 0) -> Image:
    return np.full((HEIGHT, WIDTH, 3), 40 + int(second), np.uint8)


def tracks(**boxes: tuple[float, float, float, float]) -> Tracks:
    """her=(…), him=(…): the tracks 1 and 2."""
    numbers = [{"her": 1, "him": 2}[name] for name in boxes]
    count = len(numbers)
    return Tracks(
        np.array(numbers, np.int64),
        np.array(list(boxes.values()), np.float32).reshape(-1, 4),
        np.ones(count, np.float32),
        np.zeros(count, np.int64),
        np.zeros(count),
    )


def order(seconds: float, box: tuple[float, float, float, float] | None = HER, **values: Any) -> Order:
    """An event that fires so many seconds after noon and began two seconds before."""
    defaults: dict[str, Any] = {
        "kind": "intrusion",
        "rule_id": "r1",
        "rule_version": 1,
        "zone_id": "z1",
        "started_at": at(seconds - 2),
        "at": at(seconds),
        "first_seen": at(seconds - 5),
        "foot": (30.0, 90.0),
        "box": box,
        "score": 0.9,
    }
    event = SceneEvent(**{**defaults, **values})
    return Order(UUID(int=int(seconds * 10)), event, ZONE, at(seconds) + KEPT)


class Filmed:
    """A reel and what was cut from it."""

    def __init__(self, *, runs: bool = True) -> None:
        self.footage: list[Footage] = []
        self.reel = Reel(self.footage.append, runs=runs)

    def shoot(self, first: float, last: float, step: float = 1.0, **boxes: tuple[float, float, float, float]) -> None:
        """A picture each step, the first and the last one included. Without boxes she stands where she stands."""
        seconds = first
        while seconds <= last:
            self.reel.add(grey(seconds), at(seconds), tracks(**(boxes or {"her": HER})), now=seconds)
            seconds += step

    def fire(self, seconds: float, **values: Any) -> Order:
        """An event on the next picture, in which both stand where they stand."""
        asked = order(seconds, **values)
        self.reel.begin(asked, tracks(her=HER, him=HIM), SIZE)
        return asked

    @property
    def only(self) -> Footage:
        [footage] = self.footage
        return footage

    def seconds(self) -> list[float]:
        return [(shot.at - NOON).total_seconds() for shot in self.only.shots]
