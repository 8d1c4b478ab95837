"""Smoke: a grey veil that grows upwards for seconds. A heuristic on a small picture, without a network.

Which blocks of the picture are veiled says ``veil``. A veil over most of the picture is fog.
Veiled blocks that touch are one region; it is smoke when it grew for some seconds, upwards and from one place: steam
out of a vent has its full size at once.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import cv2
import numpy as np

from detectors.vision.detect.trembling import put_back
from detectors.vision.detect.veil import BLOCK, Compared, Values, blocks_of, brightness_of, compare, small
from detectors.vision.types import LABELS, Bools, Detections, Image, Label, Tracks

LOOK_SECONDS = 0.4
LONGEST_GAP = 5.0
SCENE_SECONDS, NOW_SECONDS, NOISE_SECONDS = 30.0, 1.5, 5.0
KNOWN_SECONDS = 3.0
ABSORBED_SECONDS = 600.0
"""After so long a veil is how the scene looks now: wet ground, a dirty pane."""

MOST_FOREIGN = 1.0
"""To each block that is veiled, those among them whose contrast is gone otherwise: of a thing, which hides what is
behind it, a part fits by chance."""

CALM = 6.0
"""Levels by which a block may be off from its mean of the last looks: what moves by blurs into a veil of its own, and
learnt as the scene, it would make a veil of the ground behind it."""

LEAST_BLOCKS, ENOUGH_BLOCKS = 2, 6
"""How many make a region that is watched, and one that may be smoke."""

VOTE_SECONDS, OFTEN = 1.5, 0.5
"""A block is veiled that was veiled in so large a share of the last looks: rain and noise come and go."""

MOST_VEILED, FOG_SECONDS = 0.25, 60.0
"""Share of the picture from which a veil is fog, and how long nothing is said after it."""

LEAST_SHARE = 0.5
"""Of the blocks of all regions that may be smoke, that one must have: fog comes in banks."""

GROWS_SECONDS = 2.4
LITTLE, MUCH = 0.25, 0.8
"""It takes smoke at least so long from this to that share of its largest size."""

RISES = 0.25
"""Share of its height by which its upper edge rose since it was first seen."""

FORGET_SECONDS = 3.0
MOST_SIZES = 256
"""Of one region that are remembered, about two minutes."""

Box = tuple[int, int, int, int]


@dataclass(slots=True)
class _Memory:
    """scene: what was there before, now: the mean of the last looks, both [h, w, 3]. By block: known: for how many
    seconds it was seen free; votes: how often it was veiled of late; held: for how many seconds it has been veiled;
    noise: the variance of its brightness in time.
    """

    scene: Values
    now: Values
    known: Values
    votes: Values
    held: Values
    noise: Values

    @classmethod
    def of(cls, picture: Values) -> "_Memory":
        size = picture.shape[0] // BLOCK, picture.shape[1] // BLOCK
        return cls(picture.copy(), picture.copy(), *(np.zeros(size, np.float32) for _ in range(4)))

    def compare(self, picture: Values, seconds: float) -> "Compared":
        """1. Take the picture in. 2. Which blocks it shows through a veil, among those that are known and calm."""
        cv2.accumulateWeighted(picture, self.now, _share(seconds, NOW_SECONDS))
        off = picture - self.now
        cv2.accumulateWeighted(blocks_of(brightness_of(off) ** 2), self.noise, _share(seconds, NOISE_SECONDS))
        left: Values = self.noise * (LOOK_SECONDS / np.clip(self.known, LOOK_SECONDS, SCENE_SECONDS))
        calm = np.abs(blocks_of(off)).max(axis=2) <= CALM
        compared = compare(self.scene, self.now, left, calm)
        return replace(compared, veiled=compared.veiled & calm & (self.known >= KNOWN_SECONDS))

    def vote(self, veiled: Bools, seconds: float) -> None:
        cv2.accumulateWeighted(veiled.astype(np.float32), self.votes, _share(seconds, VOTE_SECONDS))

    def learn(self, picture: Values, busy: Bools, seconds: float) -> None:
        """Free blocks alone, each as the mean of what it showed; beside a veil nothing is free."""
        free = cv2.dilate(busy.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0
        self.known += np.float32(seconds) * free
        share = (free * seconds / np.clip(self.known, seconds, SCENE_SECONDS)).astype(np.float32)
        pixels = cv2.resize(share, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST)
        self.scene += pixels[:, :, None] * (picture - self.scene)
        self._absorb(seconds)

    def _absorb(self, seconds: float) -> None:
        self.held = np.where(self.votes >= OFTEN, self.held + np.float32(seconds), np.float32(0))
        old = self.held >= ABSORBED_SECONDS
        if old.any():
            pixels = cv2.resize(old.view(np.uint8), self.scene.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
            self.scene[pixels] = self.now[pixels]
            self.known[old] = self.votes[old] = self.held[old] = 0


def _share(seconds: float, constant: float) -> float:
    """How much a mean over about ``constant`` seconds takes of what comes after so many."""
    return 1 - math.exp(-seconds / constant)


@dataclass(slots=True)
class _Region:
    """A veil over some blocks. box: in blocks. top: of when it was first seen. sizes: how large it was when."""

    box: Box
    top: int
    seen: datetime
    sizes: deque[tuple[datetime, int]] = field(default_factory=lambda: deque(maxlen=MOST_SIZES))
    is_smoke: bool = False


class Smoke:
    """An eye (see ``eyes.py``)."""

    def __init__(self) -> None:
        self._memory: _Memory | None = None
        self._looked: datetime | None = None
        self._fog: datetime | None = None
        self._regions: list[_Region] = []

    def look(self, image: Image, tracks: Tracks, at: datetime) -> Detections | None:
        """1. Which blocks are veiled. 2. Learn the others. 3. Which veils grew as smoke does."""
        seconds = LOOK_SECONDS if self._looked is None else (at - self._looked).total_seconds()
        if 0 <= seconds < LOOK_SECONDS and self._memory is not None:
            return None
        self._looked = at
        picture, scale = small(image)
        memory = self._memory
        if memory is None or not 0 < seconds <= LONGEST_GAP or memory.scene.shape != picture.shape:
            return self._begin(picture)
        picture = put_back(picture, memory.scene)
        covered = _covered(tracks, scale, memory.known.shape)
        compared = memory.compare(picture, seconds)
        veiled = compared.veiled & ~covered
        memory.vote(veiled, seconds)
        if veiled.mean() > MOST_VEILED:
            self._fog = at
            return self._begin(picture)
        memory.learn(picture, veiled | covered | ~compared.calm, seconds)
        return self._said(replace(compared, veiled=memory.votes >= OFTEN), scale, at)

    def _begin(self, picture: Values) -> Detections:
        self._memory, self._regions = _Memory.of(picture), []
        return Detections.none()

    def _said(self, compared: Compared, scale: float, at: datetime) -> Detections:
        self._regions = [each for each in self._regions if (at - each.seen).total_seconds() <= FORGET_SECONDS]
        is_fog = self._fog is not None and (at - self._fog).total_seconds() < FOG_SECONDS
        boxes, scores, parts = [], [], list(_parts(compared.veiled))
        enough = LEAST_SHARE * sum(size for _, mine in parts if (size := int(mine.sum())) >= ENOUGH_BLOCKS)
        for box, mine in parts:
            region = self._region(box, int(mine.sum()), at)
            foreign = int((compared.foreign & ~compared.veiled)[box[1] : box[3], box[0] : box[2]].sum())
            is_veil = int(mine.sum()) >= max(enough, ENOUGH_BLOCKS, foreign / MOST_FOREIGN)
            region.is_smoke |= is_veil and _grew(region)
            if region.is_smoke and not is_fog:
                boxes.append([side * BLOCK * scale for side in region.box])
                scores.append(min(1.0, 0.4 + float(compared.dense[mine].mean()) / 2))
        found = np.array(boxes, np.float32).reshape(-1, 4)
        labels = np.full(len(found), LABELS.index(Label.SMOKE), np.int64)
        return Detections(found, np.array(scores, np.float32), labels)

    def _region(self, box: Box, size: int, at: datetime) -> _Region:
        """The region that was there before, or a new one."""
        for region in self._regions:
            if region.seen != at and _touch(region.box, box):
                region.box, region.seen = box, at
                break
        else:
            region = _Region(box, box[1], at)
            self._regions.append(region)
        region.sizes.append((at, size))
        return region


def _covered(tracks: Tracks, scale: float, size: tuple[int, ...]) -> Bools:
    """[blocks]: where something stands that moves."""
    covered = np.zeros(size, bool)
    boxes = tracks.boxes + np.tile(tracks.margins, 2) * (-1, -1, 1, 1)
    for x1, y1, x2, y2 in np.floor(boxes / (scale * BLOCK)).astype(int).clip(0).tolist():
        covered[y1 : y2 + 1, x1 : x2 + 1] = True
    return covered


def _parts(veiled: Bools) -> Iterator[tuple[Box, Bools]]:
    """The box of each region in blocks, and its blocks; gaps of one block, without contrast, are bridged."""
    joined = cv2.morphologyEx(veiled.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, numbers, facts, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for number in range(1, count):
        left, top, width, height, _ = facts[number].tolist()
        mine = (numbers == number) & veiled
        if mine.sum() >= LEAST_BLOCKS:
            yield (left, top, left + width, top + height), mine


def _touch(one: Box, other: Box) -> bool:
    return all(one[side] <= other[side + 2] and other[side] <= one[side + 2] for side in (0, 1))


def _grew(region: _Region) -> bool:
    """Whether it took its time, and rose."""
    largest = max(size for _, size in region.sizes)
    little, much = (next(at for at, size in region.sizes if size >= share * largest) for share in (LITTLE, MUCH))
    height = region.box[3] - region.box[1]
    return (much - little).total_seconds() >= GROWS_SECONDS and region.top - region.box[1] >= RISES * height
