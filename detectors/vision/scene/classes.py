"""Fixed classes of a measure's values: how many lie in each, so that the spread of a street's speeds can be told."""

from itertools import zip_longest

from detectors.vision.types import Measure

WIDTHS = {Measure.SPEED: 10.0}
"""Of a class, in the measure's unit, for those that are classed."""
CLASSES = 16
"""The last one has no upper end: 150 km/h and more."""

Classes = tuple[int, ...]
"""How many values lie in each class; empty for what is not classed."""


def of(measure: Measure, value: float) -> Classes:
    """Of one value."""
    width = WIDTHS.get(measure)
    if width is None:
        return ()
    place = min(CLASSES - 1, max(0, int(value // width)))
    return tuple(int(place == each) for each in range(CLASSES))


def together(one: Classes, other: Classes) -> Classes:
    return tuple(mine + yours for mine, yours in zip_longest(one, other, fillvalue=0))
