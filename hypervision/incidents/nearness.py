"""Finds what a new alert belongs to: in one query, by the indexes of incidents and of alerts that stand alone.

Two alerts are linked when
1. their kinds are the same or linked (``kinds.LINKS``);
2. they were captured within SECONDS of each other;
3. their places lie within METRES, the errors of both places allowed for;
4. one camera saw both, or the ground that one sees lies within METRES of what the other sees, overlaps included.

Of an incident the newest alert that is linked is enough: thousands of others need not be looked at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any
from uuid import UUID

from django.db import connection

from hypervision.incidents.kinds import linked
from maps.models import Event

METRES = 40.0
SECONDS = 60.0
MOST_ERROR = 60.0
"""Metres. A place that is less certain than that would otherwise be near to half the city."""

_METRES_A_DEGREE = 111_195.0  # on the sphere of ST_DistanceSphere


@dataclass(frozen=True, slots=True)
class Link:
    """An alert to which a new one is linked. incident: the one that it belongs to; None: it stands alone."""

    alert: UUID
    incident: UUID | None
    by_hand: bool
    opened_at: datetime
    metres: float
    seconds: float
    same_camera: bool


# The ground of a camera: what its newest calibration sees, else the place where it stands.
_GROUND = """COALESCE(
    (SELECT c.view FROM maps_calibration c WHERE c.camera_id = {camera} AND c.view IS NOT NULL
     ORDER BY c.version DESC LIMIT 1),
    (SELECT k.location FROM maps_camera k WHERE k.id = {camera}))::geography"""

_MINE = _GROUND.format(camera="%(camera)s")
_THEIRS = _GROUND.format(camera="m.camera")

_IS_LINKED = f"""
    m.kind = ANY(%(kinds)s) AND m.at BETWEEN %(since)s AND %(until)s
    AND ST_DistanceSphere(m.place, me.place) <= %(reach)s + LEAST(m.error, %(most_error)s)
    AND (m.camera = %(camera)s OR ST_DWithin({_THEIRS}, (SELECT {_MINE}), %(metres)s, false))
"""

_FACTS = """ST_DistanceSphere(m.place, me.place), abs(extract(epoch FROM m.at - %(at)s))::float,
    m.camera = %(camera)s"""

LINKED = f"""
WITH me AS (
    SELECT ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326) AS place,
           ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) AS around)
SELECT found.alert_id, i.id, i.by_hand, i.opened_at, found.metres, found.seconds, found.same
FROM me, incidents_incident i CROSS JOIN LATERAL (
    SELECT m.alert_id, {_FACTS}
    FROM incidents_member m WHERE m.incident_id = i.id AND {_IS_LINKED}
    ORDER BY m.at DESC LIMIT 1) AS found (alert_id, metres, seconds, same)
WHERE i.area && me.around AND i.newest_at >= %(since)s AND i.opened_at <= %(until)s AND i.kinds && %(kinds)s::varchar[]
UNION ALL
SELECT m.alert_id, NULL, false, m.at, {_FACTS}
FROM me, incidents_member m
WHERE m.incident_id IS NULL AND NOT m.apart AND m.place && me.around AND {_IS_LINKED}
"""  # noqa: S608 - parts of this file


def links_of(event: Event) -> list[Link]:
    """Of each incident the newest alert that is linked to this event, and all linked ones that stand alone."""
    with connection.cursor() as cursor:
        cursor.execute(LINKED, _asked(event))
        return [Link(*row) for row in cursor.fetchall()]


def _asked(event: Event) -> dict[str, Any]:
    lon, lat, at = event.place.x, event.place.y, event.captured_at
    reach = METRES + min(event.place_error, MOST_ERROR)
    north = (reach + MOST_ERROR) / _METRES_A_DEGREE
    east = north / max(cos(radians(lat)), 0.01)
    return {
        "camera": event.camera_id,
        "kinds": list(linked(event.kind)),
        "at": at,
        "since": at - timedelta(seconds=SECONDS),
        "until": at + timedelta(seconds=SECONDS),
        "lon": lon,
        "lat": lat,
        "west": lon - east,
        "east": lon + east,
        "south": lat - north,
        "north": lat + north,
        "reach": reach,
        "metres": METRES,
        "most_error": MOST_ERROR,
    }
