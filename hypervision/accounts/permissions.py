"""Who sees what: one ``can_see`` for pages, API, tiles and WebSocket."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db.models import Q

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right

Person = User | AnonymousUser


@dataclass(frozen=True)
class Sight:
    """The cameras that a person sees: all, those inside an area, or none; and of what they saw, some kinds or all.

    kinds: none named is all. What is of no kind, such as a camera, is seen by its place alone.
    """

    everywhere: bool
    area: MultiPolygon | None
    kinds: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out; then ``q`` is empty."""
        return self.everywhere and not self.kinds

    def q(self, field: str, otherwise: str = "", kind: str = "") -> Q:
        """A filter on the point field of a camera, e.g. ``sight.q("camera__location")``.

        otherwise: the point that decides where the first one is empty. kind: the field with the kind of what was seen;
        only for what is of no kind there is none.
        """
        of_kind = Q(**{f"{kind}__in": ["", *sorted(self.kinds)]}) if kind and self.kinds else Q()
        return self._at(field, otherwise) & of_kind

    def _at(self, field: str, otherwise: str) -> Q:
        if self.everywhere:
            return Q()
        if self.area is None:
            return Q(pk__in=[])
        seen = Q(**{f"{field}__coveredby": self.area})
        return seen | Q(**{f"{field}__isnull": True, f"{otherwise}__coveredby": self.area}) if otherwise else seen

    def knows(self, kind: str) -> bool:
        return not self.kinds or not kind or kind in self.kinds

    def covers(self, lon: float, lat: float, kind: str = "") -> bool:
        """``q`` for one place, and the kind of what was seen there; empty where it is of none."""
        if not self.knows(kind):
            return False
        if self.everywhere:
            return True
        return self.area is not None and bool(self.area.covers(Point(lon, lat, srid=4326)))


NOTHING = Sight(everywhere=False, area=None)


def can_see(person: Person) -> Sight:
    """Default deny: nobody who is not a named, active account sees anything."""
    if not isinstance(person, User) or not person.is_active:
        return NOTHING
    area: GEOSGeometry | None = person.perimeter
    bounds = area if isinstance(area, MultiPolygon) else None
    return Sight(everywhere=person.everywhere, area=bounds, kinds=frozenset(person.kinds))


def is_seen_by_some_only(one: Point, other: Point) -> bool:
    """Whether there is a person who sees a camera at one of two places and not at the other."""
    bounded = User.objects.filter(is_active=True, everywhere=False, perimeter__isnull=False)
    return bounded.filter(Q(perimeter__covers=one) ^ Q(perimeter__covers=other)).exists()


def may(person: Person, right: Right) -> bool:
    return isinstance(person, User) and person.may(right)
