"""Finds what a new alert belongs to: in one query, by the indexes of incidents and of alerts that stand alone.

Two alerts are linked when
1. their kinds are the same or linked (``kinds.LINKS``);
2. they were captured within SECONDS of each other;
3. their places lie within METRES, the errors of both places allowed for;
4. one camera saw both, or the ground that one sees lies within METRES of what the other sees, overlaps included; of
   what no camera saw the place is enough;
5. both are real, or both are of an exercise.

Of an incident the newest alert that is linked is enough: thousands of others need not be looked at. The query is the
function ``incidents_links``, called by ``incidents_enter`` (migrations 0003 and 0004).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from hypervision.alerts.models import Alert
from hypervision.incidents.kinds import linked
from hypervision.lib import clock
from maps.reality import is_real

METRES = 40.0
SECONDS = 60.0
MOST_ERROR = 60.0
"""Metres. A place that is less certain than that would otherwise be near to half the city."""

_ENTER = "SELECT * FROM incidents_enter(%s, %s, %s, %s::varchar[], %s, %s, %s, %s, %s, %s, %s, %s, %s)"


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

    @property
    def facts(self) -> dict[str, object]:
        """As a step keeps them."""
        return {
            "to": str(self.alert),
            "metres": round(self.metres, 1),
            "seconds": round(self.seconds, 1),
            "same_camera": self.same_camera,
        }


def enter(alert: Alert) -> list[Link]:
    """Of each incident the newest alert that is linked to this new one, and all linked ones that stand alone.

    An alert that is linked to nothing stands alone from here on; one that is linked to one incident only has joined it.
    """
    event = alert.event
    place, kinds = event.place, list(linked(event.kind))
    what, here = (event.kind, event.camera_id, kinds), (place.x, place.y, event.place_error)
    with connection.cursor() as cursor:
        near = (event.captured_at, SECONDS, *here, METRES, MOST_ERROR)
        cursor.execute(_ENTER, [alert.pk, *what, *near, clock.now(), is_real(event)])
        return [Link(*row) for row in cursor.fetchall()]
