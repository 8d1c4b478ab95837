"""Recall: what the rules of one camera were given in the last hour, so that a draft of a rule can be tried on it.

It lives in the memory of the process that watches and nowhere else, holds no picture, and is bounded in time and bytes.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

import numpy as np

from detectors.vision.config import CalibrationConfig, RuleConfig
from detectors.vision.locate.homography import Homography
from detectors.vision.scene import registry
from detectors.vision.scene.rule import Rule
from detectors.vision.types import Detections, Evidence, SceneEvent, Tracks

RECALLED_SECONDS = 3600.0
MOST_BYTES = 16 * 2**20
"""Of one camera: an hour of seven pictures a second with four tracks each."""
_MOMENT_BYTES = 400
"""What a moment takes beside its arrays."""
_ARRAY_BYTES = 100
"""What an array takes beside its numbers."""

Size = tuple[int, int]
Calibrations = Callable[[str], CalibrationConfig | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the rules of one frame were given. view: which one the camera looked at, empty where it has but one."""

    at: datetime
    view: str
    size: Size
    tracks: Tracks
    evidence: Evidence
    bytes: int = field(init=False)

    def __post_init__(self) -> None:
        arrays = [*_arrays(self.tracks), *_arrays(self.evidence.things)]
        object.__setattr__(self, "bytes", _MOMENT_BYTES + sum(array.nbytes + _ARRAY_BYTES for array in arrays))


class Recall:
    """Written by the eyes of a camera, read by whoever tries a draft."""

    def __init__(self, seconds: float = RECALLED_SECONDS, most_bytes: int = MOST_BYTES) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._moments: deque[Moment] = deque()
        self._bytes = 0
        self._lock = threading.Lock()

    def remember(self, moment: Moment) -> None:
        """Lets go what is too old, or too much. A clock that went back begins anew."""
        with self._lock:
            if self._moments and moment.at < self._moments[-1].at:
                self._clear()
            self._moments.append(moment)
            self._bytes += moment.bytes
            while self._bytes > self._most_bytes or self._is_old(self._moments[0], moment.at):
                self._bytes -= self._moments.popleft().bytes

    def forget(self) -> None:
        with self._lock:
            self._clear()

    def let_go(self, now: datetime) -> None:
        """What is too old: while no picture comes nothing else would."""
        with self._lock:
            while self._moments and self._is_old(self._moments[0], now):
                self._bytes -= self._moments.popleft().bytes

    def moments(self, view: str | None = None) -> list[Moment]:
        """In order. view: those of that view alone; None: of all."""
        with self._lock:
            kept = list(self._moments)
        return [one for one in kept if view in (None, one.view)]

    def _is_old(self, moment: Moment, now: datetime) -> bool:
        return (now - moment.at).total_seconds() > self._seconds

    def _clear(self) -> None:
        self._moments.clear()
        self._bytes = 0


def replay(moments: Iterable[Moment], config: RuleConfig, calibration_of: Calibrations) -> Iterator[list[SceneEvent]]:
    """The events that the rule says of each of these moments, one after the other.

    As in the pipeline, each view has a rule of its own. Raises what ``registry.check`` raises.
    """
    rules: dict[tuple[str, Size], Rule] = {}
    for moment in moments:
        key = moment.view, moment.size
        if key not in rules:
            calibration = calibration_of(moment.view)
            ground = Homography.of(calibration, *moment.size) if calibration else None
            rules[key] = registry.build(config, *moment.size, ground)
        rules[key].consider(moment.evidence)
        yield [one for one in rules[key].update(moment.tracks, moment.at) if isinstance(one, SceneEvent)]


def _arrays(parts: Tracks | Detections) -> list[np.ndarray[Any, Any]]:
    values = (getattr(parts, each.name) for each in fields(parts))
    return [value for value in values if value is not None]
