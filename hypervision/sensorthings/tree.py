"""What a question says, once it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from django.utils.translation import gettext as _

LONGEST = 8000
"""Letters of an option."""
DEEPEST = 30
MOST_PARTS = 500
USUAL, MOST = 100, 1000
"""Entities a page."""


@dataclass(frozen=True, slots=True)
class Path:
    """The way to a property, such as ("Datastream", "id")."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "/".join(self.parts)


@dataclass(frozen=True, slots=True)
class Span:
    """begin and end are the same for a moment. What lasts does not hold its end."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """wkt: in degrees, longitude first."""

    wkt: str


@dataclass(frozen=True, slots=True)
class Op:
    """An operation or a function, by its name in the standard."""

    name: str
    args: "tuple[Node, ...]"
    is_call: bool = False


Node: TypeAlias = Op | Path | Span | Place | str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Ordering:
    path: Path
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of entities of one type. select: empty for everything. expand: by the name of the relation.

    is_in_arrays: short, one array an observation (``arrays``).
    """

    where: Node = True
    select: tuple[str, ...] = ()
    order: tuple[Ordering, ...] = ()
    expand: "dict[str, Wish]" = field(default_factory=dict)
    top: int = USUAL
    skip: int = 0
    is_counted: bool = False
    is_in_arrays: bool = False


def check(node: Node) -> None:
    """Raises ValueError with a sentence for a filter that is too much."""
    for parts, depth in enumerate(_depths(node), 1):
        if depth > DEEPEST:
            raise ValueError(_("A filter is nested %(most)d levels deep at most.") % {"most": DEEPEST})
        if parts > MOST_PARTS:
            raise ValueError(_("A filter has %(most)d parts at most.") % {"most": MOST_PARTS})


def _depths(node: Node) -> Iterator[int]:
    """Of each part; without recursion, which a deep filter would end."""
    ahead: list[tuple[int, Node]] = [(0, node)]
    while ahead:
        depth, here = ahead.pop()
        yield depth
        if isinstance(here, Op):
            ahead += [(depth + 1, each) for each in here.args]
