"""Follows objects from frame to frame by where they are, how they move and how large they are, and by nothing else.

Each pair of a track and a box gets a value: how much better the box is explained by the track than by chance, as the
logarithm of a likelihood (Bar-Shalom, Li, Kirubarajan 2001, section 6.3). The pairing with the largest sum wins. Time
is measured in seconds and not in frames, because cameras run at 2 to 25 pictures a second: the longer a track is away,
the less is known about where it is, and the less a box at one place says for it. A doubtful score makes a box worth
less (after ByteTrack, Zhang et al. 2022), most for a track that is used to high ones, and not where a track is alone.
What is sure or moves becomes a track; what stands there with doubtful scores is a thing that looks like somebody.
There is no appearance and no re-identification: an object that was away for longer than ``lost_seconds`` is a new one,
with a number that was never used before (R-15).
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from detectors.vision.locate.homography import Homography
from detectors.vision.track import kalman, units, worth
from detectors.vision.track.match import Indices, assign
from detectors.vision.track.table import Table, Usable
from detectors.vision.types import LABELS, Bools, Detections, Floats, Label, Tracks

logger = logging.getLogger(__name__)

Numbers = NDArray[np.float64]

FAMILIES = {Label.PERSON: 0, Label.BICYCLE: 1, Label.MOTORCYCLE: 1, Label.VEHICLE: 2}
"""Labels that a detector confuses from frame to frame share a family; a track never changes its family."""

EXPECTED_SPEED = {Label.PERSON: 1.2, Label.BICYCLE: 2.5, Label.MOTORCYCLE: 3.0, Label.VEHICLE: 2.5}
"""Speed of an object that was seen once, in units per second, 1 sigma."""

_FAMILY = np.array([FAMILIES.get(label, 10 + row) for row, label in enumerate(LABELS)])
_PERSON = LABELS.index(Label.PERSON)
_SPEED = np.array([EXPECTED_SPEED.get(label, 1.0) for label in LABELS])

LEAST_METRES = 0.8
"""A person whose box is smaller both ways, where the ground is known, is a traffic cone or a bag."""

FAINT = 0.15
"""The least score that is looked at, and only where a track is alone or none is near."""

EVIDENCE = 0.25
"""How far above ``high`` the scores of a track must be, summed, until it is confirmed."""

MOVES = 3.0
"""Speed in standard deviations from which a track is confirmed by its motion: things that look like people stand."""

MEMORY = 0.1
"""The share of a new score in the usual one."""


@dataclass(frozen=True, slots=True)
class TrackerSettings:
    """high: the score from which a box begins a track anywhere. low: from which it keeps one among others.

    lost_seconds: how long a track lives without a box. young: by how much less a track is worth that nothing has
    confirmed. widest: the most by which the mask of a hidden object is widened on each side, in its own scales.
    """

    high: float = 0.42
    low: float = 0.2
    lost_seconds: float = 2.0
    young: float = 3.0
    widest: float = 0.8


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
        4. Confirm tracks, drop what was not confirmed and what has left.
        5. The sure boxes that are left begin tracks, and those near which no track is.
        """
        now = at.timestamp()
        self._ground = ground
        self._advance(now)
        seen = self._usable(detections)
        scale = kalman.scales(self._table.state[kalman.PLACE])
        alone = worth.alone(self._table, scale)
        rows, columns, lonely = self._match(seen, scale, alone)
        self._see(rows, columns, seen, alone, now)
        self._confirm()
        self._bury(size)
        new = (seen.scores >= self.settings.high) | lonely
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
        state = self._table.state[..., hidden]
        margin = np.minimum(kalman.uncertainty(state), self.settings.widest * kalman.scales(state[kalman.PLACE]))
        return replace(self._tracks(hidden), margin=_listed(margin))

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
            stood = table.state[kalman.PLACE]
            table.state = kalman.predict(table.state, now - before, table.unit)
            moved = table.state[kalman.PLACE]
            table.unit, growth = units.after_a_move(stood, moved, table.labels, self._ground)
            moved[2:] *= growth
        self._at = now

    def _usable(self, detections: Detections) -> Usable:
        """Boxes with an area, numbers in all places and a score that says something, in an order of their own.

        So nothing depends on the order in which a detector names its boxes.
        """
        boxes = np.array(detections.boxes.T, np.float64, order="C")
        scores = detections.scores.astype(np.float64)
        least = min(FAINT, self.settings.low)
        x1, y1, x2, y2 = boxes
        good = np.isfinite(boxes).all(axis=0) & (x2 > x1) & (y2 > y1) & (scores >= least)
        order = np.lexsort((detections.labels, scores, x2, y1, x1, y2))
        order = order[good[order]]
        boxes, scores = boxes.take(order, axis=1), scores[order]
        return Usable(boxes, kalman.to_places(boxes), scores, detections.labels[order])

    def _match(self, seen: Usable, scale: Numbers, alone: Bools) -> tuple[Indices, Indices, Bools]:
        """Which row of the table each box belongs to, and near which boxes no track is at all.

        Where a track is alone and the only one near a box, any box may be its own: no score is too low, and it may be
        off by more.
        """
        table, settings = self._table, self.settings
        if not len(table) or not len(seen):
            return np.zeros(0, np.intp), np.zeros(0, np.intp), np.ones(len(seen), bool)
        place = table.state[kalman.PLACE]
        noise = (scale * np.where(alone, worth.LENIENT, 1.0) * worth.NOISE) ** 2
        spread = table.state[kalman.SPREAD] + noise
        wider, taller = spread[:2] / noise[:2]
        doubt = 0.5 * np.log(wider * taller)
        known = np.where(table.confirmed, 0.0, -settings.young) - doubt
        rows, columns = worth.near(
            place[:2], spread[:2] * worth.HEADROOM, known + worth.SURE + worth.GATE, seen.places[:2]
        )
        rivals = np.bincount(columns, minlength=len(seen))
        only = alone[rows] & (rivals[columns] == 1)
        scores = seen.scores[columns]
        gain = np.where(only, worth.SURE, worth.gain(scores, table.usual[rows]))
        x, y, width, height = worth.misfit(
            place.take(rows, axis=1), spread.take(rows, axis=1), seen.places.take(columns, axis=1)
        )
        unlikely = (worth.TAIL + 2) / 2 * np.log1p((x + y) / worth.TAIL)
        unlikely += 0.5 * (np.minimum(width, worth.SIZE_LIMIT) + np.minimum(height, worth.SIZE_LIMIT))
        values = known[rows] + gain - unlikely
        good = (values > 0) & (_FAMILY[table.labels[rows]] == _FAMILY[seen.labels[columns]])
        good &= only | (scores >= settings.low)
        return *assign(rows[good], columns[good], values[good]), rivals == 0

    def _see(self, rows: Indices, columns: Indices, seen: Usable, alone: Bools, now: float) -> None:
        """Takes these boxes into these rows; all other rows are unseen."""
        table, scores = self._table, seen.scores[columns]
        table.seen[:] = False
        table.state[..., rows] = kalman.correct(
            table.state.take(rows, axis=-1), seen.places.take(columns, axis=1), alone[rows]
        )
        table.scores[rows] = scores
        table.usual[rows] += MEMORY * (scores - table.usual[rows])
        table.votes[seen.labels[columns], rows] += scores
        table.labels[rows] = table.votes.take(rows, axis=1).argmax(axis=0)
        table.last_seen[rows] = now
        table.seen[rows] = True
        table.detected[:, rows] = seen.boxes.take(columns, axis=1)

    def _confirm(self) -> None:
        """Confirms what scored well in sum, and what moves."""
        table = self._table
        young = np.flatnonzero(table.seen & ~table.confirmed)
        if len(young):
            state = table.state.take(young, axis=-1)
            table.evidence[young] += table.scores[young] - self.settings.high
            speed = (state[kalman.VELOCITY, :2] ** 2 / state[kalman.VELOCITY_SPREAD, :2]).sum(axis=0)
            table.confirmed[young] = (speed >= MOVES**2) | (table.evidence[young] >= EVIDENCE)

    def _bury(self, size: tuple[int, int] | None) -> None:
        """Drops tracks that lost sight before they were confirmed, and those that went out of the picture."""
        table = self._table
        alive = table.seen | table.confirmed
        if size is not None:
            x, top, _, height = table.state[kalman.PLACE]
            y = top + 0.5 * height
            alive &= table.seen | ((x >= 0) & (x <= size[0]) & (y >= 0) & (y <= size[1]))
        table.keep(alive)

    def _is_possible(self, seen: Usable) -> Bools:
        """Whether each box can be what it is called, as far as the ground tells its size."""
        if self._ground is None:
            return np.ones(len(seen), bool)
        unit = units.pixels(seen.places, seen.labels, self._ground)
        large: Bools = seen.places[2:].max(axis=0) >= LEAST_METRES * unit[0]
        possible: Bools = large | (seen.labels != _PERSON)
        return possible

    def _born(self, seen: Usable, new: Bools, now: float) -> Table:
        """Rows for boxes that belong to no track, with numbers that were never used."""
        places, scores, labels = seen.places.compress(new, axis=1), seen.scores[new], seen.labels[new]
        count = len(scores)
        ids = np.arange(self._next_id, self._next_id + count)
        self._next_id += count
        votes = np.zeros((len(LABELS), count))
        votes[labels, np.arange(count)] = scores
        unit = units.pixels(places, labels, self._ground)
        return Table(
            ids=ids,
            state=kalman.start(places, _SPEED[labels], unit),
            unit=unit,
            scores=scores,
            votes=votes,
            usual=scores,
            evidence=scores - self.settings.high,
            labels=labels,
            first_seen=np.full(count, now),
            last_seen=np.full(count, now),
            confirmed=np.zeros(count, bool),
            seen=np.ones(count, bool),
            detected=seen.boxes.compress(new, axis=1),
        )

    def _tracks(self, chosen: Bools) -> Tracks:
        table, rows = self._table, np.flatnonzero(chosen)
        return Tracks(
            ids=table.ids[rows],
            boxes=_listed(kalman.to_boxes(table.state[kalman.PLACE].take(rows, axis=1))),
            scores=table.scores[rows].astype(np.float32),
            labels=table.labels[rows],
            first_seen=table.first_seen[rows],
            detected=_listed(table.detected.take(rows, axis=1)),
        )


def _listed(columns: Numbers) -> Floats:
    """[k, n] as float32 [n, k], which is how the stages of the pipeline hand it on."""
    return columns.T.astype(np.float32, order="C")
