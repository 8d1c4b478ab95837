"""Gives a filter its meaning: a ``Q`` over what may be asked of a type of entity, by closed tables of operations.

Times are compared as FROST-Server does: an interval is before a moment when all of it is. Nothing of a filter becomes
SQL by itself.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from django.db.models import F, Q
from django.db.models.lookups import (
    Contains,
    EndsWith,
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
    StartsWith,
)
from django.utils.translation import gettext as _

from hypervision.ogc import shapes
from hypervision.ogc.crs import CRS84
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings.entities.base import Entity, Formula, Kind
from hypervision.sensorthings.reckoning import FUNCTIONS, OPERATIONS, Side
from hypervision.sensorthings.sides import Sides, unknown
from hypervision.sensorthings.tree import Node, Op, Path, Place

COMPARISONS = {"lt": LessThan, "gt": GreaterThan, "le": LessThanOrEqual, "ge": GreaterThanOrEqual}
TEXTS = {"startswith": StartsWith, "endswith": EndsWith, "contains": Contains}
PLACES = {"geo.intersects": "intersects", "st_intersects": "intersects", "st_within": "within"}
LONGEST_PART = 200
"""Letters of a text that is looked for within others."""


@dataclass(frozen=True, slots=True)
class Meaning:
    entity: Entity
    reader: Reader

    def q(self, node: Node) -> Q:
        """Raises ValueError with a sentence, PermissionDenied, or NotOffered."""
        match node:
            case bool():
                return Q() if node else Q(pk__in=[])
            case Op(name="and"):
                return reduce(operator.and_, map(self.q, node.args))
            case Op(name="or"):
                return reduce(operator.or_, map(self.q, node.args))
            case Op(name="not", args=(argument,)):
                return ~self.q(argument)
            case Op(name="in", args=(value, *items)):
                return reduce(operator.or_, (self.compared("eq", value, item) for item in items))
            case Op(name="eq" | "ne" | "lt" | "gt" | "le" | "ge" as name, args=(one, other), is_call=False):
                return self.compared(name, one, other)
            case Op(is_call=True, name=name) if name not in FUNCTIONS:
                return self.called(node)
            case Op(name=name) if name not in FUNCTIONS and name not in OPERATIONS:
                raise unknown(name)
        raise ValueError(_("A filter is made of conditions, such as result gt 5."))

    def compared(self, name: str, one: Node, other: Node) -> Q:
        for value, condition in ((one, other), (other, one)):
            if isinstance(value, bool) and name in ("eq", "ne"):
                return self.q(condition) if value == (name == "eq") else ~self.q(condition)
        sides = Sides(self.entity, self.reader)
        first, second = sides.of(one), sides.of(other)
        if first is None or second is None:
            return _empty(name, first or second)
        if Kind.KEY in (first.kind, second.kind):
            return _same_key(name, first, second)
        _alike(first, second)
        if first.kind == Kind.TIME:
            return TIMES[name](first, second)
        if name in ("eq", "ne"):
            found = Q(Exact(first.begin, second.begin))
            return found if name == "eq" else ~found
        return Q(COMPARISONS[name](first.begin, second.begin))

    def called(self, call: Op) -> Q:
        name, arguments = call.name, call.args
        if name == "substringof" and len(arguments) == 2:
            return self._within("contains", arguments[1], arguments[0])
        if name in TEXTS and len(arguments) == 2:
            return self._within(name, *arguments)
        if name in PLACES and len(arguments) == 2:
            return self._placed(name, *arguments)
        if name in CALLED_TIMES and len(arguments) == 2:
            return CALLED_TIMES[name](self._time(arguments[0]), self._time(arguments[1]))
        if name in TEXTS or name in PLACES or name in CALLED_TIMES:
            raise ValueError(_("%(name)s has another number of arguments.") % {"name": name})
        raise unknown(name)

    def _within(self, name: str, whole: Node, part: Node) -> Q:
        side = Sides(self.entity, self.reader).of(whole)
        if side is None or side.kind != Kind.TEXT:
            raise ValueError(_("%(name)s is no text.") % {"name": side.words if side else "null"})
        if not isinstance(part, str) or len(part) > LONGEST_PART or "\x00" in part:
            raise ValueError(_("What is looked for is a text of %(most)d letters at most.") % {"most": LONGEST_PART})
        return Q(TEXTS[name](side.begin, part))

    def _time(self, node: Node) -> Side:
        side = Sides(self.entity, self.reader).of(node)
        if side is None or side.kind != Kind.TIME:
            raise ValueError(_("%(name)s is no time.") % {"name": side.words if side else "null"})
        return side

    def _placed(self, name: str, one: Node, other: Node) -> Q:
        path, place = (one, other) if isinstance(one, Path) else (other, one)
        if not isinstance(path, Path) or not isinstance(place, Place):
            raise ValueError(_("A place is compared with a geometry, such as %s.") % "geography'POINT(24.94 60.17)'")
        side = Sides(self.entity, self.reader).property(path)
        if side.kind != Kind.PLACE or not isinstance(side.begin, F):
            raise ValueError(_("%(name)s is no place.") % {"name": side.words})
        shape = shapes.in_degrees(shapes.of_wkt(place.wkt), CRS84)
        return Q(**{f"{side.begin.name}__{PLACES[name]}": shape})


def _empty(name: str, side: Side | None) -> Q:
    if side is None or name not in ("eq", "ne"):
        raise ValueError(_("With null is compared by eq or ne, and only a property."))
    return Q(IsNull(side.begin, name == "eq"))


def _same_key(name: str, first: Side, second: Side) -> Q:
    key, value = (first, second) if first.kind == Kind.KEY else (second, first)
    if name not in ("eq", "ne"):
        raise ValueError(_("%(name)s has no order: ask with eq or ne.") % {"name": key.words})
    if not isinstance(value.value, str) or key.of is None:
        raise ValueError(_("%(name)s is compared with a text, such as the @iot.id of an answer.") % {"name": key.words})
    found = key.of.of_key(value.value, key.prefix)
    return found if name == "eq" else ~found


def _alike(first: Side, second: Side) -> None:
    if first.kind != second.kind or first.kind == Kind.PLACE:
        of = {"one": first.words, "other": second.words}
        raise ValueError(_("%(one)s cannot be compared with %(other)s: they are of different kinds.") % of)


def _lt(one: Formula, other: Formula) -> Q:
    return Q(LessThan(one, other))


def _le(one: Formula, other: Formula) -> Q:
    return Q(LessThanOrEqual(one, other))


def _eq(one: Formula, other: Formula) -> Q:
    return Q(Exact(one, other))


def _same(a: Side, b: Side) -> Q:
    return _eq(a.begin, b.begin) & _eq(a.end, b.end)


def _before(a: Side, b: Side) -> Q:
    """All of it, and it does not begin there, which only something without length could."""
    return _le(a.end, b.begin) & _lt(a.begin, b.begin)


def _overlap(a: Side, b: Side) -> Q:
    return _eq(a.begin, b.begin) | (_lt(a.begin, b.end) & _lt(b.begin, a.end))


def _not_before(a: Side, b: Side) -> Q:
    return _le(b.begin, a.begin) & _le(b.end, a.end)


def _during(a: Side, b: Side) -> Q:
    return _le(b.begin, a.begin) & _lt(a.begin, b.end) & _le(a.end, b.end)


Relation = Callable[[Side, Side], Q]
TIMES: dict[str, Relation] = {
    "eq": _same,
    "ne": lambda a, b: ~_same(a, b),
    "lt": _before,
    "gt": lambda a, b: _before(b, a),
    "le": lambda a, b: _not_before(b, a),
    "ge": _not_before,
}
CALLED_TIMES: dict[str, Relation] = {
    "before": _before,
    "after": lambda a, b: _before(b, a),
    "during": _during,
    "overlaps": _overlap,
    "meets": lambda a, b: _eq(a.begin, b.end) | _eq(a.end, b.begin),
    "starts": lambda a, b: _eq(a.begin, b.begin),
    "finishes": lambda a, b: _eq(a.end, b.end),
}
