"""Which of many lines the last step of each track crossed, for all lines at once.

On which side of each line a foot stands is worked out once a frame and remembered; only a step that changed sides is
looked at closely, and few do.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import numpy as np
from numpy.typing import NDArray

from detectors.vision.scene.shapes import Coordinates, Line, exact
from detectors.vision.types import Bools, Ints, Tracks

REMEMBERED_SECONDS = 5.0
"""Longer than a tracker keeps what it has lost: a track that comes back has crossed what lies in between."""

_Place = Sequence[float]


class Steps:
    """The steps of one camera's tracks across some lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        corners = [exact(line.points) for line in lines]
        start = np.concatenate([each[:-1] for each in corners])
        end = np.concatenate([each[1:] for each in corners])
        self._pieces = list(zip(start.tolist(), end.tolist(), strict=True))
        self._line_of = np.repeat(np.arange(len(lines)), [len(each) - 1 for each in corners]).tolist()
        self._along, self._across = (end - start).T.copy()
        self._offset = self._along * start[:, 1] - self._across * start[:, 0]
        self._lines = len(lines)
        # Ids in ascending order; the first row belongs to nobody, so that there is always one.
        self._ids: Ints = np.array([-1])
        self._feet: Coordinates = np.zeros((1, 2))
        self._left: Bools = np.zeros((1, len(start)), bool)
        self._seen: NDArray[np.float64] = np.array([np.inf])
        self._asked: Tracks | None = None
        self._answers: list[Ints] = []

    def crossings(self, line: int, tracks: Tracks, at: datetime) -> Ints:
        """[n]: how often each track crossed this one line since it was last there, forwards less backwards.

        Worked out once for all lines that are asked about the same tracks.
        """
        if self._asked is not tracks:
            self._asked, self._answers = tracks, list(self._step(tracks, at.timestamp()).T)
        return self._answers[line]

    def _step(self, tracks: Tracks, at: float) -> Ints:
        feet = exact(tracks.feet)
        left: Bools = feet[:, 1:] * self._along - feet[:, :1] * self._across < self._offset
        rows = np.minimum(np.searchsorted(self._ids, tracks.ids), len(self._ids) - 1)
        is_known = (self._ids.take(rows) == tracks.ids) & (at - self._seen.take(rows) <= REMEMBERED_SECONDS)
        changed = (self._left.take(rows, axis=0) != left) & is_known[:, None]
        total: Ints = np.zeros((len(tracks), self._lines), np.int64)
        if changed.any():
            for track, piece in np.argwhere(changed).tolist():
                if _meets(self._feet[rows[track]].tolist(), feet[track].tolist(), *self._pieces[piece]):
                    total[track, self._line_of[piece]] += -1 if left[track, piece] else 1
        self._remember(tracks.ids, feet, left, at, rows[is_known])
        return total

    def _remember(self, ids: Ints, feet: Coordinates, left: Bools, at: float, again: Ints) -> None:
        """again: rows of what was known and is there again."""
        away = np.ones(len(self._ids), bool)
        away[again] = False
        away &= at - self._seen <= REMEMBERED_SECONDS
        ids = np.concatenate([ids, self._ids[away]])
        order = ids.argsort()
        self._ids = ids[order]
        self._feet = np.concatenate([feet, self._feet[away]])[order]
        self._left = np.concatenate([left, self._left[away]])[order]
        self._seen = np.concatenate([np.full(len(feet), at), self._seen[away]])[order]


def join(lines: Sequence[Line]) -> None:
    """From now on these lines answer ``crossed`` together."""
    if not lines:
        return
    steps = Steps(lines)
    for number, line in enumerate(lines):
        line.ask(partial(steps.crossings, number))


def _meets(here: _Place, there: _Place, start: _Place, end: _Place) -> bool:
    """Whether a step whose ends lie on different sides of a piece passes between its ends."""
    return (_turn(here, there, start) < 0) != (_turn(here, there, end) < 0)


def _turn(start: _Place, end: _Place, point: _Place) -> float:
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
