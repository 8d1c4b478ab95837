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
    """The cameras that a person sees: all, those inside an area, or none; and with a camera, what it saw."""

    everywhere: bool
    area: MultiPolygon | None

    def q(self, field: str, otherwise: str = "") -> Q:
        """A filter on the point field of a camera, e.g. ``sight.q("camera__location")``.

        otherwise: the point that decides where the first one is empty.
        """
        if self.everywhere:
            return Q()
        if self.area is None:
            return Q(pk__in=[])
        seen = Q(**{f"{field}__coveredby": self.area})
        return seen | Q(**{f"{field}__isnull": True, f"{otherwise}__coveredby": self.area}) if otherwise else seen

    def covers(self, lon: float, lat: float) -> bool:
        if self.everywhere:
            return True
        return self.area is not None and bool(self.area.covers(Point(lon, lat, srid=4326)))


NOTHING = Sight(everywhere=False, area=None)


def can_see(person: Person) -> Sight:
    """Default deny: nobody who is not a named, active account sees anything."""
    if not isinstance(person, User) or not person.is_active:
        return NOTHING
    area: GEOSGeometry | None = person.perimeter
    return Sight(everywhere=person.everywhere, area=area if isinstance(area, MultiPolygon) else None)


def is_seen_by_some_only(one: Point, other: Point) -> bool:
    """Whether there is a person who sees a camera at one of two places and not at the other."""
    bounded = User.objects.filter(is_active=True, everywhere=False, perimeter__isnull=False)
    return bounded.filter(Q(perimeter__covers=one) ^ Q(perimeter__covers=other)).exists()


def may(person: Person, right: Right) -> bool:
    return isinstance(person, User) and person.may(right)
