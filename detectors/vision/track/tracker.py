"""Follows objects from frame to frame (after ByteTrack, Zhang et al. 2022), with its state in arrays.

Differences: time is measured in seconds and not in frames, because cameras run at 2 to 25 pictures a second; boxes are
compared after widening by the expected motion (see match.py); and there is no re-identification: an object that was
away for longer than ``lost_seconds`` is a new one, with a number that was never used before (R-15).
"""

import logging
from dataclasses import dataclass, fields, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from detectors.vision.track import kalman
from detectors.vision.track.match import Boxes, Indices, assign, overlap
from detectors.vision.types import LABELS, MOVERS, Bools, Detections, Ints, Label, Tracks

logger = logging.getLogger(__name__)

FAMILIES = {Label.PERSON: 0, Label.BICYCLE: 1, Label.MOTORCYCLE: 1, Label.VEHICLE: 2}
"""Labels that a detector confuses from frame to frame share a family; a track never changes its family."""

EXPECTED_SPEED = {Label.PERSON: 1.2, Label.BICYCLE: 2.5, Label.MOTORCYCLE: 3.0, Label.VEHICLE: 2.5}
"""Speed of an object that was seen once, in scales (square roots of its area) per second, 1 sigma."""

_FAMILY = np.array([FAMILIES[label] for label in MOVERS])
_SPEED = np.array([EXPECTED_SPEED[label] for label in MOVERS])


@dataclass(frozen=True, slots=True)
class TrackerSettings:
    """high, low: scores that count as a sure and as a doubtful box; only sure boxes begin a track.

    lost_seconds: how long a track lives without a box. least_overlap: of widened boxes, for a sure and a doubtful box.
    widest: the most by which a box is widened on each side, in its own scales. twin_overlap: a lost track that lies
    this much under a seen one is the same object.
    """

    high: float = 0.42
    low: float = 0.2
    lost_seconds: float = 2.0
    least_overlap: float = 0.15
    least_overlap_doubtful: float = 0.4
    widening: float = 1.0
    widest: float = 0.8
    twin_overlap: float = 0.85


@dataclass(slots=True)
class _Table:
    """One row per track.

    votes: [n, labels], the sum of scores with which each label was seen. seen: whether the latest frame has it.
    """

    ids: Ints
    state: kalman.State
    scores: NDArray[np.float64]
    votes: NDArray[np.float64]
    first_seen: NDArray[np.float64]
    last_seen: NDArray[np.float64]
    confirmed: Bools
    seen: Bools

    def __len__(self) -> int:
        return len(self.ids)

    def keep(self, rows: Bools) -> None:
        for column in fields(self):
            setattr(self, column.name, getattr(self, column.name)[rows])

    def append(self, other: "_Table") -> None:
        for column in fields(self):
            mine, theirs = getattr(self, column.name), getattr(other, column.name)
            setattr(self, column.name, np.concatenate([mine, theirs]))

    @property
    def labels(self) -> Ints:
        best: Ints = self.votes.argmax(axis=1)
        return best


class Tracker:
    """Feed it each frame's detections in order of capture; it says which objects they are."""

    def __init__(self, settings: TrackerSettings | None = None) -> None:
        self.settings = settings or TrackerSettings()
        self._next_id = 1
        self._at: float | None = None
        self._table = self._born(*_usable(Detections.none(), self.settings.low), 0.0)

    def update(self, detections: Detections, at: datetime) -> Tracks:
        """The confirmed tracks that have a box in this frame.

        1. Move all tracks to the time of the frame, without those lost for too long.
        2. Find each track's box. 3. Take it into the track's filter.
        4. Drop what was not confirmed, and twins. 5. The sure boxes that are left begin tracks.
        """
        now = at.timestamp()
        self._advance(now)
        boxes, scores, labels = _usable(detections, self.settings.low)
        sure = scores >= self.settings.high
        rows, columns = self._match(boxes, labels, sure)
        self._see(rows, columns, (boxes, scores, labels), now)
        self._bury()
        new = sure.copy()
        new[columns] = False
        if new.any():
            self._table.append(self._born(boxes[new], scores[new], labels[new], now))
        return self._tracks(self._table.confirmed & self._table.seen)

    def coasting(self) -> Tracks:
        """The confirmed tracks that have no box in the latest frame, where they are to be expected in it.

        Somebody who is hidden for a moment is still there, and still needs a mask; no rule counts on him. The margin
        is the one within which a sure box would be taken for his.
        """
        hidden = self._table.confirmed & ~self._table.seen
        if not hidden.any():
            return Tracks.none()
        margin = self._margin(self._table.state[hidden]).astype(np.float32)
        return replace(self._tracks(hidden), margin=margin)

    def forget(self) -> None:
        """Drops every track; numbers go on."""
        self._table.keep(np.zeros(len(self._table), bool))
        self._at = None

    def _advance(self, now: float) -> None:
        """Moves all tracks to ``now`` and drops what was away for too long; all, when ``now`` lies before the last."""
        before = self._at
        if before is not None and now < before:
            logger.warning("The capture time went back by %.3f s: all tracks are started anew.", before - now)
            self.forget()
        elif before is not None and now > before and len(self._table):
            recent = now - self._table.last_seen <= self.settings.lost_seconds
            if not recent.all():
                self._table.keep(recent)
            self._table.state = kalman.predict(self._table.state, now - before)
        self._at = now

    def _match(self, boxes: Boxes, labels: Ints, sure: Bools) -> tuple[Indices, Indices]:
        """Which row of the table each box belongs to, in three rounds: what one has found is gone for the next.

        Sure boxes to confirmed tracks; doubtful boxes to confirmed tracks that were seen just before; sure boxes that
        are left to tracks that wait for their second box.
        """
        confirmed, settings = self._table.confirmed, self.settings
        rounds = (
            (confirmed, sure, settings.least_overlap),
            (confirmed & self._table.seen, ~sure, settings.least_overlap_doubtful),
            (~confirmed, sure, settings.least_overlap),
        )
        free_rows, free_boxes = np.ones(len(self._table), bool), np.ones(len(boxes), bool)
        found: list[tuple[Indices, Indices]] = []
        for rows_in, boxes_in, least in rounds:
            rows, columns = self._pair(
                np.flatnonzero(rows_in & free_rows), np.flatnonzero(boxes_in & free_boxes), boxes, labels, least
            )
            free_rows[rows] = False
            free_boxes[columns] = False
            found.append((rows, columns))
        return np.concatenate([rows for rows, _ in found]), np.concatenate([columns for _, columns in found])

    def _pair(
        self, tracks: Indices, boxes_in: Indices, boxes: Boxes, labels: Ints, least: float
    ) -> tuple[Indices, Indices]:
        """Pairs these rows of the table with these boxes; returns rows of the table and of the boxes."""
        if not len(tracks) or not len(boxes_in):
            return tracks[:0], boxes_in[:0]
        table = self._table
        state = table.state[tracks]
        similarity = overlap(kalman.to_boxes(state), boxes[boxes_in], self._margin(state))
        family, other = _FAMILY[table.labels[tracks]], _FAMILY[labels[boxes_in]]
        similarity[family[:, None] != other] = 0
        rows, columns = assign(similarity, least)
        return tracks[rows], boxes_in[columns]

    def _margin(self, state: kalman.State) -> NDArray[np.float64]:
        """[n, 2]: pixels by which an expected box may be off in x and y."""
        expected = kalman.to_boxes(state)
        scale = np.sqrt(np.prod(expected[:, 2:] - expected[:, :2], axis=1, keepdims=True))
        margin: NDArray[np.float64] = np.minimum(
            self.settings.widening * kalman.uncertainty(state), self.settings.widest * scale
        )
        return margin

    def _see(self, rows: Indices, columns: Indices, seen: tuple[Boxes, NDArray[np.float64], Ints], now: float) -> None:
        """Takes these boxes into these rows; all other rows are unseen."""
        table = self._table
        table.seen[:] = False
        boxes, scores, labels = seen
        table.state[rows] = kalman.correct(table.state[rows], boxes[columns])
        table.scores[rows] = scores[columns]
        table.votes[rows, labels[columns]] += scores[columns]
        table.last_seen[rows] = now
        table.confirmed[rows] = True
        table.seen[rows] = True

    def _bury(self) -> None:
        """Drops tracks that never got a second box, and twins of a track that was seen."""
        table = self._table
        seen = table.seen
        alive = seen | table.confirmed
        away = np.flatnonzero(alive & ~seen)
        if len(away) and seen.any():
            boxes = kalman.to_boxes(table.state)
            families = _FAMILY[table.labels]
            twins = overlap(boxes[away], boxes[seen]) > self.settings.twin_overlap
            twins &= families[away, None] == families[seen]
            alive[away[twins.any(axis=1)]] = False
        if not alive.all():
            table.keep(alive)

    def _born(self, boxes: Boxes, scores: NDArray[np.float64], labels: Ints, now: float) -> _Table:
        """Rows for boxes that belong to no track, with numbers that were never used."""
        count = len(boxes)
        ids = np.arange(self._next_id, self._next_id + count)
        self._next_id += count
        votes = np.zeros((count, len(LABELS)))
        votes[np.arange(count), labels] = scores
        return _Table(
            ids=ids,
            state=kalman.start(boxes, _SPEED[labels]),
            scores=scores,
            votes=votes,
            first_seen=np.full(count, now),
            last_seen=np.full(count, now),
            confirmed=np.zeros(count, bool),
            seen=np.ones(count, bool),
        )

    def _tracks(self, chosen: Bools) -> Tracks:
        table, rows = self._table, np.flatnonzero(chosen)
        return Tracks(
            ids=table.ids[rows],
            boxes=kalman.to_boxes(table.state[rows]).astype(np.float32),
            scores=table.scores[rows].astype(np.float32),
            labels=table.labels[rows],
            first_seen=table.first_seen[rows],
        )


def _usable(detections: Detections, low: float) -> tuple[Boxes, NDArray[np.float64], Ints]:
    """Boxes with an area, numbers in all places and a score that says something, in float64."""
    boxes = detections.boxes.astype(np.float64)
    scores = detections.scores.astype(np.float64)
    good = np.isfinite(boxes).all(axis=1) & (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
    good &= scores >= low
    return boxes[good], scores[good], detections.labels[good]
