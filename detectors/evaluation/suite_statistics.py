"""The suite ``statistics``: speeds against true ones, at every rate of pictures and before three known cameras, and the
other statistics on scenes of which the truth is known (``flows``)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from detectors.evaluation import documents, flow_figures
from detectors.evaluation.measure import Asked, EvaluationError, Measure, Say
from detectors.evaluation.passages import Camera, cameras, passages, speeds
from hypervision.lib.statistics import Z95, median_interval, wilson

KMH = (5.0, 15.0, 30.0, 45.0, 60.0)
FPS = (5.0, 10.0, 25.0)
EACH = 10
"""Passages of each speed, at each rate, before each camera."""

MOST_MEDIAN, MOST_P95 = 1.0, 3.0
"""Kilometres an hour."""


@dataclass(slots=True)
class _Errors:
    """off: of each speed, in km/h. foretold: its error, 1 sigma. passed, measured: passages, and those with a speed."""

    off: list[float] = field(default_factory=list)
    foretold: list[float] = field(default_factory=list)
    passed: int = 0
    measured: int = 0

    def add(self, other: "_Errors") -> None:
        self.off += other.off
        self.foretold += other.foretold
        self.passed += other.passed
        self.measured += other.measured


def statistics(asked: Asked, say: Say) -> Iterator[Measure]:
    if asked.write and asked.only:
        raise EvaluationError("Figures of a part of the statistics are not written: leave out --only or --write.")
    speeds_of = list(_speeds(say)) if not asked.only or "speed" in asked.only else []
    others = list(flow_figures.figures(lambda kind: not asked.only or kind in asked.only, say))
    if asked.write:
        for document in ("quality.md", "models/speed.md"):
            documents.renew(asked.docs / document, "statistics", documents.table(speeds_of))
        documents.renew(asked.docs / "quality.md", "flows", documents.table(others))
    yield from speeds_of
    yield from others


def _speeds(say: Say) -> Iterator[Measure]:
    whole = _Errors()
    parts: dict[str, _Errors] = {}
    for camera in cameras():
        for fps in FPS:
            for kmh in KMH:
                found = _measure(camera, kmh, fps)
                for name in (f"speed, {camera.name}", f"speed, {fps:g} pictures/s", f"speed, {kmh:g} km/h"):
                    parts.setdefault(name, _Errors()).add(found)
                whole.add(found)
        say(f"speed: {camera.name}: {whole.measured} of {whole.passed} passages have a speed so far")
    yield from _all_measures(whole)
    for name, part in parts.items():
        yield from _errors(name, part)


def _measure(camera: Camera, kmh: float, fps: float) -> _Errors:
    chance = np.random.default_rng([int(kmh), int(fps), *camera.name.encode()])
    found = _Errors()
    for passage in passages(kmh, fps, EACH, chance):
        said = speeds(passage, camera, chance)
        found.passed += 1
        found.measured += bool(said)
        found.off += [each.total - kmh for each in said]
        found.foretold += [each.variances**0.5 for each in said]
    return found


def _all_measures(whole: _Errors) -> Iterable[Measure]:
    yield from _errors("speed", whole)
    off, foretold = np.array(whole.off), np.array(whole.foretold)
    within = int((np.abs(off) <= Z95 * foretold).sum())
    low, high = wilson(within, len(off))
    share = within / len(off) if len(off) else None
    yield Measure("statistics", "speed", "within the 95 % error", share, "", "", low, high, len(off), "speeds")
    low, high = wilson(whole.measured, whole.passed)
    yield Measure(
        *("statistics", "speed", "measured", whole.measured / whole.passed, "", "", low, high, whole.passed, "passages")
    )


def _errors(name: str, errors: _Errors) -> Iterable[Measure]:
    off = np.abs(errors.off)
    if not len(off):
        yield Measure("statistics", name, "median error", None, "km/h", note="No passage has a speed.")
        return
    middle, p95 = float(np.median(off)), float(np.quantile(off, 0.95))
    low, high = median_interval(off.tolist())
    taken = len(off), "speeds"
    yield Measure(
        *("statistics", name, "median error", middle, "km/h", "", low, high, *taken, f"<= {MOST_MEDIAN:g}"),
        met=middle <= MOST_MEDIAN,
    )
    yield Measure(
        *("statistics", name, "95 % of errors below", p95, "km/h", "", None, None, *taken, f"<= {MOST_P95:g}"),
        met=p95 <= MOST_P95,
    )
