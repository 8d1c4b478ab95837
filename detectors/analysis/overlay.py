"""What is drawn over a masked picture: zones and lines, boxes with names, the way that each object came, events."""

import math
from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.analysis.run import Seen
from detectors.vision.config import PipelineConfig, RuleConfig
from detectors.vision.scene.registry import find
from detectors.vision.scene.shapes import Line, to_pixels
from detectors.vision.types import LABELS, Detections, Floats, Image, Label, SceneEvent, Tracks

Colour = tuple[int, int, int]
Points = NDArray[np.float64]

ZONE: Colour = (230, 230, 230)
ALERT: Colour = (0, 140, 255)
SHADOW: Colour = (30, 30, 30)
COLOURS: dict[Label, Colour] = {
    Label.PERSON: (0, 200, 255),
    Label.BICYCLE: (110, 220, 120),
    Label.MOTORCYCLE: (200, 180, 90),
    Label.VEHICLE: (240, 160, 90),
}
"""BGR, by label; what a later label has no colour for is drawn like a zone."""

TRAIL_S = 4.0
ALERT_S = 2.0
"""How long a way stays drawn, and how long a zone is lit after its rule fired."""

FULL_SIZE = 720
"""Pixels of height at which letters and lines have their full size."""


class Overlay:
    """Draws on the pictures of one run, in order."""

    def __init__(self, config: PipelineConfig) -> None:
        self._sure = config.score_threshold
        self._trails: dict[int, deque[tuple[float, float, float]]] = {}
        self._lit: dict[str, float] = {}

    def draw(self, image: Image, seen: Seen) -> None:
        """image: masked; it is drawn on in place."""
        self._remember(seen)
        pen = _Pen(image)
        for rule in seen.analysis.view.config.rules if seen.analysis.view else ():
            self._draw_shape(pen, rule, seen.seconds)
        self._draw_trails(pen, seen.analysis.tracks)
        self._draw_things(pen, seen.analysis.detections)
        _draw_boxes(pen, seen.analysis.tracks)

    def _remember(self, seen: Seen) -> None:
        tracks, now = seen.analysis.tracks, seen.seconds
        for track, (x, y) in zip(tracks.ids.tolist(), tracks.feet.tolist(), strict=True):
            self._trails.setdefault(track, deque()).append((now, x, y))
        for trail in self._trails.values():
            while trail and now - trail[0][0] > TRAIL_S:
                trail.popleft()
        self._trails = {track: trail for track, trail in self._trails.items() if trail}
        for each in seen.analysis.observations:
            if isinstance(each, SceneEvent):
                self._lit[each.rule_id] = now

    def _draw_shape(self, pen: "_Pen", rule: RuleConfig, now: float) -> None:
        height, width = pen.image.shape[:2]
        points = to_pixels(rule.shape.points, width, height)
        is_lit = now - self._lit.get(rule.id, -math.inf) <= ALERT_S
        is_line = find(rule.kind).shape is Line
        pen.path(points, ALERT if is_lit else ZONE, closed=not is_line)
        if is_line:
            pen.arrow(points, ALERT if is_lit else ZONE)
        name = f"{rule.shape.name}: {find(rule.kind).title}" if is_lit else rule.shape.name
        pen.text(name, points[points[:, 1].argmin()], ALERT if is_lit else ZONE)

    def _draw_trails(self, pen: "_Pen", tracks: Tracks) -> None:
        for track, label in zip(tracks.ids.tolist(), tracks.labels.tolist(), strict=True):
            way = np.array([(x, y) for _, x, y in self._trails[track]])
            pen.path(way, _colour(label), closed=False, thin=True)

    def _draw_things(self, pen: "_Pen", detections: Detections) -> None:
        """What no tracker follows: bags and the like, where the network is sure."""
        sure = ~detections.are_movers & (detections.scores >= self._sure)
        things = detections.chosen(sure)
        for label, box, score in zip(things.labels.tolist(), things.boxes, things.scores.tolist(), strict=True):
            pen.path(_corners(box), _colour(label), closed=True, thin=True)
            pen.text(f"{LABELS[label].value}  {score:.2f}", box[:2], _colour(label), small=True)


def _draw_boxes(pen: "_Pen", tracks: Tracks) -> None:
    """Score and number of the track: a number lives as long as its track, and tells nothing of a person."""
    rows = zip(tracks.ids.tolist(), tracks.labels.tolist(), tracks.boxes, tracks.scores.tolist(), strict=True)
    for track, label, box, score in rows:
        pen.path(_corners(box), _colour(label), closed=True, thin=True)
        pen.text(f"{LABELS[label].value} {track}  {score:.2f}", box[:2], _colour(label), small=True)


def _corners(box: Floats) -> Points:
    x1, y1, x2, y2 = box.tolist()
    return np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]])


def _colour(label: int) -> Colour:
    return COLOURS.get(LABELS[label], ZONE)


class _Pen:
    """Strokes with a shadow, so that they show on any ground, as thick as suits the picture."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self._scale = max(0.5, min(image.shape[:2]) / FULL_SIZE)

    def path(self, points: Points, colour: Colour, *, closed: bool, thin: bool = False) -> None:
        width = max(1, round(2 * self._scale))
        line = [np.rint(points).astype(np.int32).reshape(-1, 1, 2)]
        for each, thickness in ((SHADOW, width + 2), (colour, width)):
            if thickness == width or not thin:
                cv2.polylines(self.image, line, closed, each, thickness, cv2.LINE_AA)

    def arrow(self, points: Points, colour: Colour) -> None:
        """From the middle of a line to its right, which is the way that counts as forward."""
        middle, (across, down) = (points[0] + points[-1]) / 2, points[-1] - points[0]
        length = max(1.0, math.hypot(across, down))
        tip = middle + np.array([-down, across]) / length * 28 * self._scale
        begin, end = ((round(float(x)), round(float(y))) for x, y in (middle, tip))
        cv2.arrowedLine(self.image, begin, end, colour, max(1, round(2 * self._scale)), cv2.LINE_AA, tipLength=0.4)

    def text(self, words: str, at: Points | Floats, colour: Colour, *, small: bool = False) -> None:
        """Above the point, inside the picture."""
        size = (0.42 if small else 0.6) * self._scale
        (width, height), base = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, size, 1)
        x = min(max(0, round(float(at[0]))), max(0, self.image.shape[1] - width - 2))
        y = min(max(height + 2, round(float(at[1])) - 4), self.image.shape[0] - base - 1)
        cv2.rectangle(self.image, (x, y - height - 2), (x + width + 2, y + base), SHADOW, cv2.FILLED)
        cv2.putText(self.image, words, (x + 1, y), cv2.FONT_HERSHEY_SIMPLEX, size, colour, 1, cv2.LINE_AA)
