"""People who walk before a camera, in pixels or in metres, and what the tracker says of them."""

from collections.abc import Callable, Iterable

import numpy as np

from detectors.vision.quality.camera import Camera
from detectors.vision.track.tracker import Tracker
from detectors.vision.types import Tracks
from tests.vision.worlds import at, box, see

Walk = Callable[[float], tuple[float, float]]


def follow(tracker: Tracker, walks: Iterable[Walk], times: Iterable[float]) -> list[Tracks]:
    """Feeds persons who walk so; returns what the tracker said at each time."""
    walks = list(walks)
    return [tracker.update(see(box(*walk(time)) for walk in walks), at(time)) for time in times]


def straight(x: float, y: float, right: float, down: float = 0.0) -> Walk:
    """Pixels per second; a person of these worlds is 50 pixels high, so that 45 pixels a second are brisk."""
    return lambda time: (x + right * time, y + down * time)


def ids_of(said: Iterable[Tracks]) -> list[list[int]]:
    return [tracks.ids.tolist() for tracks in said]


CAMERA = Camera(focal=900, above=6, tilt=20, width=1280, height=720)
"""Six metres up, with a known ground."""


def stroll(tracker: Tracker, walk: Walk, times: Iterable[float], tall: float = 1.7) -> list[Tracks]:
    """Feeds a person who walks so, in metres right of the calibrated camera and ahead of it."""
    boxes = (CAMERA.boxes(np.array([walk(time)]), np.array([tall])) for time in times)
    return [
        tracker.update(see(seen), at(time), CAMERA.ground, (1280, 720)) for seen, time in zip(boxes, times, strict=True)
    ]
