"""Finds what a new alert belongs to: in one query, by the indexes of incidents and of alerts that stand alone.

Two alerts are linked when
1. their kinds are the same or linked (``kinds.LINKS``);
2. they were captured within SECONDS of each other;
3. their places lie within METRES, the errors of both places allowed for;
4. one camera saw both, or the ground that one sees lies within METRES of what the other sees, overlaps included.

Of an incident the newest alert that is linked is enough: thousands of others need not be looked at. The query is the
function ``incidents_links`` of migration 0003.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from hypervision.incidents.kinds import linked
from maps.models import Event

METRES = 40.0
SECONDS = 60.0
MOST_ERROR = 60.0
"""Metres. A place that is less certain than that would otherwise be near to half the city."""

_LINKS = "SELECT * FROM incidents_links(%s, %s::varchar[], %s, %s, %s, %s, %s, %s, %s)"


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


def links_of(event: Event) -> list[Link]:
    """Of each incident the newest alert that is linked to this event, and all linked ones that stand alone."""
    place, kinds = event.place, list(linked(event.kind))
    with connection.cursor() as cursor:
        what, here = (event.camera_id, kinds, event.captured_at, SECONDS), (place.x, place.y, event.place_error)
        cursor.execute(_LINKS, [*what, *here, METRES, MOST_ERROR])
        return [Link(*row) for row in cursor.fetchall()]
