"""The sums of many verdicts about one kind, and the figures that follow from them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from detectors.evaluation.judging import Verdict
from detectors.evaluation.measure import Measure
from detectors.scenes.scene import Scene
from detectors.vision.scene.registry import KINDS, Maturity
from hypervision.lib.statistics import median_interval, poisson, wilson

LEAST_RECALL = {Maturity.PROVEN: 0.95, Maturity.BETA: 0.8, Maturity.EXPERIMENTAL: 0.8}
MOST_FALSE = {Maturity.PROVEN: 0.0, Maturity.BETA: 1.0, Maturity.EXPERIMENTAL: 1.0}
"""False alarms an hour."""

TOGETHER = "together"
"""All parts, as beside an alert; the goals are for each part on its own."""


@dataclass(slots=True)
class Tally:
    """events: that had to fire. found, false: alerts that were right and wrong. seconds: that the rules watched."""

    scenes: int = 0
    hostile: int = 0
    events: int = 0
    found: int = 0
    false: int = 0
    seconds: float = 0.0
    delays: list[float] = field(default_factory=list)

    def add(self, scene: Scene, verdict: Verdict) -> None:
        self.scenes += 1
        self.hostile += scene.hostile
        self.events += len(verdict.delays) + len(verdict.missed)
        self.found += len(verdict.delays)
        self.false += len(verdict.false)
        self.seconds += scene.seconds
        self.delays += verdict.delays

    @property
    def hours(self) -> float:
        return self.seconds / 3600

    @property
    def recall(self) -> float | None:
        return self.found / self.events if self.events else None

    @property
    def recall_interval(self) -> tuple[float, float]:
        return wilson(self.found, self.events)

    @property
    def false_an_hour(self) -> float | None:
        return self.false / self.hours if self.seconds else None

    @property
    def false_interval(self) -> tuple[float, float]:
        low, high = poisson(self.false)
        return low / self.hours, high / self.hours

    def together(self, other: "Tally") -> "Tally":
        return Tally(
            self.scenes + other.scenes,
            self.hostile + other.hostile,
            self.events + other.events,
            self.found + other.found,
            self.false + other.false,
            self.seconds + other.seconds,
            self.delays + other.delays,
        )


def measures(kind: str, part: str, tally: Tally) -> Iterator[Measure]:
    """Recall, false alarms an hour and delay of one kind on one part of the scenes."""
    maturity = KINDS[kind].maturity
    least, most, has_goal = LEAST_RECALL[maturity], MOST_FALSE[maturity], part != TOGETHER
    if tally.recall is not None:
        low, high = tally.recall_interval
        yield Measure(
            *("scenes", kind, "recall", tally.recall, "", part, low, high, tally.events, "events"),
            goal=f">= {least:g}" if has_goal else "",
            met=tally.recall >= least if has_goal else None,
        )
    if tally.false_an_hour is not None:
        low, high = tally.false_interval
        yield Measure(
            *("scenes", kind, "false alarms an hour", tally.false_an_hour, "/h", part, low, high),
            count=tally.scenes,
            of=f"scenes, {tally.hostile} hostile, {tally.seconds / 60:.0f} min, {tally.false} false",
            goal=f"<= {most:g}" if has_goal else "",
            met=tally.false_an_hour <= most if has_goal else None,
        )
    if tally.delays:
        low, high = median_interval(tally.delays)
        yield Measure(
            "scenes", kind, "delay, median", median(tally.delays), "s", part, low, high, tally.found, "alerts"
        )
