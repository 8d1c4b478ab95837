"""What a filter says, however it was written."""

from dataclasses import dataclass
from typing import TypeAlias

import shapely
from django.utils.translation import gettext as _

from hypervision.ogc.moments import Span

LONGEST = 8000
"""Letters of a filter."""
DEEPEST = 30
MOST_PARTS = 500
"""Operations of one filter."""


@dataclass(frozen=True, slots=True)
class Name:
    """A property."""

    name: str


@dataclass(frozen=True, slots=True)
class Box:
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """In the reference system of the filter."""

    shape: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Between:
    """An interval of which an end is a property. Others are a ``Span``."""

    begin: "Name | Span"
    end: "Name | Span"


@dataclass(frozen=True, slots=True)
class Op:
    """name: as CQL2's JSON has it, in small letters, such as "s_intersects"."""

    name: str
    args: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Many:
    """The list of ``in``."""

    items: "tuple[Node, ...]"


Node: TypeAlias = Op | Many | Name | Box | Shape | Span | Between | str | float | int | bool


class Budget:
    """Counts what a filter asks for. Raises ValueError with a sentence where it is too much."""

    def __init__(self, written: str) -> None:
        self._parts = 0
        if len(written) > LONGEST:
            raise ValueError(_("A filter has %(most)d letters at most.") % {"most": LONGEST})

    def spend(self, depth: int) -> None:
        self._parts += 1
        if depth > DEEPEST:
            raise ValueError(_("A filter is nested %(most)d levels deep at most.") % {"most": DEEPEST})
        if self._parts > MOST_PARTS:
            raise ValueError(_("A filter has %(most)d parts at most.") % {"most": MOST_PARTS})
