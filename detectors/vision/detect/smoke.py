"""Smoke: a grey veil that grows upwards for seconds. A heuristic on a small picture, without a network.

Through a veil the scene loses contrast towards the veil's colour: picture = share x scene + (1 - share) x colour
(Koschmieder 1924; as in Narasimhan and Nayar 2002). So the picture is cut into blocks, and the present one of each is
fitted to the one remembered, as a straight line. A block is veiled when the line fits, its slope is clearly below one,
and the colour that follows is a grey. That tells apart

* a shadow of a cloud: its line has a slope below one, too, but the colour that follows is black;
* a lorry, a wall, a bag: no line fits but by chance, as nothing of the scene shines through;
* dust: the colour that follows is brown.

Plain ground shows no contrast that could be lost: there, nothing is seen. A veil over most of the picture is fog.
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
from numpy.typing import NDArray

from detectors.vision.detect.trembling import put_back
from detectors.vision.types import LABELS, Bools, Detections, Image, Label, Tracks

WIDTH, BLOCK = 512, 8
"""Pixels, about, of the small picture, and of the side of a block."""

LOOK_SECONDS = 0.4
LONGEST_GAP = 5.0
SCENE_SECONDS, NOW_SECONDS, NOISE_SECONDS = 30.0, 1.5, 5.0
KNOWN_SECONDS = 3.0
ABSORBED_SECONDS = 600.0
"""After so long a veil is how the scene looks now: wet ground, a dirty pane."""

LEAST_TEXTURE, PLAIN = 2.2, 5.0
"""Levels, 1 sigma within a block: from how many that shine through contrast can be told from noise; and up to how many
a block is plain, so that it means nothing when they are gone."""

LEAST_SLOPE, MOST_SLOPE, LEAST_FIT = 0.1, 0.76, 0.5
"""Share of the scene that shines through a veil, and the correlation of what is seen with what is remembered: it is
low where the veil is denser in one corner of a block than in another."""

MOST_FOREIGN = 1.0
"""To each block that is veiled, those among them whose contrast is gone otherwise: of a thing, which hides what is
behind it, a part fits by chance."""

CALM = 6.0
"""Levels by which a block may be off from its mean of the last looks: what moves by blurs into a veil of its own, and
learnt as the scene, it would make a veil of the ground behind it."""

DARKEST, BRIGHTEST, MOST_COLOUR = 70.0, 235.0, 32.0
"""Levels of the veil, and by how much its colours may differ."""

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

Values = NDArray[np.float32]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False, slots=True)
class _Compared:
    """By block. veiled: a grey veil hangs over it. dense: how dense it is, 0 to 1.

    foreign: no veil took its contrast. calm: it is as it was in the last looks.
    """

    veiled: Bools
    dense: Values
    foreign: Bools
    calm: Bools


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

    def compare(self, picture: Values, seconds: float) -> "_Compared":
        """1. Take the picture in. 2. Which blocks it shows through a veil, among those that are known and calm."""
        cv2.accumulateWeighted(picture, self.now, _share(seconds, NOW_SECONDS))
        off = picture - self.now
        cv2.accumulateWeighted(_blocks(_brightness(off) ** 2), self.noise, _share(seconds, NOISE_SECONDS))
        left: Values = self.noise * (LOOK_SECONDS / np.clip(self.known, LOOK_SECONDS, SCENE_SECONDS))
        calm = np.abs(_blocks(off)).max(axis=2) <= CALM
        compared = _compare(self.scene, self.now, left, calm)
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
        picture, scale = _small(image)
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

    def _said(self, compared: _Compared, scale: float, at: datetime) -> Detections:
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


def _small(image: Image) -> tuple[Values, float]:
    """The small picture, a whole number of blocks, and how many pixels one of its own stands for."""
    height, width = image.shape[:2]
    step = max(1.0, width / WIDTH)
    size = tuple(max(BLOCK, int(side / step) // BLOCK * BLOCK) for side in (width, height))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(small, np.float32), width / size[0]


def _covered(tracks: Tracks, scale: float, size: tuple[int, ...]) -> Bools:
    """[blocks]: where something stands that moves."""
    covered = np.zeros(size, bool)
    boxes = tracks.boxes + np.tile(tracks.margins, 2) * (-1, -1, 1, 1)
    for x1, y1, x2, y2 in np.floor(boxes / (scale * BLOCK)).astype(int).clip(0).tolist():
        covered[y1 : y2 + 1, x1 : x2 + 1] = True
    return covered


def _compare(scene: Values, picture: Values, noise: Values, calm: Bools) -> _Compared:
    """Least squares within each block: picture = slope x scene + rest, by brightness; the colour from the means. noise:
    [blocks], the variance of it that is left in the scene, which would flatten the line.
    """
    before, now = _brightness(scene), _brightness(picture)
    mean_before, mean_now = _blocks(before), _blocks(now)
    variance = np.maximum(_blocks(before * before) - mean_before**2 - noise, 1e-6)
    changed = _blocks(now * now) - mean_now**2
    together = _blocks(before * now) - mean_before * mean_now
    slope = together / variance
    fit = together / np.sqrt(variance * np.maximum(changed, 1e-6))
    lets_through = np.clip(slope, 0, 0.98)[:, :, None]
    colour = (_blocks(picture) - lets_through * _blocks(scene)) / (1 - lets_through)
    brightness = colour.mean(axis=2)
    told = variance * fit**2 >= LEAST_TEXTURE**2
    veiled = told & (fit >= LEAST_FIT) & (slope >= LEAST_SLOPE) & (slope <= MOST_SLOPE)
    veiled &= (brightness >= DARKEST) & (brightness <= BRIGHTEST) & (np.ptp(colour, axis=2) <= MOST_COLOUR)
    dense = np.asarray(1 - lets_through[:, :, 0], np.float32)
    foreign = (variance >= PLAIN**2) & (slope <= MOST_SLOPE) & ~veiled
    return _Compared(np.asarray(veiled, bool), dense, np.asarray(foreign, bool), calm)


def _brightness(picture: Values) -> Values:
    grey: Values = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return grey


def _blocks(values: Values) -> Values:
    """The mean of each block."""
    size = values.shape[1] // BLOCK, values.shape[0] // BLOCK
    means: Values = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    return means


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
