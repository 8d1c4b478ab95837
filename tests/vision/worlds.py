"""Hand-built worlds: a few boxes, a clock and the small words that tests are written in."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from detectors.vision.types import LABELS, Detections, Label, Tracks

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

WIDTH, HEIGHT = 1000, 500
"""Pixels of the picture of a hand-built world: fractions are read off easily."""

PERSON_WIDTH, PERSON_HEIGHT = 20, 50


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def box(x: float, y: float, width: float = PERSON_WIDTH, height: float = PERSON_HEIGHT) -> tuple[float, ...]:
    """The box of an object whose foot stands at (x, y)."""
    return x - width / 2, y - height, x + width / 2, y


def see(boxes: Iterable[Sequence[float]], score: float = 0.8, label: Label = Label.PERSON) -> Detections:
    found = np.array(list(boxes), np.float32).reshape(-1, 4)
    return Detections(found, np.full(len(found), score, np.float32), np.full(len(found), LABELS.index(label), np.int64))


def standing(
    *feet: tuple[float, float],
    ids: Sequence[int] | None = None,
    label: Label = Label.PERSON,
    score: float = 0.8,
    ground: Sequence[tuple[float, float]] | None = None,
) -> Tracks:
    """Tracks whose feet stand there; numbered 1, 2, ... and first seen at noon unless said otherwise."""
    seen = see([box(*foot) for foot in feet], score, label)
    return Tracks(
        ids=np.array(ids or range(1, len(feet) + 1), np.int64),
        boxes=seen.boxes,
        scores=seen.scores,
        labels=seen.labels,
        first_seen=np.full(len(feet), NOON.timestamp()),
        ground=None if ground is None else np.array(ground, np.float32),
    )
