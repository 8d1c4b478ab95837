"""How rules that measure say it: as sums, so that no value of a single object lives longer than its moment."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from detectors.vision.config import RuleConfig
from detectors.vision.scene import classes
from detectors.vision.scene.classes import Classes, together
from detectors.vision.scene.rule import LONGEST_GAP
from detectors.vision.types import Label, LineCount, Measure, Sum

BIN_SECONDS = 300
"""All sums are of five minutes; an object counts once in each of them in which it is there."""


FEWEST = 5
"""Objects. What fewer stand behind could be about one of them, and is not told; nought is about nobody."""


@dataclass(slots=True)
class Amount:
    """Sums without a place and a time: see ``Sum``."""

    objects: int = 0
    basis: float = 0.0
    total: float = 0.0
    squares: float = 0.0
    variances: float = 0.0
    classes: Classes = ()

    def add(self, other: "Amount | Sum") -> None:
        self.objects += other.objects
        self.basis += other.basis
        self.total += other.total
        self.squares += other.squares
        self.variances += other.variances
        if other.classes:
            self.classes = together(self.classes, other.classes)

    @property
    def is_told(self) -> bool:
        return self.basis > 0 and is_told(self.objects)

    @property
    def mean(self) -> float:
        return self.total / self.basis

    @property
    def deviation(self) -> float:
        """By how much the values spread, 1 sigma."""
        return math.sqrt(max(0.0, self.squares / self.basis - self.mean**2))

    @property
    def error(self) -> float:
        """By how much a single value may be off, 1 sigma, root mean square."""
        return math.sqrt(self.variances / self.basis)


def is_told(objects: int) -> bool:
    return objects == 0 or objects >= FEWEST


def of_crossing(seen: LineCount) -> Sum:
    way = "forward" if seen.forward else "backward"
    return Sum(
        "line_count", seen.rule_id, seen.zone_id, Measure.CROSSINGS, seen.at, seen.label, way, 1, 1.0, 1.0, 1.0, 0.0
    )


def of_object(
    config: RuleConfig,
    measure: Measure,
    at: datetime,
    label: Label,
    value: float = 1.0,
    error: float = 0.0,
    way: str = "",
) -> Sum:
    """One object's value. error: 1 sigma."""
    return Sum(
        *(config.kind, config.id, config.shape.id, measure, at, label, way),
        objects=1,
        basis=1.0,
        total=value,
        squares=value**2,
        variances=error**2,
        classes=classes.of(measure, value),
    )


@dataclass(frozen=True, slots=True)
class Level:
    """What a lasting measure is in one frame. error: 1 sigma. ids: the tracks behind it."""

    value: float
    error: float = 0.0
    ids: tuple[int, ...] = ()


class OverTime:
    """Sums levels over time: each lasts from its frame to the next one, and counts for as many seconds.

    A gap after which a rule knows nothing counts for nothing. One sum a second leaves, for each label.
    """

    def __init__(self, config: RuleConfig, measure: Measure) -> None:
        self._config = config
        self._measure = measure
        self._before: datetime | None = None
        self._levels: Mapping[Label, Level] = {}
        self._running: dict[Label, Amount] = {}
        self._known: dict[Label, set[int]] = {}

    def see(self, levels: Mapping[Label, Level], at: datetime) -> list[Sum]:
        """levels: of this frame. Returns the sums of the second before, when this frame begins another."""
        before, told = self._before, list[Sum]()
        if before is not None:
            self._add((at - before).total_seconds())
            if int(at.timestamp()) != int(before.timestamp()):
                told = self._tell(before)
            if _bin(at) != _bin(before):
                self._known = {}
        self._before, self._levels = at, levels
        return told

    def _add(self, seconds: float) -> None:
        if seconds > LONGEST_GAP:
            return
        for label, level in self._levels.items():
            running = self._running.setdefault(label, Amount())
            known = self._known.setdefault(label, set())
            running.objects += len(set(level.ids) - known)
            known.update(level.ids)
            running.basis += seconds
            running.total += seconds * level.value
            running.squares += seconds * level.value**2
            running.variances += seconds * level.error**2

    def _tell(self, at: datetime) -> list[Sum]:
        running, self._running = self._running, {}
        config = self._config
        return [
            Sum(
                *(config.kind, config.id, config.shape.id, self._measure, at, label, ""),
                *(each.objects, each.basis, each.total, each.squares, each.variances),
            )
            for label, each in running.items()
        ]


def _bin(at: datetime) -> int:
    return int(at.timestamp()) // BIN_SECONDS
