"""What the control room is told when it opens; all that changes later comes over the snapshot and the socket."""

from typing import TypedDict

from django.conf import settings
from django.utils.translation import gettext

from detectors.vision.scene.registry import ALERTS, KINDS
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts import reasons
from hypervision.alerts.kinds import BY_OTHERS, BY_PEOPLE, BY_SYSTEMS
from hypervision.hand.actions import SOURCES
from hypervision.pages.quality import KindQuality, qualities
from maps.models import City

_ROOM_RIGHTS = frozenset(
    {
        Right.SEE_ALERTS,
        Right.SEE_FIGURES,
        Right.SEE_PICTURES,
        Right.GIVE_VERDICT,
        Right.CORRECT_VERDICT,
        Right.STOP,
        Right.CONFIGURE,
        Right.READ_LOGBOOK,
        Right.KEEP_SHIFT,
        Right.OPEN_CITY_VIDEO,
        Right.RUN_EXERCISES,
        Right.OPEN_CITY_VIDEO,
    }
)


class RoomFacts(TypedDict):
    """logged_in: when the newest log-in was. extent: west, south, east, north in degrees; None before the first import.

    map: the version of its base map.
    kinds: kind of event to what people call it. reasons, outcomes: kind to (code, label) of the refutations and of the
    ends that it offers. informed: (code, label) of those who may be called.
    people_kinds, system_kinds: those that only people raise, and other systems. own_kinds: those that the person is
    given; none is all.
    refutations_by_hand: of what people raised. sources: how they heard it.
    quality: kind to how mature it is and how right it was on the scenes (R-25, R-47).
    """

    user: str
    username: str
    logged_in: str
    rights: list[str]
    city: str
    time_zone: str
    extent: list[float] | None
    map: str
    attribution: str
    kinds: dict[str, str]
    people_kinds: dict[str, str]
    system_kinds: dict[str, str]
    own_kinds: list[str]
    refutations_by_hand: list[tuple[str, str]]
    sources: list[tuple[str, str]]
    reasons: dict[str, list[tuple[str, str]]]
    outcomes: dict[str, list[tuple[str, str]]]
    informed: list[tuple[str, str]]
    quality: dict[str, KindQuality]


def facts(user: User, city: City | None) -> RoomFacts:
    kinds = sorted(ALERTS)
    return {
        "user": str(user),
        "username": user.username,
        "logged_in": user.last_login.isoformat() if user.last_login else "",
        "rights": sorted(str(right) for right in user.rights & _ROOM_RIGHTS),
        "city": city.name if city else "",
        "time_zone": settings.TIME_ZONE,
        "extent": list(city.extent.extent) if city else None,
        "map": city.imported_at.isoformat() if city else "",
        "attribution": city.attribution if city else "",
        "kinds": {kind: gettext(KINDS[kind].title) for kind in kinds},
        "people_kinds": {kind: str(name) for kind, name in BY_PEOPLE.items()},
        "system_kinds": {kind: str(name) for kind, name in BY_SYSTEMS.items()},
        "own_kinds": sorted(can_see(user).kinds),
        "refutations_by_hand": _offered(reasons.refutations_for("", by_hand=True)),
        "sources": [(str(one), str(one.label)) for one in SOURCES],
        "reasons": {kind: _offered(reasons.refutations_for(kind)) for kind in kinds},
        "outcomes": {kind: _offered(reasons.outcomes_for(kind)) for kind in (*kinds, *BY_OTHERS)},
        "informed": _offered(reasons.INFORMED),
        "quality": qualities(kinds),
    }


def _offered(choices: reasons.Choices) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in choices.items()]
