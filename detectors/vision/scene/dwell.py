"""Dwell: how long objects stay in a zone. It yields sums and no event.

A stay is whole when the object was seen coming in and going out: outside the zone before and after, or at the border of
the picture. All others ("part") were found or lost inside, or were there already, and were longer than they look; they
are summed apart.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.edges import at_the_rim
from detectors.vision.scene.parameters import labels, number
from detectors.vision.scene.rule import Memory, Rule, is_labelled, label_of
from detectors.vision.scene.shapes import Zone
from detectors.vision.scene.sums import of_object
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import MOVERS, Label, Measure, Observation, Sum, Tracks

WHOLE, PART = "whole", "part"


@dataclass(frozen=True, slots=True)
class DwellParameters:
    labels: tuple[Label, ...] = labels(*MOVERS, help=gettext_noop("Whose stay is measured."))
    least_seconds: float = number(
        1, least=0, most=3600, unit="s", help=gettext_noop("Who stays for less only passes by and does not count.")
    )
    leave_seconds: float = number(
        3,
        least=0,
        most=60,
        unit="s",
        help=gettext_noop("How long something must be out of the zone, or unseen, before it counts as gone."),
    )


@dataclass(slots=True)
class _Stay:
    """came, went: whether it was seen coming in and, as far as one knows, going out. gap: seconds between two looks."""

    since: datetime
    at: datetime
    label: Label
    came: bool
    went: bool = False
    gap: float = 0.0


class Dwell(Rule):
    def __init__(self, config: RuleConfig, parameters: DwellParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._stays: Memory[_Stay] = Memory(parameters.leave_seconds)
        self._outside: Memory[bool] = Memory(parameters.leave_seconds)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        self._outside.forget(at)
        over = [self._sum(stay) for stay in self._stays.forget(at)]
        wanted = is_labelled(tracks, self._parameters.labels)
        inside, rim = self._zone.holds(tracks), at_the_rim(tracks, self._zone)
        for row in np.flatnonzero(wanted).tolist():
            self._see(tracks, row, bool(inside[row]), bool(rim[row]), at)
        return [each for each in over if each is not None]

    def _see(self, tracks: Tracks, row: int, inside: bool, at_rim: bool, at: datetime) -> None:
        track = int(tracks.ids[row])
        stay = self._stays.get(track)
        if not inside:
            self._outside.put(track, True, at)
            if stay is not None:
                stay.went = True
            return
        if stay is None:
            stay = _Stay(at, at, label_of(tracks, row), came=at_rim or self._outside.get(track) is not None)
        stay.gap = (at - stay.at).total_seconds() or stay.gap
        stay.at, stay.label, stay.went = at, label_of(tracks, row), at_rim
        self._stays.put(track, stay, at)

    def _sum(self, stay: _Stay) -> Sum | None:
        """Coming and going lie anywhere between two looks."""
        seconds = (stay.at - stay.since).total_seconds() + stay.gap
        if seconds < self._parameters.least_seconds:
            return None
        error = stay.gap / 6**0.5
        way = WHOLE if stay.came and stay.went else PART
        return of_object(self.config, Measure.STAY, stay.at, stay.label, seconds, error, way)
