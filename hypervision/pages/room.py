"""What the control room is told when it opens; all that changes later comes over the snapshot and the socket."""

from typing import TypedDict

from django.conf import settings

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from maps.models import City


class RoomFacts(TypedDict):
    """extent: west, south, east, north in degrees; None while no city is imported."""

    user: str
    username: str
    rights: list[str]
    city: str
    time_zone: str
    extent: list[float] | None
    attribution: str


def facts(user: User, city: City | None) -> RoomFacts:
    return {
        "user": str(user),
        "username": user.username,
        "rights": sorted(str(right) for right in user.rights if right in _ROOM_RIGHTS),
        "city": city.name if city else "",
        "time_zone": settings.TIME_ZONE,
        "extent": list(city.extent.extent) if city else None,
        "attribution": city.attribution if city else "",
    }


_ROOM_RIGHTS = frozenset({Right.SEE_ALERTS, Right.SEE_PICTURES, Right.GIVE_VERDICT, Right.STOP})
