"""What sums say: a value with its interval, or that too few objects stand behind them to be told (R-06).

Three ways to read sums, by what is measured: what is counted, what lasts (by seconds), and what each object has.
"""

import math
from dataclasses import dataclass

from detectors.vision.scene.sums import Amount, is_told
from detectors.vision.types import Measure
from hypervision.lib.statistics import Z95, mean_interval, poisson, wilson

COUNTED = frozenset({Measure.CROSSINGS, Measure.JOURNEYS})
LASTING = frozenset({Measure.PRESENT, Measure.PARKED, Measure.WAITING, Measure.QUEUE_LENGTH})

UNITS = {Measure.SPEED: "km/h", Measure.STAY: "s", Measure.QUEUE_LENGTH: "m"}
"""Of the values; what is not here is a number of objects."""

DIGITS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """value: the number of what was counted, else the mean. low, high: its 95 % interval.

    deviation: by how much the values spread, 1 sigma; None for what is counted. error: by how much a single value may
    be off, 1 sigma, root mean square. seconds: for how long it was looked, of what lasts.
    """

    objects: int
    value: float
    low: float
    high: float
    deviation: float | None = None
    error: float | None = None
    seconds: float | None = None

    def rounded(self) -> dict[str, float | None]:
        """By the names above, in thousandths: as all interfaces tell it."""
        return {name: None if (value := getattr(self, name)) is None else round(value, DIGITS) for name in TOLD}


TOLD = tuple(Reading.__dataclass_fields__)
UNTOLD: dict[str, float | None] = dict.fromkeys(TOLD)
"""In the place of a reading that is withheld."""


@dataclass(frozen=True, slots=True)
class Share:
    """Of all that were counted, how many bore one label, with its 95 % interval."""

    label: str
    objects: int
    share: float
    low: float
    high: float


def read(measure: str, amount: Amount) -> Reading | None:
    """None where it is not told."""
    if not amount.is_told:
        return None
    if measure in COUNTED:
        return Reading(amount.objects, amount.objects, *poisson(amount.objects))
    if measure in LASTING:
        return _lasting(amount)
    return _of_objects(amount) if amount.objects else None


def shares(counted: dict[str, int]) -> list[Share]:
    """The modal split: the share of each label, the most frequent first. What is not told is not among the whole."""
    told = {label: number for label, number in counted.items() if number and is_told(number)}
    whole = sum(told.values())
    return [
        Share(label, number, number / whole, *wilson(number, whole))
        for label, number in sorted(told.items(), key=lambda each: (-each[1], each[0]))
    ]


def _lasting(amount: Amount) -> Reading:
    """Errors of one moment and the next are mostly the same error: they do not shrink with time."""
    mean, error = amount.mean, amount.error
    half = Z95 * error
    return Reading(amount.objects, mean, max(0.0, mean - half), mean + half, amount.deviation, error, amount.basis)


def _of_objects(amount: Amount) -> Reading:
    """Each object is another draw; the errors of the measuring are in how far the values spread."""
    deviation = amount.deviation * math.sqrt(amount.objects / (amount.objects - 1))
    low, high = mean_interval(amount.mean, deviation, amount.objects)
    return Reading(amount.objects, amount.mean, max(0.0, low), high, deviation, amount.error)
