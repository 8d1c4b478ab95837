"""What a tracker holds: the tracks, and the boxes of one frame."""

from dataclasses import dataclass, fields

import numpy as np

from detectors.vision.track import kalman
from detectors.vision.track.kalman import Boxes, Numbers
from detectors.vision.types import Bools, Ints


@dataclass(slots=True)
class Table:
    """The tracks, along the last axis of each.

    state: see kalman.py. unit: [2, n], see units.py. votes: [labels, n], the sum of scores with which each label was
    seen; labels: the winner. usual: the score that its boxes have, a running mean. evidence: by how much its scores
    were above what begins a track, summed. seen: whether the latest frame has it. detected: [4, n], the latest box
    that the detector gave it.
    """

    ids: Ints
    state: kalman.State
    unit: Numbers
    scores: Numbers
    votes: Numbers
    usual: Numbers
    evidence: Numbers
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
            for name in _COLUMNS:
                setattr(self, name, getattr(self, name).compress(rows, axis=-1))

    def append(self, other: "Table") -> None:
        for name in _COLUMNS:
            setattr(self, name, np.concatenate([getattr(self, name), getattr(other, name)], axis=-1))


_COLUMNS = tuple(column.name for column in fields(Table))


@dataclass(frozen=True, slots=True)
class Usable:
    """The boxes of one frame that can be used. boxes: [4, n]; places: [4, n] middle x, top, width, height."""

    boxes: Boxes
    places: Numbers
    scores: Numbers
    labels: Ints

    def __len__(self) -> int:
        return len(self.scores)
