"""Objects that go through the view of a known camera at a known speed, as a network would box them.

An object is a cuboid on the ground. Its box is that of its eight corners in the picture, cut at the border; each edge
is off by chance, more for a large box. So the foot of the box is not a fixed point of the object, as in a street.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from detectors.scenes.stage import camera_projection, square_projection
from detectors.vision.config import Points, RuleConfig, ShapeConfig
from detectors.vision.locate.homography import Homography
from detectors.vision.scene import registry
from detectors.vision.track.tracker import Tracker
from detectors.vision.types import LABELS, Detections, Label, Sum

Numbers = NDArray[np.float64]

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
EDGE_SIGMA, EDGE_SHARE = 1.0, 0.02
"""By how much an edge is off, 1 sigma: pixels, or a share of the box's height where that is more."""
SCORE = 0.8
LEAST_SEEN = 0.6
"""Share of a box in the picture below which a network does not find the object."""
FAR = 40.0
"""Metres ahead to which the zone reaches."""
KMH = 3.6


@dataclass(frozen=True, slots=True)
class Body:
    """Metres."""

    label: Label
    length: float
    width: float
    height: float


WALKER = Body(Label.PERSON, 0.4, 0.5, 1.72)
CYCLIST = Body(Label.BICYCLE, 1.8, 0.6, 1.75)
MOTORS = (
    Body(Label.VEHICLE, 3.6, 1.65, 1.5),
    Body(Label.VEHICLE, 4.3, 1.8, 1.5),
    Body(Label.VEHICLE, 4.9, 1.9, 1.45),
    Body(Label.VEHICLE, 5.9, 2.0, 2.6),
    Body(Label.VEHICLE, 12.0, 2.55, 3.1),
)
"""Small, usual and large car, van, bus."""


@dataclass(frozen=True, eq=False, slots=True)
class Camera:
    """projection: [3, 4], metres right, ahead and up to pixels."""

    name: str
    projection: Numbers
    width: int
    height: int

    @property
    def ground(self) -> Homography:
        matrix = np.asarray(np.linalg.inv(self.projection[:, [0, 1, 3]]), np.float64)
        return Homography(matrix * np.sign(matrix[2] @ (self.width / 2, self.height, 1)))

    @property
    def zone(self) -> Points:
        """The picture from its lower border up to what lies ``FAR`` ahead."""
        top = float(self.to_pixels(np.array([[0, FAR, 0]]))[0, 1]) / self.height
        return (0, top), (1, top), (1, 1), (0, 1)

    def to_pixels(self, places: Numbers) -> Numbers:
        """places: [n, 3]. Returns [n, 2], NaN for what lies behind the camera."""
        mapped = np.column_stack([places, np.ones(len(places))]) @ self.projection.T
        pixels: Numbers = mapped[:, :2] / np.where(mapped[:, 2:] > 0, mapped[:, 2:], np.nan)
        return pixels


def cameras() -> tuple[Camera, ...]:
    return (
        Camera("vtest", square_projection(), 768, 576),
        Camera("street", camera_projection(900, 6.5, 17, 1280, 720), 1280, 720),
        Camera("crossing", camera_projection(1000, 9.0, 28, 1280, 720), 1280, 720),
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """through: a place on the way. heading: radians from ahead to the right."""

    body: Body
    kmh: float
    fps: float
    through: tuple[float, float]
    heading: float


def passages(kmh: float, fps: float, number: int, chance: np.random.Generator) -> Iterator[Passage]:
    """Ways in every direction through the middle of what the camera sees."""
    for which in range(number):
        body = WALKER if kmh <= 8 else CYCLIST if kmh <= 20 else MOTORS[which % len(MOTORS)]
        through = chance.uniform(-4, 4), chance.uniform(14, 28)
        yield Passage(body, kmh, fps, through, chance.uniform(0, 2 * math.pi))


def speeds(passage: Passage, camera: Camera, chance: np.random.Generator) -> list[Sum]:
    """What the shipped tracker and the shipped rule say of this passage; mostly one speed."""
    zone = ShapeConfig("zone", "Zone", camera.zone)
    ground, size = camera.ground, (camera.width, camera.height)
    tracker, rule = Tracker(), registry.build(RuleConfig("rule", 1, "speed", zone), *size, ground)
    found = []
    for after, detections in _seen(passage, camera, chance):
        at = NOON + timedelta(seconds=after)
        tracks = tracker.update(detections, at, ground, size)
        found += [each for each in rule.update(tracks, at) if isinstance(each, Sum)]
    return found


def _seen(passage: Passage, camera: Camera, chance: np.random.Generator) -> Iterator[tuple[float, Detections]]:
    """Seconds and detections, from before it comes into view until long after it has left."""
    reach, speed = (12.0 if passage.body is WALKER else 45.0), passage.kmh / KMH
    seconds = 2 * reach / speed
    for after in np.arange(chance.uniform(0, 1 / passage.fps), seconds + 4, 1 / passage.fps).tolist():
        box = _box(passage, camera, speed * after - reach, chance) if after <= seconds else None
        boxes = np.array([] if box is None else [box], np.float32).reshape(-1, 4)
        label = LABELS.index(passage.body.label)
        yield after, Detections(boxes, np.full(len(boxes), SCORE, np.float32), np.full(len(boxes), label, np.int64))


def _box(passage: Passage, camera: Camera, gone: float, chance: np.random.Generator) -> Numbers | None:
    """gone: metres from the place on its way. None where the network would not see it."""
    ahead = np.array([math.sin(passage.heading), math.cos(passage.heading)])
    return boxed(passage.body, camera, passage.through + gone * ahead, ahead, chance)


def boxed(body: Body, camera: Camera, place: Numbers, ahead: Numbers, chance: np.random.Generator) -> Numbers | None:
    """place: [2], metres right and ahead of the camera. ahead: [2], of length one, where the body looks.

    None where the network would not see it.
    """
    aside = np.array([ahead[1], -ahead[0]])
    corners = [
        (*(place + along * body.length / 2 * ahead + across * body.width / 2 * aside), up * body.height)
        for along in (-1, 1)
        for across in (-1, 1)
        for up in (0, 1)
    ]
    pixels = camera.to_pixels(np.array(corners))
    if np.isnan(pixels).any():
        return None
    whole = np.concatenate([pixels.min(axis=0), pixels.max(axis=0)])
    border = (camera.width, camera.height, camera.width, camera.height)
    cut = np.clip(whole, 0, border)
    if _area(cut) < LEAST_SEEN * _area(whole):
        return None
    off = chance.normal(0, max(EDGE_SIGMA, EDGE_SHARE * float(cut[3] - cut[1])), 4)
    return np.asarray(np.clip(cut + off, 0, border), np.float64)


def _area(box: Numbers) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
