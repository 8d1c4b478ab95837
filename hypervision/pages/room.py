"""What the control room is told when it opens; all that changes later comes over the snapshot and the socket."""

from typing import TypedDict

from django.conf import settings
from django.utils.translation import gettext

from detectors.vision.scene.registry import ALERTS, KINDS
from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts import workflow
from hypervision.pages.quality import KindQuality, qualities
from maps.models import City

_ROOM_RIGHTS = frozenset({Right.SEE_ALERTS, Right.SEE_PICTURES, Right.GIVE_VERDICT, Right.STOP, Right.CONFIGURE})


class RoomFacts(TypedDict):
    """extent: west, south, east, north in degrees; None while no city is imported. map: the version of its base map.

    kinds: kind of event to what people call it. reasons: kind to (code, label) of the refutations that it offers.
    quality: kind to how mature it is and how right it was on the scenes (R-25, R-47).
    """

    user: str
    username: str
    rights: list[str]
    city: str
    time_zone: str
    extent: list[float] | None
    map: str
    attribution: str
    kinds: dict[str, str]
    reasons: dict[str, list[tuple[str, str]]]
    quality: dict[str, KindQuality]


def facts(user: User, city: City | None) -> RoomFacts:
    kinds = sorted(ALERTS)
    return {
        "user": str(user),
        "username": user.username,
        "rights": sorted(str(right) for right in user.rights & _ROOM_RIGHTS),
        "city": city.name if city else "",
        "time_zone": settings.TIME_ZONE,
        "extent": list(city.extent.extent) if city else None,
        "map": city.imported_at.isoformat() if city else "",
        "attribution": city.attribution if city else "",
        "kinds": {kind: gettext(KINDS[kind].title) for kind in kinds},
        "reasons": {kind: _reasons(kind) for kind in kinds},
        "quality": qualities(kinds),
    }


def _reasons(kind: str) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in workflow.reasons_for(kind).items()]
