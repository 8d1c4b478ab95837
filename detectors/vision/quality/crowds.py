"""Made-up crowds: people who walk on a plane before a known camera, and what a detector would make of them.

Who is where is known exactly, also while somebody hides behind somebody else or behind a post. Everything follows from
the seed.
"""

from dataclasses import dataclass

import numpy as np

from detectors.vision.quality.camera import Camera, Numbers
from detectors.vision.quality.hota import Seen
from detectors.vision.quality.seer import WEAK, Eye, Seer
from detectors.vision.types import Detections

STEP = 0.02
"""Seconds between two moments of the world: a multiple of it lies between two frames of every camera."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """people: how many are there at a time. reach: metres from the camera to the nearest and the farthest ground."""

    name: str
    camera: Camera
    rate: float
    people: int
    seconds: float = 30.0
    reach: tuple[float, float] = (8.0, 35.0)
    eye: Eye = WEAK
    posts: int = 1
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Scene:
    """times: seconds; truth and detections: one a frame."""

    crowd: Crowd
    times: Numbers
    truth: list[Seen]
    detections: list[Detections]


def make(crowd: Crowd) -> Scene:
    random = np.random.default_rng(crowd.seed)
    walkers = _Walkers(crowd, random)
    seer = Seer(crowd.eye, crowd.camera, crowd.posts, random)
    every = max(1, round(1 / crowd.rate / STEP))
    times, truth, detections = [], [], []
    for moment in range(round(crowd.seconds / STEP)):
        walkers.step()
        if moment % every == 0:
            boxes = crowd.camera.boxes(walkers.places, walkers.tall)
            inside = crowd.camera.holds(boxes)
            ids, boxes = walkers.ids[inside], crowd.camera.cut(boxes[inside])
            order = np.argsort(walkers.places[inside, 1])
            times.append(moment * STEP)
            truth.append(Seen(ids, boxes))
            detections.append(seer.look(ids[order], boxes[order], every * STEP))
    return Scene(crowd, np.array(times), truth, detections)


class _Walkers:
    """Walk from one side of the ground to another, some in pairs; turn, stop, go round each other a little."""

    def __init__(self, crowd: Crowd, random: np.random.Generator) -> None:
        self._random, self._crowd = random, crowd
        near, far = crowd.reach
        half = far * crowd.camera.width / crowd.camera.focal / 2
        self._low, self._high = np.array([-half, near]), np.array([half, far])
        count = crowd.people
        self.ids = np.arange(count)
        self._next = count
        self.places = random.uniform(self._low, self._high, (count, 2))
        self.tall = random.normal(1.72, 0.09, count)
        self._pace = random.normal(1.3, 0.25, count).clip(0.5, 2.2)
        self._goal = self._at_the_side(count)
        self._drift = np.zeros((count, 2))
        self._stands = np.zeros(count)
        for one in range(0, count - 1, 4):  # every second of four walks with the first
            self._join(one + 1, one)

    def step(self) -> None:
        random, way = self._random, self._goal - self.places
        far = np.linalg.norm(way, axis=1, keepdims=True)
        self._drift += -self._drift * STEP + random.normal(0, 0.35 * STEP**0.5, self._drift.shape)
        self._stands = np.maximum(self._stands - STEP, 0)
        begin = random.random(len(self.ids)) < STEP / 40
        self._stands[begin] = random.uniform(1, 6, begin.sum())
        walk = way / np.maximum(far, 0.1) * self._pace[:, None] + self._drift
        apart = self.places[:, None] - self.places
        distance = np.linalg.norm(apart, axis=2) + np.eye(len(self.ids)) * 9
        push = np.where(distance < 0.6, (0.6 - distance) / 0.6, 0)[..., None] * apart / distance[..., None]
        moving = (self._stands == 0)[:, None]
        self.places = self.places + STEP * (walk * moving + 1.2 * push.sum(axis=1))
        turning = random.random(len(self.ids)) < STEP / 60
        self._goal[turning] = self._at_the_side(int(turning.sum()))
        for row in np.flatnonzero(far[:, 0] < 0.6):
            self._replace(int(row))

    def _replace(self, row: int) -> None:
        """Who has arrived is gone; somebody else comes in from another side."""
        self.ids[row] = self._next
        self._next += 1
        self.places[row] = self._at_the_side(1)[0]
        self._goal[row] = self._at_the_side(1)[0]
        self._pace[row] = np.clip(self._random.normal(1.3, 0.25), 0.5, 2.2)
        self.tall[row] = self._random.normal(1.72, 0.09)
        self._drift[row] = 0
        if self._random.random() < 0.25:
            self._join(row, int(self._random.integers(len(self.ids))))

    def _join(self, row: int, other: int) -> None:
        if np.linalg.norm(self.places[row] - self.places[other]) < 3 or self._stands[row] == 0:
            aside = self._random.normal((0.7, 0.0), 0.3)
            self._goal[row], self._pace[row] = self._goal[other] + aside, self._pace[other]

    def _at_the_side(self, count: int) -> Numbers:
        places = self._random.uniform(self._low, self._high, (count, 2))
        side = self._random.integers(0, 4, count)
        for number, (axis, border) in enumerate(((0, self._low), (0, self._high), (1, self._low), (1, self._high))):
            places[side == number, axis] = border[axis]
        return places
