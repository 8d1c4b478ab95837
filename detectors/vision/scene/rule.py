"""What every rule is and what rules share: events out of tracks, memory per track, cool-down.

A rule sees tracks, things and times of capture and nothing else: no camera, no database, no picture. The same tracks
and things at the same times always give the same observations.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Generic, TypeVar

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.types import LABELS, Bools, Evidence, Ints, Label, Observation, SceneEvent, Tracks

T = TypeVar("T")


class Rule(ABC):
    """Watches one shape. A subclass takes ``(config, parameters, shape)``: see ``registry.RuleKind``."""

    config: RuleConfig

    def consider(self, evidence: Evidence) -> None:  # noqa: B027 - most rules need tracks alone
        """What there is beside the tracks of this frame; comes before ``update``."""

    @abstractmethod
    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        """What this frame adds. tracks: those that the frame confirms. at: its time of capture, never going back."""


@dataclass(slots=True)
class Presence:
    """The stay of one object: since when, how sure its boxes were, and whether it has fired its event."""

    since: datetime
    boxes: int = 0
    score_sum: float = 0.0
    fired: bool = False

    def see(self, score: float) -> None:
        self.boxes += 1
        self.score_sum += score

    @property
    def score(self) -> float:
        """Mean score of its boxes, 0 to 1."""
        return self.score_sum / self.boxes if self.boxes else 0.0


LONGEST_GAP = 5.0
"""Seconds between two frames of a rule after which nothing is known of the time in between: the camera was away, or
the rule was not allowed to run."""


class Memory(Generic[T]):
    """Something kept per track until the track was away for more than ``seconds``.

    A track that was there in the frame before is not away, however slowly the frames come, up to ``LONGEST_GAP``.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._kept: dict[int, T] = {}
        self._touched: dict[int, datetime] = {}
        self._before: datetime | None = None

    def forget(self, at: datetime) -> list[T]:
        """Drops what was not touched for too long, and hands it over. To be called once per frame, before ``get``."""
        away = [track for track, last in self._touched.items() if self._is_away(last, at)]
        self._before = at
        for track in away:
            del self._touched[track]
        return [self._kept.pop(track) for track in away]

    def _is_away(self, last: datetime, at: datetime) -> bool:
        gap = (at - last).total_seconds()
        return gap > self._seconds and (last != self._before or gap > LONGEST_GAP)

    def get(self, track: int) -> T | None:
        return self._kept.get(track)

    def values(self) -> Iterable[T]:
        return self._kept.values()

    def drop(self, track: int) -> None:
        """Forgets one at once."""
        self._kept.pop(track, None)
        self._touched.pop(track, None)

    def put(self, track: int, value: T, at: datetime) -> T:
        """Keeps the value; the track was there at this time."""
        self._kept[track] = value
        self._touched[track] = at
        return value


class CoolDown:
    """Says when a rule may fire again: each track on its own, and the whole zone."""

    def __init__(self, track_seconds: float, zone_seconds: float) -> None:
        self._track_seconds = track_seconds
        self._zone_seconds = zone_seconds
        self._tracks: dict[int, datetime] = {}
        self._zone: datetime | None = None

    def is_over(self, track: int, at: datetime) -> bool:
        if self._zone is not None and (at - self._zone).total_seconds() < self._zone_seconds:
            return False
        last = self._tracks.get(track)
        return last is None or (at - last).total_seconds() >= self._track_seconds

    def begin(self, track: int, at: datetime) -> None:
        self._tracks = {
            each: last for each, last in self._tracks.items() if (at - last).total_seconds() < self._track_seconds
        }
        self._tracks[track] = at
        self._zone = at


def is_labelled(tracks: Tracks, wanted: Iterable[Label]) -> Bools:
    """[n]: whether each track carries one of these labels."""
    result: Bools = _table(tuple(wanted)).take(tracks.labels)
    return result


@cache
def _table(wanted: tuple[Label, ...]) -> Bools:
    """[labels]: whether each is wanted; looking up is ten times as fast as ``np.isin``."""
    return np.isin(np.arange(len(LABELS)), [LABELS.index(label) for label in wanted])


def label_of(tracks: Tracks, row: int) -> Label:
    return LABELS[int(tracks.labels[row])]


def persons_among(tracks: Tracks, rows: Ints) -> int:
    """How many of these rows are persons."""
    return int((tracks.labels[rows] == LABELS.index(Label.PERSON)).sum())


def track_event(
    config: RuleConfig,
    tracks: Tracks,
    row: int,
    *,
    started_at: datetime,
    at: datetime,
    score: float,
    facts: Mapping[str, float | str],
) -> SceneEvent:
    """The event of one object."""
    x, y = tracks.feet[row].tolist()
    x1, y1, x2, y2 = tracks.boxes[row].tolist()
    return SceneEvent(
        kind=config.kind,
        rule_id=config.id,
        rule_version=config.version,
        zone_id=config.shape.id,
        started_at=started_at,
        at=at,
        first_seen=datetime.fromtimestamp(float(tracks.first_seen[row]), UTC),
        foot=(x, y),
        box=(x1, y1, x2, y2),
        score=min(max(score, 0.0), 1.0),
        facts=facts,
    )
