"""Still things: what was not there before and does not move. A background model of two speeds, on a small picture.

The slow model is the empty scene, the fast one what the last seconds showed. A place whose fast picture has settled
and differs from the slow one holds a still thing (after Porikli 2007, "Detection of temporarily static regions by
processing video at different frame rates"). Differences:

* Nothing is learnt, and nothing is judged, where a mover stands: whoever waits does not become background, and leaves
  no ghost when going away. A place counts as known only after it was seen free for some seconds.
* A place differs only if no neighbour of the empty scene explains it: a trembling camera moves edges by a pixel.
* The light of the whole picture is evened out; when more than ``MOST_CHANGED`` of it differs at once, it is learnt
  anew.
* What was taken away leaves edges in the empty scene, what was put down has edges of its own: the former is no thing.
  Nor is a shadow, which darkens what is there.
* After ``ABSORBED_SECONDS`` a still thing is part of the scene.

It keeps two small blurred pictures in memory, and none of movers.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.vision.types import LABELS, Bools, Detections, Floats, Image, Label, Tracks

WIDTH = 320
"""Pixels of the small picture; a suitcase at 20 m has some 12 x 17 of them."""

LOOK_SECONDS = 0.4
LONGEST_GAP = 10.0
"""Seconds after which nothing is known of what happened in between."""

SLOW_SECONDS, FAST_SECONDS = 40.0, 1.0
KNOWN_SECONDS = 3.0
SETTLED_SECONDS = 2.0
ABSORBED_SECONDS = 1800.0

DIFFERENT, CALM = 22.0, 14.0
"""Grey levels by which a place differs from the empty scene, and by which a settled one may still tremble."""

MOST_CHANGED = 0.35
LEAST_PIXELS, LARGEST_SHARE = 20, 0.06
"""Of the small picture."""

Values = NDArray[np.float32]


@dataclass(slots=True)
class _Model:
    """slow, fast: [h, w, 3]. free: seconds for which each place was seen free, held: for which it has held a thing."""

    slow: Values
    fast: Values
    free: Values
    held: Values

    @classmethod
    def of(cls, picture: Values) -> "_Model":
        nothing = np.zeros(picture.shape[:2], np.float32)
        return cls(picture.copy(), picture.copy(), nothing, nothing.copy())


class StillThings:
    """An eye (see ``eyes.py``)."""

    def __init__(self) -> None:
        self._model: _Model | None = None
        self._looked: datetime | None = None

    def look(self, image: Image, tracks: Tracks, at: datetime) -> Detections | None:
        """1. Even out the light. 2. Say what differs and has settled. 3. Learn. 4. Gather places into things."""
        seconds = LOOK_SECONDS if self._looked is None else (at - self._looked).total_seconds()
        if 0 <= seconds < LOOK_SECONDS and self._model is not None:
            return None
        self._looked = at
        picture = _small(image)
        if self._model is None or not 0 < seconds <= LONGEST_GAP or self._model.slow.shape != picture.shape:
            self._model = _Model.of(picture)
            return Detections.none()
        scale = image.shape[1] / picture.shape[1]
        covered = _covered(tracks, scale, picture.shape[:2])
        _even_out(self._model, picture, covered)
        difference = _difference(self._model.slow, picture)
        differs = (difference > DIFFERENT) & ~covered
        if differs.sum() > MOST_CHANGED * (~covered).sum():
            self._model = _Model.of(picture)
            return Detections.none()
        _learn(self._model, picture, covered, differs, seconds)
        return _things(self._model, difference, covered, scale)


def _small(image: Image) -> Values:
    height, width = image.shape[:2]
    size = (min(WIDTH, width), max(1, round(height * min(WIDTH, width) / width)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    blurred: Values = cv2.GaussianBlur(small, (3, 3), 0).astype(np.float32)
    return blurred


def _covered(tracks: Tracks, scale: float, size: tuple[int, ...]) -> Bools:
    """[h, w]: where something stands that moves, or may stand."""
    covered = np.zeros(size, bool)
    margins = np.maximum(np.tile(tracks.margins, 2), 0.08 * np.tile(tracks.boxes[:, 2:] - tracks.boxes[:, :2], 2))
    boxes = (tracks.boxes + margins * (-1, -1, 1, 1)) / scale
    for x1, y1, x2, y2 in np.rint(boxes).astype(int).clip(0).tolist():
        covered[y1 : y2 + 1, x1 : x2 + 1] = True
    return covered


def _even_out(model: _Model, picture: Values, covered: Bools) -> None:
    """Brightens or darkens what is remembered as the light has changed since."""
    places = ~covered[::4, ::4]
    if places.sum() < 50:
        return
    now, before = picture[::4, ::4][places], model.slow[::4, ::4][places]
    gain = np.median((now + 8) / (before + 8), axis=0)
    if np.abs(gain - 1).max() > 0.02:
        model.slow = np.clip((model.slow + 8) * gain - 8, 0, 255).astype(np.float32)
        model.fast = np.clip((model.fast + 8) * gain - 8, 0, 255).astype(np.float32)


def _difference(scene: Values, picture: Values) -> Values:
    """[h, w]: grey levels by which a place lies outside what it and its neighbours show in the empty scene."""
    kernel = np.ones((3, 3), np.uint8)
    outside = cv2.max(picture - cv2.dilate(scene, kernel), cv2.erode(scene, kernel) - picture)
    return np.maximum(_largest(outside), 0)


def _largest(levels: Values) -> Values:
    """[h, w]: of the three colours. (The maximum along a short last axis is ten times as slow in numpy.)"""
    blue, green, red = cv2.split(levels)
    largest: Values = cv2.max(cv2.max(blue, green), red)
    return largest


def _learn(model: _Model, picture: Values, covered: Bools, differs: Bools, seconds: float) -> None:
    calm = _largest(cv2.absdiff(picture, model.fast)) < CALM
    known = model.free >= KNOWN_SECONDS
    free = ~covered
    model.free = np.where(known, model.free, np.where(free & calm, model.free + seconds, 0)).astype(np.float32)
    still = free & calm & differs & known
    gone = free & ~(differs & known)
    model.held += np.float32(seconds) * still
    model.held[gone] = np.clip(model.held[gone] - 2 * seconds, 0, SETTLED_SECONDS)
    absorbed = model.held >= ABSORBED_SECONDS
    model.held[absorbed] = 0
    slowly, fast = 1 - math.exp(-seconds / SLOW_SECONDS), 1 - math.exp(-seconds / FAST_SECONDS)
    cv2.accumulateWeighted(picture, model.slow, slowly, mask=(free & known & ~differs).view(np.uint8))
    cv2.accumulateWeighted(picture, model.slow, fast, mask=(free & ~known).view(np.uint8))
    cv2.accumulateWeighted(picture, model.fast, fast, mask=free.view(np.uint8))
    model.slow[absorbed] = model.fast[absorbed]


def _things(model: _Model, difference: Values, covered: Bools, scale: float) -> Detections:
    settled = (model.held >= SETTLED_SECONDS).astype(np.uint8)
    settled = np.asarray(cv2.morphologyEx(settled, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8)
    count, numbers, facts, _ = cv2.connectedComponentsWithStats(settled, connectivity=8)
    boxes, scores = [], []
    edges = _edges(model.fast), _edges(model.slow)
    for number in range(1, count):
        left, top, width, height, pixels = facts[number].tolist()
        if not LEAST_PIXELS <= pixels <= LARGEST_SHARE * settled.size:
            continue
        part = (slice(max(top - 2, 0), top + height + 2), slice(max(left - 2, 0), left + width + 2))
        mine = numbers[part] == number
        if not _was_put_down(mine, edges[0][part], edges[1][part]) or _is_shadow(
            mine, model.fast[part], model.slow[part]
        ):
            continue
        seen = mine & ~covered[part]
        strength = float(difference[part][seen].mean()) if seen.any() else DIFFERENT
        boxes.append((left * scale, top * scale, (left + width) * scale, (top + height) * scale))
        scores.append(min(1.0, 0.4 + strength / 120))
    found: Floats = np.array(boxes, np.float32).reshape(-1, 4)
    labels = np.full(len(found), LABELS.index(Label.THING), np.int64)
    return Detections(found, np.array(scores, np.float32), labels)


def _edges(picture: Values) -> Values:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    strength: Values = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    return strength


def _was_put_down(mine: Bools, now: Values, before: Values) -> bool:
    """Whether its outline is an edge of the picture rather than of the empty scene."""
    kernel = np.ones((3, 3), np.uint8)
    shape = mine.astype(np.uint8)
    outline = (cv2.dilate(shape, kernel) - cv2.erode(shape, kernel)) > 0
    return float(now[outline].mean()) > 1.1 * float(before[outline].mean())


def _is_shadow(mine: Bools, now: Values, before: Values) -> bool:
    """Whether all of it is darker by the same share, in all colours."""
    share = ((now + 8) / (before + 8))[mine]
    mean = share.mean(axis=0)
    is_darker = bool((mean > 0.35).all() and (mean < 0.92).all() and np.ptp(mean) < 0.12)
    return is_darker and float(share.std(axis=0).max()) < 0.07
