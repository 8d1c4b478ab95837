"""How moments and intervals lie to each other (OGC 21-065, 7.9): comparisons of their ends. Both ends are inside.

A day, compared with a moment by a sign, is the whole of it: "= DATE('2026-06-01')" is at any time of that day.
"""

import operator
from collections.abc import Callable
from functools import reduce

from django.db.models import Q
from django.db.models.lookups import Exact, GreaterThan, LessThan
from django.utils.translation import gettext as _

from hypervision.ogc.cql2 import sides
from hypervision.ogc.cql2.sides import Side
from hypervision.ogc.cql2.tree import Op
from hypervision.ogc.offered.base import Collection, Kind

Ends = tuple[str, type[Exact] | type[GreaterThan] | type[LessThan], str]  # type: ignore[type-arg]
BEGIN, END = "begin", "end"

RELATIONS: dict[str, tuple[Ends, ...]] = {
    "t_after": ((BEGIN, GreaterThan, END),),
    "t_before": ((END, LessThan, BEGIN),),
    "t_contains": ((BEGIN, LessThan, BEGIN), (END, GreaterThan, END)),
    "t_disjoint": (),
    "t_during": ((BEGIN, GreaterThan, BEGIN), (END, LessThan, END)),
    "t_equals": ((BEGIN, Exact, BEGIN), (END, Exact, END)),
    "t_finishedby": ((BEGIN, LessThan, BEGIN), (END, Exact, END)),
    "t_finishes": ((BEGIN, GreaterThan, BEGIN), (END, Exact, END)),
    "t_intersects": (),
    "t_meets": ((END, Exact, BEGIN),),
    "t_metby": ((BEGIN, Exact, END),),
    "t_overlappedby": ((BEGIN, GreaterThan, BEGIN), (BEGIN, LessThan, END), (END, GreaterThan, END)),
    "t_overlaps": ((BEGIN, LessThan, BEGIN), (END, GreaterThan, BEGIN), (END, LessThan, END)),
    "t_startedby": ((BEGIN, Exact, BEGIN), (END, GreaterThan, END)),
    "t_starts": ((BEGIN, Exact, BEGIN), (END, LessThan, END)),
}
"""What holds of one's and the other's ends; empty for the two that are worked out."""


def q(collection: Collection, node: Op) -> Q:
    """Raises ValueError with a sentence."""
    if len(node.args) != 2:
        raise ValueError(_("%(name)s has another number of arguments.") % {"name": node.name})
    one, other = (sides.of(collection, arg) for arg in node.args)
    for side in (one, other):
        if side.kind != Kind.MOMENT:
            raise ValueError(_("%(name)s is no moment.") % {"name": side.words})
    if node.name == "t_disjoint":
        return _apart(one, other)
    if node.name == "t_intersects":
        return _meet(one, other)
    return _all(one, RELATIONS[node.name], other)


def compared(one: Side, sign: str, other: Side) -> Q:
    """By one of the signs of comparison."""
    return _SIGNS[sign](one, other)


def _all(one: Side, ends: tuple[Ends, ...], other: Side) -> Q:
    found = (Q(lookup(getattr(one, mine), getattr(other, theirs))) for mine, lookup, theirs in ends)
    return reduce(operator.and_, found)


def _apart(one: Side, other: Side) -> Q:
    return _all(one, RELATIONS["t_after"], other) | _all(one, RELATIONS["t_before"], other)


def _meet(one: Side, other: Side) -> Q:
    return ~_apart(one, other)


def _not_before(one: Side, other: Side) -> Q:
    return ~_all(one, RELATIONS["t_before"], other)


def _not_after(one: Side, other: Side) -> Q:
    return ~_all(one, RELATIONS["t_after"], other)


_SIGNS: dict[str, Callable[[Side, Side], Q]] = {
    "=": _meet,
    "<>": _apart,
    "<": lambda one, other: _all(one, RELATIONS["t_before"], other),
    ">": lambda one, other: _all(one, RELATIONS["t_after"], other),
    "<=": _not_after,
    ">=": _not_before,
}
