"""Follows objects from frame to frame by where they are, how they move and how large they are, and by nothing else.

Each pair of a track and a box gets a value: how much better the box is explained by the track than by chance, as the
logarithm of a likelihood (Bar-Shalom, Li, Kirubarajan 2001, section 6.3). The pairing with the largest sum wins. Time
is measured in seconds and not in frames, because cameras run at 2 to 25 pictures a second: the longer a track is away,
the less is known about where it is, and the less a box at one place says for it. Boxes of doubtful score only keep
tracks alive (after ByteTrack, Zhang et al. 2022). There is no appearance and no re-identification: an object that was
away for longer than ``lost_seconds`` is a new one, with a number that was never used before (R-15).
"""

import logging
from dataclasses import dataclass, fields, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from detectors.vision.locate.homography import Homography
from detectors.vision.track import kalman, units
from detectors.vision.track.match import Boxes, Indices, assign
from detectors.vision.types import LABELS, Bools, Detections, Ints, Label, Tracks

logger = logging.getLogger(__name__)

Numbers = NDArray[np.float64]

FAMILIES = {Label.PERSON: 0, Label.BICYCLE: 1, Label.MOTORCYCLE: 1, Label.VEHICLE: 2}
"""Labels that a detector confuses from frame to frame share a family; a track never changes its family."""

EXPECTED_SPEED = {Label.PERSON: 1.2, Label.BICYCLE: 2.5, Label.MOTORCYCLE: 3.0, Label.VEHICLE: 2.5}
"""Speed of an object that was seen once, in units per second, 1 sigma."""

_FAMILY = np.array([FAMILIES.get(label, 10 + row) for row, label in enumerate(LABELS)])
_PERSON = LABELS.index(Label.PERSON)
_SPEED = np.array([EXPECTED_SPEED.get(label, 1.0) for label in LABELS])


NOISE = np.array([0.06, 0.06, 0.16, 0.16])
"""By how much a box may be off in place and in size, in its own scales, 1 sigma; in size more than the filter takes it
for, because people bend, and two of them can share a box."""

TAIL = 8.0
"""Degrees of freedom of Student's t, by which places are judged: a box that is far off is unlikely, not impossible."""

SIZE_LIMIT = 8.0
"""The most that a wrong width or height counts, in squared standard deviations: somebody may be half hidden."""

GATE, HEADROOM = 8.0, 9.0
"""How generous the quick first look is: by how much in value, and by which factor in the variance downwards."""

LEAST_METRES = 0.8
"""A person whose box is smaller both ways, where the ground is known, is a traffic cone or a bag."""


@dataclass(frozen=True, slots=True)
class TrackerSettings:
    """high, low: scores that count as a sure and as a doubtful box; only sure boxes begin a track.

    lost_seconds: how long a track lives without a box. sure, doubtful: value of such a box that is just where its track
    expects it. young: by how much less a track is worth that nothing has confirmed. widest: the most by which the mask
    of a hidden object is widened on each side, in its own scales.
    """

    high: float = 0.42
    low: float = 0.2
    lost_seconds: float = 2.0
    sure: float = 9.0
    doubtful: float = 4.0
    young: float = 3.0
    widest: float = 0.8


@dataclass(slots=True)
class _Table:
    """One row per track.

    unit: [n, 2], see units.py. votes: [n, labels], the sum of scores with which each label was seen; labels: the
    winner. seen: whether the latest frame has it. detected: [n, 4], the latest box that the detector gave it.
    """

    ids: Ints
    state: kalman.State
    unit: Numbers
    scores: Numbers
    votes: Numbers
    labels: Ints
    first_seen: Numbers
    last_seen: Numbers
    confirmed: Bools
    seen: Bools
    detected: Numbers

    def __len__(self) -> int:
        return len(self.ids)

    def keep(self, rows: Bools) -> None:
        if not rows.all():
            for column in fields(self):
                setattr(self, column.name, getattr(self, column.name)[rows])

    def append(self, other: "_Table") -> None:
        for column in fields(self):
            mine, theirs = getattr(self, column.name), getattr(other, column.name)
            setattr(self, column.name, np.concatenate([mine, theirs]))


@dataclass(frozen=True, slots=True)
class _Seen:
    """The boxes of one frame that can be used. places: [n, 4] middle x, top, width, height."""

    boxes: Boxes
    places: Numbers
    scores: Numbers
    labels: Ints
    sure: Bools


class Tracker:
    """Feed it each frame's detections in order of capture; it says which objects they are."""

    def __init__(self, settings: TrackerSettings | None = None) -> None:
        self.settings = settings or TrackerSettings()
        self._next_id = 1
        self._at: float | None = None
        self._ground: Homography | None = None
        self._table = self._born(self._usable(Detections.none()), np.zeros(0, bool), 0.0)

    def update(
        self,
        detections: Detections,
        at: datetime,
        ground: Homography | None = None,
        size: tuple[int, int] | None = None,
    ) -> Tracks:
        """The confirmed tracks that have a box in this frame.

        ground: the camera's calibration; with it objects move and grow as they would on the ground. size: width and
        height of the picture; with it a track ends when it leaves the picture.

        1. Move all tracks to the time of the frame, without those lost for too long.
        2. Find each track's box. 3. Take it into the track's filter.
        4. Drop what was not confirmed, and what has left. 5. The sure boxes that are left begin tracks.
        """
        now = at.timestamp()
        self._ground = ground
        self._advance(now)
        seen = self._usable(detections)
        rows, columns = self._match(seen)
        self._see(rows, columns, seen, now)
        self._bury(size)
        new = seen.sure.copy()
        new[columns] = False
        new &= self._is_possible(seen)
        if new.any():
            self._table.append(self._born(seen, new, now))
        return self._tracks(self._table.confirmed & self._table.seen)

    def coasting(self) -> Tracks:
        """The confirmed tracks that have no box in the latest frame, where they are to be expected in it.

        Somebody who is hidden for a moment is still there, and still needs a mask; no rule counts on him. The margin
        is one standard deviation of where he may be, at most ``widest``.
        """
        hidden = self._table.confirmed & ~self._table.seen
        if not hidden.any():
            return Tracks.none()
        state = self._table.state[hidden]
        margin = np.minimum(kalman.uncertainty(state), self.settings.widest * kalman.scales(state))
        return replace(self._tracks(hidden), margin=margin.astype(np.float32))

    def forget(self) -> None:
        """Drops every track; numbers go on."""
        self._table.keep(np.zeros(len(self._table), bool))
        self._at = None

    def _advance(self, now: float) -> None:
        """Moves all tracks to ``now`` and drops what was away for too long; all, when ``now`` lies before the last."""
        before, table = self._at, self._table
        if before is not None and now < before:
            logger.warning("The capture time went back by %.3f s: all tracks are started anew.", before - now)
            self.forget()
        elif before is not None and now > before and len(table):
            table.keep(now - table.last_seen <= self.settings.lost_seconds)
            table.state = kalman.predict(table.state, now - before, table.unit)
            unit = units.pixels(table.state[:, kalman.PLACE], table.labels, self._ground)
            if self._ground is not None:
                table.state[:, kalman.PLACE, 2:] *= units.growth(table.unit, unit)
            table.unit = unit
        self._at = now

    def _usable(self, detections: Detections) -> _Seen:
        """Boxes with an area, numbers in all places and a score that says something, in an order of their own.

        So nothing depends on the order in which a detector names its boxes.
        """
        boxes = detections.boxes.astype(np.float64)
        scores = detections.scores.astype(np.float64)
        good = (
            np.isfinite(boxes).all(axis=1) & (boxes[:, 2:] > boxes[:, :2]).all(axis=1) & (scores >= self.settings.low)
        )
        x1, y1, x2, y2 = boxes.T
        order = np.lexsort((detections.labels, scores, x2, y1, x1, y2))
        order = order[good[order]]
        boxes, scores = boxes[order], scores[order]
        return _Seen(boxes, kalman.to_places(boxes), scores, detections.labels[order], scores >= self.settings.high)

    def _match(self, seen: _Seen) -> tuple[Indices, Indices]:
        """Which row of the table each box belongs to."""
        table, settings = self._table, self.settings
        if not len(table) or not len(seen.boxes):
            return np.zeros(0, np.intp), np.zeros(0, np.intp)
        place = table.state[:, kalman.PLACE]
        noise = (kalman.scales(table.state) * NOISE) ** 2
        spread = table.state[:, kalman.SPREAD] + noise
        doubt = 0.5 * np.log(spread[:, :2] / noise[:, :2]).sum(axis=1)
        worth = np.where(table.confirmed, 0.0, -settings.young) - doubt
        gain = np.where(seen.sure, settings.sure, settings.doubtful)
        rows, columns = _near(place[:, :2], spread[:, :2] * (1, HEADROOM), worth + GATE, seen.places[:, :2], gain)
        misfit = _misfit(place[rows], spread[rows], seen.places[columns])
        unlikely = (TAIL + 2) / 2 * np.log1p(misfit[:, :2].sum(axis=1) / TAIL)
        values = worth[rows] + gain[columns] - unlikely - 0.5 * np.minimum(misfit[:, 2:], SIZE_LIMIT).sum(axis=1)
        good = (values > 0) & (_FAMILY[table.labels[rows]] == _FAMILY[seen.labels[columns]])
        good &= seen.sure[columns] | (table.confirmed & table.seen)[rows]
        return assign(rows[good], columns[good], values[good])

    def _see(self, rows: Indices, columns: Indices, seen: _Seen, now: float) -> None:
        """Takes these boxes into these rows; all other rows are unseen."""
        table = self._table
        table.seen[:] = False
        table.state[rows] = kalman.correct(table.state[rows], seen.boxes[columns])
        table.scores[rows] = seen.scores[columns]
        table.votes[rows, seen.labels[columns]] += seen.scores[columns]
        table.labels[rows] = table.votes[rows].argmax(axis=1)
        table.last_seen[rows] = now
        table.confirmed[rows] = True
        table.seen[rows] = True
        table.detected[rows] = seen.boxes[columns]

    def _bury(self, size: tuple[int, int] | None) -> None:
        """Drops tracks that never got a second box, and those that went out of the picture."""
        table = self._table
        alive = table.seen | table.confirmed
        if size is not None:
            place = table.state[:, kalman.PLACE]
            middle = place[:, :2] + place[:, 2:] * (0, 0.5)
            alive &= table.seen | ((middle >= 0) & (middle <= size)).all(axis=1)
        table.keep(alive)

    def _is_possible(self, seen: _Seen) -> Bools:
        """Whether each box can be what it is called, as far as the ground tells its size."""
        if self._ground is None:
            return np.ones(len(seen.boxes), bool)
        unit = units.pixels(seen.places, seen.labels, self._ground)
        large: Bools = seen.places[:, 2:].max(axis=1) >= LEAST_METRES * unit[:, 0]
        possible: Bools = large | (seen.labels != _PERSON)
        return possible

    def _born(self, seen: _Seen, new: Bools, now: float) -> _Table:
        """Rows for boxes that belong to no track, with numbers that were never used."""
        boxes, scores, labels = seen.boxes[new], seen.scores[new], seen.labels[new]
        count = len(boxes)
        ids = np.arange(self._next_id, self._next_id + count)
        self._next_id += count
        votes = np.zeros((count, len(LABELS)))
        votes[np.arange(count), labels] = scores
        unit = units.pixels(seen.places[new], labels, self._ground)
        return _Table(
            ids=ids,
            state=kalman.start(boxes, _SPEED[labels], unit),
            unit=unit,
            scores=scores,
            votes=votes,
            labels=labels,
            first_seen=np.full(count, now),
            last_seen=np.full(count, now),
            confirmed=np.zeros(count, bool),
            seen=np.ones(count, bool),
            detected=boxes,
        )

    def _tracks(self, chosen: Bools) -> Tracks:
        table = self._table
        return Tracks(
            ids=table.ids[chosen],
            boxes=kalman.to_boxes(table.state[chosen]).astype(np.float32),
            scores=table.scores[chosen].astype(np.float32),
            labels=table.labels[chosen],
            first_seen=table.first_seen[chosen],
            detected=table.detected[chosen].astype(np.float32),
        )


def _near(places: Numbers, spread: Numbers, worth: Numbers, boxes: Numbers, gain: Numbers) -> tuple[Indices, Indices]:
    """Pairs of a place and a box whose worth + gain is more than half their squared distance in standard deviations.

    The square is multiplied out, so that one product of matrices does the work; around the middle of all places, so
    that nothing is lost to rounding.
    """
    middle = places.mean(axis=0)
    from_place, from_box = places - middle, boxes - middle
    left, right = np.ones((len(places), 6)), np.ones((6, len(boxes)))
    left[:, :2] = -0.5 / spread
    left[:, 2:4] = from_place / spread
    left[:, 4] = worth + (left[:, :2] * from_place**2).sum(axis=1)
    right[:2] = from_box.T**2
    right[2:4] = from_box.T
    right[5] = gain
    return np.divmod(np.flatnonzero(left @ right > 0), len(boxes))


def _misfit(place: Numbers, spread: Numbers, box: Numbers) -> Numbers:
    """[k, 4]: squared distance, in standard deviations, of middle x, top or foot (what fits better), width, height."""
    off = box - place
    foot = off[:, 1] + off[:, 3]
    off[:, 1] = np.where(np.abs(foot) < np.abs(off[:, 1]), foot, off[:, 1])
    misfit: Numbers = off**2 / spread
    return misfit
