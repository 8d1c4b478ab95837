"""What the stages of the pipeline hand to each other: frozen arrays with stated dtype, shape and unit.

Pixels are those of the full frame, x to the right and y down. Metres are east and north of the camera's anchor.
Times are aware UTC datetimes of capture, never of processing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""uint8 [height, width, 3], BGR."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Label(StrEnum):
    """What an object can be called. There is no label for a person's traits, and there will be none (R-10 to R-12)."""

    PERSON = "person"
    BICYCLE = "bicycle"
    MOTORCYCLE = "motorcycle"
    VEHICLE = "vehicle"
    BAG = "bag"
    THING = "thing"
    FIRE = "fire"
    SMOKE = "smoke"
    WEAPON = "weapon"


LABELS: tuple[Label, ...] = tuple(Label)
"""Position in this tuple is the value in ``Detections.labels`` and ``Tracks.labels``."""

MOVERS: tuple[Label, ...] = (Label.PERSON, Label.BICYCLE, Label.MOTORCYCLE, Label.VEHICLE)
"""What moves by itself: what the tracker follows and what rules count. Everything else is evidence."""

_IS_MOVER = np.array([label in MOVERS for label in LABELS])


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture and the moment it was captured."""

    image: Image
    at: datetime


@dataclass(frozen=True, slots=True)
class Detections:
    """What a network saw in one frame.

    boxes: float32 [n, 4], x1 y1 x2 y2 in pixels of the full frame.
    scores: float32 [n], 0 to 1.
    labels: int64 [n], index into ``LABELS``.
    """

    boxes: Floats
    scores: Floats
    labels: Ints

    def __len__(self) -> int:
        return len(self.boxes)

    @property
    def are_movers(self) -> Bools:
        """[n]: whether each is of a label that the tracker follows."""
        result: Bools = _IS_MOVER.take(self.labels)
        return result

    def chosen(self, rows: Bools) -> "Detections":
        return Detections(self.boxes[rows], self.scores[rows], self.labels[rows])

    def and_also(self, others: "Detections") -> "Detections":
        return Detections(
            np.concatenate([self.boxes, others.boxes]),
            np.concatenate([self.scores, others.scores]),
            np.concatenate([self.labels, others.labels]),
        )

    @classmethod
    def none(cls) -> "Detections":
        return cls(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Tracks:
    """Objects that the tracker follows.

    ids: int64 [n]; they live in memory, per camera, and never come back (R-15).
    boxes: float32 [n, 4], x1 y1 x2 y2 in pixels of the full frame.
    scores: float32 [n], 0 to 1. labels: int64 [n], index into ``LABELS``.
    first_seen: float64 [n], capture time of the track's first box, seconds since the epoch.
    ground: float32 [n, 2], metres east and north of the camera's anchor, NaN where the foot lies beyond the
        horizon; None when the camera has no calibration.
    margin: float32 [n, 2], pixels in x and y by which a box may be off that is only expected, nought for one that is
        seen; None when all are seen.
    detected: float32 [n, 4], the last box that the detector gave each, which no filter has smoothed: what is measured
        is measured by it. None where nobody kept it.
    """

    ids: Ints
    boxes: Floats
    scores: Floats
    labels: Ints
    first_seen: NDArray[np.float64]
    ground: Floats | None = None
    margin: Floats | None = None
    detected: Floats | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def feet(self) -> Floats:
        """float32 [n, 2]: where each object meets the ground, the middle of the lower edge, in pixels."""
        feet = self.boxes[:, 2:].copy()
        feet[:, 0] = (feet[:, 0] + self.boxes[:, 0]) / 2
        return feet

    @property
    def margins(self) -> Floats:
        """``margin``, with noughts where there is none."""
        return np.zeros((len(self), 2), np.float32) if self.margin is None else self.margin

    def and_also(self, others: "Tracks") -> "Tracks":
        """Both, these first; without their places on the ground."""
        return Tracks(
            np.concatenate([self.ids, others.ids]),
            np.concatenate([self.boxes, others.boxes]),
            np.concatenate([self.scores, others.scores]),
            np.concatenate([self.labels, others.labels]),
            np.concatenate([self.first_seen, others.first_seen]),
            margin=np.concatenate([self.margins, others.margins]),
        )

    @classmethod
    def none(cls) -> "Tracks":
        return cls(
            np.zeros(0, np.int64),
            np.zeros((0, 4), np.float32),
            np.zeros(0, np.float32),
            np.zeros(0, np.int64),
            np.zeros(0, np.float64),
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is beside the tracks: things in the picture. It holds no picture, and nothing of a person.

    things: bags and weapons that the network saw, and what the extra eyes saw (see ``detect/eyes.py``).
    looked: the eyes that looked at this frame; an eye that did not look says nothing, not "nothing there".
    """

    things: Detections
    looked: frozenset[str] = frozenset()

    def of(self, *labels: Label) -> Detections:
        """The things of these labels."""
        return self.things.chosen(np.isin(self.things.labels, [LABELS.index(label) for label in labels]))

    @classmethod
    def none(cls) -> "Evidence":
        return cls(Detections.none())


@dataclass(frozen=True, slots=True)
class SceneEvent:
    """Something that a rule saw happen in the scene, still without a place on Earth.

    started_at: capture time at which it began; at: capture time of the frame that fired the rule.
    first_seen: when the object that fired was first seen (with the rule, zone and start it names the event for ever).
    foot: pixel where it happened; box: x1 y1 x2 y2 of the object, None for an event of a whole zone.
    facts: the plain numbers behind the sentence for the operator ("2 persons for 6 s"): never a trait of a person.
    """

    kind: str
    rule_id: str
    rule_version: int
    zone_id: str
    started_at: datetime
    at: datetime
    first_seen: datetime
    foot: tuple[float, float]
    box: tuple[float, float, float, float] | None
    score: float
    facts: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineCount:
    """One object crossed a counting line; only sums of these are ever kept.

    forward: from the left of the line to its right, looking from its first point to its last.
    """

    rule_id: str
    zone_id: str
    at: datetime
    label: Label
    forward: bool


class Measure(StrEnum):
    """What a statistic measures."""

    CROSSINGS = "crossings"
    SPEED = "speed"
    PRESENT = "present"
    PARKED = "parked"
    WAITING = "waiting"
    QUEUE_LENGTH = "queue_length"
    STAY = "stay"
    JOURNEYS = "journeys"


@dataclass(frozen=True, slots=True)
class Sum:
    """What one object, or one second, adds to a statistic of a zone or line; only sums of these are ever kept (R-06).

    way: which of several ways, such as "forward"; empty where there is but one.
    objects: how many objects it tells of that its bin has not heard of yet.
    basis: how much its values count: one for an object, or seconds for what lasts.
    total, squares: of the values, and of their squares, times basis. variances: of their errors (1 sigma), times basis.
    classes: how many values lie in each class (scene/classes.py); empty for what is not classed.
    """

    kind: str
    rule_id: str
    zone_id: str
    measure: Measure
    at: datetime
    label: Label
    way: str
    objects: int
    basis: float
    total: float
    squares: float
    variances: float
    classes: tuple[int, ...] = ()


Statistic = LineCount | Sum
"""What is summed, and never an event."""

Observation = SceneEvent | Statistic


@dataclass(frozen=True, slots=True)
class GroundPlace:
    """A place on the ground. east, north: metres from the camera's anchor; error: expected error in metres, 1 sigma."""

    east: float
    north: float
    error: float
