"""Made-up crowds: people who walk on a plane before a known camera, and what a detector would make of them.

Who is where is known exactly, also while somebody hides behind somebody else or behind a post. The detections have the
faults of real ones: misses and scores that last for a while and come with being hidden, boxes that shake, boxes of
which the hidden feet are missing, boxes around two people, two boxes around one, and things that look like people.
Everything follows from the seed.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.vision.locate.homography import Homography
from detectors.vision.quality.hota import Seen
from detectors.vision.types import LABELS, Detections, Label

Numbers = NDArray[np.float64]

STEP = 0.02
"""Seconds between two moments of the world: a multiple of it lies between two frames of every camera."""

WIDTH_SHARE = 0.36
"""Width of a walking person's box as a share of its height."""


SHAKE = np.array([0.025, 0.02, 0.045, 0.03])
"""Standard deviation of a box of NanoDet from frame to frame, in square roots of its area: middle x, top, width and
height. Measured on people who walk; the part of the fault that lasts for half a second is made as large."""


@dataclass(frozen=True, slots=True)
class Camera:
    """height: metres above the ground; tilt: degrees below the horizon; focal: pixels; width, height of the picture."""

    focal: float = 900.0
    above: float = 6.0
    tilt: float = 20.0
    width: int = 1280
    height: int = 720

    @property
    def projection(self) -> Numbers:
        """[3, 4]: metres right of the camera, ahead of it and above the ground, to pixels."""
        tilt = np.radians(self.tilt)
        right, down, ahead = (
            np.array([1.0, 0, 0]),
            np.array([0, -np.sin(tilt), -np.cos(tilt)]),
            np.array([0, np.cos(tilt), -np.sin(tilt)]),
        )
        turn = np.stack([right, down, ahead])
        lens = np.array([[self.focal, 0, self.width / 2], [0, self.focal, self.height / 2], [0, 0, 1]])
        return np.asarray(lens @ np.column_stack([turn, -turn @ [0, 0, self.above]]))

    @property
    def ground(self) -> Homography:
        matrix: Numbers = np.asarray(np.linalg.inv(self.projection[:, [0, 1, 3]]), np.float64)
        at_the_bottom = matrix[2] @ (self.width / 2, self.height, 1)
        return Homography(matrix if at_the_bottom > 0 else -matrix)

    def boxes(self, places: Numbers, tall: Numbers) -> Numbers:
        """Boxes of people of this height (metres) who stand there, [n, 4]; NaN for who stands behind the camera."""
        feet, heads = (self._pixels(places, up) for up in (np.zeros(len(tall)), tall))
        half = (feet[:, 1] - heads[:, 1]) * WIDTH_SHARE / 2
        middle = (feet[:, 0] + heads[:, 0]) / 2
        return np.stack([middle - half, heads[:, 1], middle + half, feet[:, 1]], axis=1)

    def _pixels(self, places: Numbers, up: Numbers) -> Numbers:
        mapped = np.column_stack([places, up, np.ones(len(up))]) @ self.projection.T
        pixels: Numbers = mapped[:, :2] / np.where(mapped[:, 2:] > 0.5, mapped[:, 2:], np.nan)
        return pixels


@dataclass(frozen=True, slots=True)
class Eye:
    """What a detector is like. finds: share of people in full view who are found.

    middle, spread: of the scores of people in full view. shake: of a box, in shares of ``SHAKE``. merging: overlap
    from which two people get one box. clutter: false boxes a frame. doubles: doubtful boxes about each person.
    """

    finds: float = 0.96
    middle: float = 0.68
    spread: float = 0.10
    shake: float = 1.0
    merging: float = 0.5
    clutter: float = 0.5
    doubles: float = 1.5


WEAK, SHARP = Eye(), Eye(finds=0.99, middle=0.86, spread=0.06, shake=0.6, merging=0.65, clutter=0.3, doubles=0.3)
"""Like a small network on a processor, and like a large one on a graphics card."""


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
    seer = _Seer(crowd, random)
    every = max(1, round(1 / crowd.rate / STEP))
    times, truth, detections = [], [], []
    for moment in range(round(crowd.seconds / STEP)):
        walkers.step()
        if moment % every == 0:
            boxes = crowd.camera.boxes(walkers.places, walkers.tall)
            inside = _inside(boxes, crowd.camera)
            ids, boxes = walkers.ids[inside], _cut(boxes[inside], crowd.camera)
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


class _Seer:
    """The detector: remembers each person's luck, because who was missed just now is missed again."""

    def __init__(self, crowd: Crowd, random: np.random.Generator) -> None:
        self._crowd, self._random = crowd, random
        self._luck: dict[int, Numbers] = {}
        camera = crowd.camera
        x = random.uniform(0.25, 0.75, crowd.posts) * camera.width
        self._posts = np.stack([x, np.zeros_like(x), x + 0.025 * camera.width, np.full_like(x, camera.height)], axis=1)
        self._post_depth = camera.height * random.uniform(0.55, 0.8, crowd.posts)
        places = random.uniform(0.1, 0.9, (6, 2)) * [camera.width, camera.height]
        height = random.uniform(0.08, 0.2, 6) * camera.height
        self._clutter = np.stack(
            [places[:, 0], places[:, 1], places[:, 0] + 0.4 * height, places[:, 1] + height], axis=1
        )
        self._clutter_on = np.zeros(6, bool)

    def look(self, ids: NDArray[np.int64], boxes: Numbers, seconds: float) -> Detections:
        """ids, boxes: from the nearest to the farthest."""
        eye, random = self._crowd.eye, self._random
        shown, cut = self._shown(boxes)
        luck = np.array([self._next_luck(int(one), seconds) for one in ids]).reshape(-1, 7)
        scores = eye.middle + eye.spread * luck[:, 0] - 0.55 * (1 - shown) ** 1.5 + random.normal(0, 0.03, len(ids))
        wanted = eye.middle + eye.spread * 3.0 * (0.5 - eye.finds) * 2.2  # who has less luck than that is missed
        found = (scores > max(0.12, wanted)) & (shown > 0.2)
        size = boxes[:, 2:] - boxes[:, :2]
        shaken = boxes.copy()
        shaken[:, 3] -= cut * size[:, 1]
        shaken += self._shake(luck[:, 1:5], size, shown)
        doubles, double_scores = self._doubles(shaken[found], scores[found])
        false, false_scores = self._false(seconds)
        every = np.concatenate([shaken[found], doubles, false])
        said = np.concatenate([scores[found], double_scores, false_scores]).clip(0.05, 0.97)
        every = _cut(every, self._crowd.camera)
        good = (every[:, 2] > every[:, 0] + 2) & (every[:, 3] > every[:, 1] + 2)
        every, said = every[good], said[good]
        kept = _suppressed(every, said, eye.merging)
        order = random.permutation(kept)
        return Detections(
            every[order].astype(np.float32),
            said[order].astype(np.float32),
            np.full(len(order), LABELS.index(Label.PERSON), np.int64),
        )

    def _shake(self, luck: Numbers, size: Numbers, shown: Numbers) -> Numbers:
        """By how much the corners are off, [n, 4]; more for who is half hidden."""
        scale = np.sqrt(size.prod(axis=1, keepdims=True)) * self._crowd.eye.shake * (1.8 - 0.8 * shown[:, None])
        x, top, width, height = (scale * SHAKE * (luck + self._random.normal(size=luck.shape))).T
        return np.stack([x - width / 2, top, x + width / 2, top + height], axis=1)

    def _doubles(self, boxes: Numbers, scores: Numbers) -> tuple[Numbers, Numbers]:
        """Doubtful boxes about people: a half of one, or half of one and half of the next."""
        random = self._random
        rows = np.repeat(np.arange(len(boxes)), random.poisson(self._crowd.eye.doubles, len(boxes)))
        size = boxes[rows, 2:] - boxes[rows, :2]
        corners = boxes[rows] + random.normal(0, 0.3, (len(rows), 4)) * np.tile(size, 2)
        return corners, scores[rows] * random.uniform(0.2, 0.6, len(rows))

    def _next_luck(self, one: int, seconds: float) -> Numbers:
        """Normal, forgotten within half a second."""
        keep = np.exp(-seconds / 0.5)
        before = self._luck.get(one)
        fresh = self._random.normal(size=7)
        self._luck[one] = fresh if before is None else keep * before + np.sqrt(1 - keep**2) * fresh
        return self._luck[one]

    def _shown(self, boxes: Numbers) -> tuple[Numbers, Numbers]:
        """The share of each person that is in view, and the share of its height that is hidden from the feet up."""
        x = np.linspace(0.15, 0.85, 7)
        y = np.linspace(0.03, 0.97, 14)
        share, cut = np.ones(len(boxes)), np.zeros(len(boxes))
        for row, box in enumerate(boxes):
            columns, lines = box[0] + x * (box[2] - box[0]), box[1] + y * (box[3] - box[1])
            posts = self._posts[self._post_depth > box[3]]
            before = np.concatenate([_narrowed(boxes[:row]), posts])
            hidden = np.zeros((len(y), len(x)), bool)
            for other in before:
                hidden |= ((lines > other[1]) & (lines < other[3]))[:, None] & (
                    (columns > other[0]) & (columns < other[2])
                )
            share[row] = 1 - hidden.mean()
            lowest = np.flatnonzero(hidden.mean(axis=1) < 0.7)
            cut[row] = 0 if not len(lowest) else (len(y) - 1 - lowest[-1]) / len(y)
        return share, cut

    def _false(self, seconds: float) -> tuple[Numbers, Numbers]:
        """Things that look like a person for a while, and boxes out of nothing."""
        random, camera = self._random, self._crowd.camera
        change = random.random(6) < np.where(
            self._clutter_on, seconds / 0.6, self._crowd.eye.clutter * seconds / 6 / 0.6
        )
        self._clutter_on ^= change
        lasting = self._clutter[self._clutter_on]
        count = random.poisson(0.3 * self._crowd.eye.clutter)
        corner = random.uniform(0, 0.85, (count, 2)) * [camera.width, camera.height]
        height = random.uniform(0.06, 0.2, count) * camera.height
        sudden = np.stack([corner[:, 0], corner[:, 1], corner[:, 0] + 0.4 * height, corner[:, 1] + height], axis=1)
        boxes = np.concatenate([lasting + random.normal(0, 2, lasting.shape), sudden])
        return boxes, random.uniform(0.1, 0.8, len(boxes)) * self._crowd.eye.middle


def _inside(boxes: Numbers, camera: Camera) -> NDArray[np.bool_]:
    """Whether at least half of a person stands in the picture."""
    with np.errstate(invalid="ignore"):
        inside = _cut(boxes, camera)
        areas = [(each[:, 2] - each[:, 0]) * (each[:, 3] - each[:, 1]) for each in (inside, boxes)]
        half: NDArray[np.bool_] = areas[0] > 0.5 * areas[1]
    return half


def _cut(boxes: Numbers, camera: Camera) -> Numbers:
    return np.clip(boxes, 0, [camera.width, camera.height] * 2)


def _narrowed(boxes: Numbers) -> Numbers:
    """What of a person hides what is behind: not the corners of the box."""
    margin = 0.15 * (boxes[:, 2] - boxes[:, 0])
    return boxes + np.stack([margin, 0 * margin, -margin, 0 * margin], axis=1)


def _suppressed(boxes: Numbers, scores: Numbers, overlap: float) -> NDArray[np.intp]:
    if not len(boxes):
        return np.zeros(0, np.intp)
    corners = boxes.copy()
    corners[:, 2:] -= corners[:, :2]
    return np.asarray(cv2.dnn.NMSBoxes(corners.tolist(), scores.tolist(), 0.0, overlap), np.intp).ravel()
