"""Gives a filter its meaning: a ``Q`` over what may be asked of a collection, by closed tables of operations.

Nothing of a filter becomes SQL by itself: names are looked up among the collection's properties, values are sent as
values, and an operation that no table has is refused by name.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual
from django.utils.translation import gettext as _

from hypervision.ogc import shapes
from hypervision.ogc.cql2 import sides, times
from hypervision.ogc.cql2.sides import Side
from hypervision.ogc.cql2.tree import Box, Many, Name, Node, Op, Shape
from hypervision.ogc.crs import Crs
from hypervision.ogc.offered.base import Collection, Kind

GEOMETRY = "geometry"
COMPARISONS = {"<": LessThan, ">": GreaterThan, "<=": LessThanOrEqual, ">=": GreaterThanOrEqual}
SPATIAL = {
    "s_intersects": "intersects",
    "s_disjoint": "disjoint",
    "s_equals": "equals",
    "s_touches": "touches",
    "s_crosses": "crosses",
    "s_overlaps": "overlaps",
    "s_within": "within",
    "s_contains": "contains",
}
MIRRORED = {"within": "contains", "contains": "within"}


@dataclass(frozen=True, slots=True)
class Meaning:
    collection: Collection
    crs: Crs

    def q(self, node: Node) -> Q:
        """Raises ValueError with a sentence."""
        if isinstance(node, bool):
            return Q() if node else Q(pk__in=[])
        if not isinstance(node, Op):
            raise ValueError(_("A filter is made of conditions, such as score > 0.5."))
        if node.name in SPATIAL:
            return self._spatial(node)
        if node.name in times.RELATIONS:
            return times.q(self.collection, node)
        if node.name not in _MEANINGS:
            raise ValueError(_("There is no function or operation %(name)s here.") % {"name": node.name})
        least, most, meaning = _MEANINGS[node.name]
        if not least <= len(node.args) <= most:
            raise ValueError(_("%(name)s has another number of arguments.") % {"name": node.name})
        return meaning(self, node)

    def side(self, node: Node) -> Side:
        return sides.of(self.collection, node)

    # --- what the table names

    def both(self, node: Op) -> Q:
        return reduce(operator.and_, map(self.q, node.args))

    def either(self, node: Op) -> Q:
        return reduce(operator.or_, map(self.q, node.args))

    def no(self, node: Op) -> Q:
        return ~self.q(node.args[0])

    def same(self, node: Op) -> Q:
        one, other = sides.alike(self.side(node.args[0]), self.side(node.args[1]))
        if one.kind == Kind.MOMENT:
            return times.compared(one, node.name, other)
        found = Q(Exact(one.begin, other.begin))
        return found if node.name == "=" else ~found

    def compared(self, node: Op) -> Q:
        one, other = sides.alike(self.side(node.args[0]), self.side(node.args[1]))
        if one.kind in (Kind.ID, Kind.FLAG):
            raise ValueError(_("%(name)s has no order: ask with = or <>.") % {"name": one.words})
        if one.kind == Kind.MOMENT:
            return times.compared(one, node.name, other)
        return Q(COMPARISONS[node.name](one.begin, other.begin))

    def empty(self, node: Op) -> Q:
        [of] = node.args
        if of == Name(GEOMETRY):
            return Q(**{f"{self.collection.place}__isnull": True})
        return Q(IsNull(self.side(of).begin, True))

    def between(self, node: Op) -> Q:
        value, low, high = node.args
        return self.compared(Op(">=", (value, low))) & self.compared(Op("<=", (value, high)))

    def among(self, node: Op) -> Q:
        value, many = node.args
        if not isinstance(many, Many) or not many.items:
            raise ValueError(_("IN wants a list of values."))
        return reduce(operator.or_, (self.same(Op("=", (value, item))) for item in many.items))

    def like(self, node: Op) -> Q:
        return sides.like(self.side(node.args[0]), self.side(node.args[1]))

    # --- places

    def _spatial(self, node: Op) -> Q:
        if len(node.args) != 2:
            raise ValueError(_("%(name)s has another number of arguments.") % {"name": node.name})
        lookup = SPATIAL[node.name]
        one, other = node.args
        if other == Name(GEOMETRY):
            one, other, lookup = other, one, MIRRORED.get(lookup, lookup)
        if one != Name(GEOMETRY):
            raise ValueError(_("A place is compared with the property geometry."))
        return Q(**{f"{self.collection.place}__{lookup}": self._shape(other)})

    def _shape(self, node: Node) -> GEOSGeometry:
        if isinstance(node, Box):
            return shapes.of_box(node.numbers, self.crs)
        if isinstance(node, Shape):
            return shapes.in_degrees(node.shape, self.crs)
        raise ValueError(_("A place is compared with a geometry or a box."))


MANY = 500
_MEANINGS: dict[str, tuple[int, int, Callable[[Meaning, Op], Q]]] = {
    "and": (2, MANY, Meaning.both),
    "or": (2, MANY, Meaning.either),
    "not": (1, 1, Meaning.no),
    "=": (2, 2, Meaning.same),
    "<>": (2, 2, Meaning.same),
    **dict.fromkeys(COMPARISONS, (2, 2, Meaning.compared)),
    "isnull": (1, 1, Meaning.empty),
    "between": (3, 3, Meaning.between),
    "in": (2, 2, Meaning.among),
    "like": (2, 2, Meaning.like),
}
"""The fewest and most arguments of each operation."""
