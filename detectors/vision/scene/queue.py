"""Queue: how many stand in a queue, and how long it is, over time. It yields sums and no event.

Of those who stand in the zone the longest chain is the queue, in which each stands within ``gap_metres`` of the next
along the zone's longer axis; its length goes from the first to the last. Who stands apart from it does not queue. Who
stood and moves up, or is hidden for a moment, queues on where he stood. Where the camera has no calibration everybody
who stands in the zone queues, and there is no length.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.parameters import labels, number
from detectors.vision.scene.rule import Memory, Rule, is_labelled, label_of
from detectors.vision.scene.shapes import Coordinates, Zone
from detectors.vision.scene.standing import Standing
from detectors.vision.scene.sums import Level, OverTime
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Label, Measure, Observation, Tracks

STILL_SHARE = 0.5
"""Of its height: who shuffles forward by less within ``stand_seconds`` stands."""
HIDDEN_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class QueueParameters:
    labels: tuple[Label, ...] = labels(Label.PERSON, help=gettext_noop("What queues."))
    stand_seconds: float = number(
        3, least=0.5, most=60, unit="s", help=gettext_noop("How long something must stand before it queues.")
    )
    gap_metres: float = number(
        2,
        least=0.2,
        most=50,
        unit="m",
        help=gettext_noop("Who stands farther than this from the others does not queue."),
    )


@dataclass(frozen=True, slots=True)
class _Stood:
    """foot: pixel where it stood last."""

    track: int
    label: Label
    foot: tuple[float, float]


class Queue(Rule):
    def __init__(self, config: RuleConfig, parameters: QueueParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._standing = Standing(parameters.stand_seconds, STILL_SHARE, HIDDEN_SECONDS)
        self._stood: Memory[_Stood] = Memory(max(HIDDEN_SECONDS, parameters.stand_seconds))
        self._axis = _longer_axis(zone)
        self._waiting = OverTime(config, Measure.WAITING)
        self._length = OverTime(config, Measure.QUEUE_LENGTH)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        self._stood.forget(at)
        holds = self._zone.holds(tracks) & is_labelled(tracks, self._parameters.labels)
        inside = np.flatnonzero(holds)
        for row in inside[self._standing.among(tracks, inside, at)].tolist():
            x, y = tracks.feet[row].tolist()
            self._stood.put(int(tracks.ids[row]), _Stood(int(tracks.ids[row]), label_of(tracks, row), (x, y)), at)
        for track in tracks.ids[~holds].tolist():
            self._stood.drop(track)
        waiting, lengths = {}, {}
        for label in self._parameters.labels:
            queue, length, error = self._queue([each for each in self._stood.values() if each.label == label])
            ids = tuple(each.track for each in queue)
            waiting[label], lengths[label] = Level(float(len(queue)), 0.0, ids), Level(length, error, ids)
        told = self._waiting.see(waiting, at)
        return [*told, *self._length.see(lengths, at)] if self._axis is not None else [*told]

    def _queue(self, stood: list[_Stood]) -> tuple[list[_Stood], float, float]:
        """Who is in it, its length in metres and the error of that, 1 sigma."""
        ground = self._zone.ground
        if self._axis is None or ground is None or not stood:
            return stood, 0.0, 0.0
        feet = np.array([each.foot for each in stood])
        along = ground.to_ground(feet) @ self._axis
        order = np.argsort(along)
        chains = np.split(order, np.flatnonzero(np.diff(along[order]) > self._parameters.gap_metres) + 1)
        chain = max(chains, key=len)
        ends = chain[[0, -1]]
        length = float(along[ends[1]] - along[ends[0]])
        spread = self._axis @ ground.spread(feet[ends]) @ self._axis
        return [stood[place] for place in chain], length, float(np.sqrt(spread.sum())) if len(chain) > 1 else 0.0


def _longer_axis(zone: Zone) -> Coordinates | None:
    """[2]: of length one, on the ground; None without one."""
    if zone.ground is None or zone.area_m2 is None:
        return None
    places = zone.ground.to_ground(zone.corners)
    _, _, axes = np.linalg.svd(places - places.mean(axis=0))
    axis: Coordinates = axes[0]
    return axis
