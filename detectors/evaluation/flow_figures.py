"""How right the statistics are that are not speeds, on scenes of which the truth is known."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from detectors import spreads
from detectors.evaluation import flows
from detectors.evaluation.flows import Counted, Trial
from detectors.evaluation.measure import Measure, Say
from detectors.evaluation.passages import Camera, cameras, passages, speeds
from detectors.vision.scene.classes import Classes, together
from hypervision.lib.statistics import Z95, median_interval, wilson

Chance = np.random.Generator

PRESENT = (1.0, 3.0, 8.0)
WAITING = (3, 6, 9)
TIMES = 3
"""Scenes of each sort before each camera, and hours of speeds."""
SPREADS = 2
STREET = 45.0, 8.0
"""Mean and deviation of a street's speeds, km/h."""
CARS = 60


def figures(wanted: Callable[[str], bool], say: Say) -> Iterator[Measure]:
    """wanted: by the name of the rule's kind."""
    for kind, measured in MEASURED.items():
        if wanted(kind):
            yield from measured()
            say(f"{kind}: done")


def _before_each(kind: str, times: int = TIMES) -> Iterator[tuple[Camera, Chance]]:
    for camera in cameras():
        for time in range(times):
            yield camera, np.random.default_rng([time, *kind.encode(), *camera.name.encode()])


def _occupancy() -> Iterator[Measure]:
    trials = [
        flows.occupancy(camera, present, chance) for camera, chance in _before_each("occupancy") for present in PRESENT
    ]
    yield from _of_numbers("occupancy", "", trials, "")
    within = sum(abs(each.said - each.true) <= Z95 * (each.error or 0) for each in trials)
    yield _share("occupancy", "within the 95 % error", within, len(trials), "scenes")


def _queue() -> Iterator[Measure]:
    for name, along in (("queue, across the picture", False), ("queue, straight away from the camera", True)):
        found = [
            flows.queue(camera, waiting, along, chance) for camera, chance in _before_each(name) for waiting in WAITING
        ]
        yield from _of_numbers(name, "waiting: ", [each["waiting"] for each in found], "")
        yield from _of_numbers(name, "length: ", [each["queue_length"] for each in found], "m")


def _dwell() -> Iterator[Measure]:
    found = [flows.dwell(camera, chance) for camera, chance in _before_each("dwell")]
    trials = [trial for some, _ in found for trial in some]
    off = [abs(each.said - each.true) for each in trials]
    low, high = median_interval(off)
    yield _one("dwell", "median error", float(np.median(off)), "s", low, high, len(off), "stays")
    yield _one("dwell", "95 % of errors below", float(np.quantile(off, 0.95)), "s", None, None, len(off), "stays")
    yield _share("dwell", "told whole", len(trials), sum(stays for _, stays in found), "stays")


def _journeys() -> Iterator[Measure]:
    yield from _of_counts("journeys", [flows.journeys(*each) for each in _before_each("journeys")], "journeys")


def _crossings() -> Iterator[Measure]:
    found = [flows.crossings(*each) for each in _before_each("line_count")]
    yield from _of_counts("line_count", found, "crossings")
    off = [
        100 * max(abs(_split(each, label, true=True) - _split(each, label, true=False)) for label in _labels(each))
        for each in found
    ]
    low, high = median_interval(off)
    yield _one(
        "modal split", "median of the largest error", float(np.median(off)), "points", low, high, len(off), "scenes"
    )


def _labels(counted: Counted) -> set[str]:
    return {name.split()[0] for name in counted.true}


def _split(counted: Counted, label: str, *, true: bool) -> float:
    numbers = counted.true if true else counted.said
    return sum(number for name, number in numbers.items() if name.split()[0] == label) / max(1, sum(numbers.values()))


def _parking() -> Iterator[Measure]:
    yield from _of_numbers("parking", "", [flows.parking(*each) for each in _before_each("parking")], "")


def _spread() -> Iterator[Measure]:
    """V85 from classes of 10 km/h against the true one of the same cars."""
    off, within = [], 0
    for camera, chance in _before_each("spread", SPREADS):
        wanted = np.clip(chance.normal(*STREET, CARS), 15, None)
        classes: Classes = ()
        for kmh in wanted.tolist():
            for passage in passages(kmh, 10, 1, chance):
                for said in speeds(passage, camera, chance):
                    classes = together(classes, said.classes)
        spread, true = spreads.read(classes), float(np.quantile(wanted, spreads.SHARE))
        if spread is None or spread.v85 is None or spread.v85_low is None or spread.v85_high is None:
            continue
        off.append(abs(spread.v85 - true))
        within += spread.v85_low <= true <= spread.v85_high
    low, high = median_interval(off)
    yield _one(
        "speed: V85", "median error", float(np.median(off)), "km/h", low, high, len(off), f"hours of {CARS} cars"
    )
    yield _one("speed: V85", "largest error", max(off), "km/h", None, None, len(off), f"hours of {CARS} cars")
    yield _share("speed: V85", "within the 95 % interval", within, len(off), f"hours of {CARS} cars")


MEASURED: dict[str, Callable[[], Iterator[Measure]]] = {
    "line_count": _crossings,
    "occupancy": _occupancy,
    "parking": _parking,
    "queue": _queue,
    "dwell": _dwell,
    "journeys": _journeys,
    "speed": _spread,
}


def _of_numbers(name: str, what: str, trials: Sequence[Trial], unit: str) -> Iterator[Measure]:
    off = [abs(each.said - each.true) for each in trials]
    low, high = median_interval(off)
    yield _one(name, f"{what}median error", float(np.median(off)), unit, low, high, len(trials), "scenes")
    told = sum(each.said for each in trials) / sum(each.true for each in trials)
    yield _one(name, f"{what}told of the true mean", told, "", None, None, len(trials), "scenes")


def _of_counts(name: str, found: Sequence[Counted], of: str) -> Iterator[Measure]:
    true, said = (
        sum(sum(numbers.values()) for numbers in each)
        for each in zip(*((one.true, one.said) for one in found), strict=True)
    )
    right = sum(each.right for each in found)
    yield _share(name, "told right", right, true, of)
    yield _share(name, "told and never were", said - right, said, of)


def _share(name: str, measure: str, number: int, whole: int, of: str) -> Measure:
    low, high = wilson(number, whole)
    return _one(name, measure, number / whole if whole else None, "", low, high, whole, of)


def _one(
    name: str, measure: str, value: float | None, unit: str, low: float | None, high: float | None, count: int, of: str
) -> Measure:
    return Measure("statistics", name, measure, value, unit, "", low, high, count, of)
