"""What the machine does: puts a new alert where it belongs, in the transaction that raises it.

1. What is it linked to (``nearness``)? To nothing: it stands alone, and is no incident.
2. To alerts that stand alone: they open an incident together. To one incident: it joins. To several: they were one.
3. The step, with how near and how soon; and what browsers must hear.

All of it happens while the journal is locked, as does what people do: whoever joins at the same time waits, and finds
the incident. So two workers never open two incidents for the same matter, and the order of arrival does not matter.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from hypervision.alerts.models import Alert
from hypervision.incidents import shaping
from hypervision.incidents.models import Incident, IncidentStep, Member
from hypervision.incidents.nearness import Link, links_of
from hypervision.incidents.telling import put
from hypervision.lib import clock
from hypervision.live.journal import Told
from maps.models import Event

# The way that nearly all alerts go in a storm, in one statement.
_JOIN = """
WITH joined AS (
    INSERT INTO incidents_member (alert_id, incident_id, apart, kind, camera, place, error, at)
    VALUES (%(alert)s, %(incident)s, false, %(kind)s, %(camera)s, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326),
            %(error)s, %(at)s)
    RETURNING place),
grown AS (
    UPDATE incidents_incident SET opened_at = LEAST(opened_at, %(at)s), newest_at = GREATEST(newest_at, %(at)s),
        area = CASE WHEN ST_Covers(area, joined.place) THEN area ELSE ST_Envelope(ST_Collect(area, joined.place)) END,
        kinds = CASE WHEN %(kind)s = ANY(kinds) THEN kinds ELSE array_append(kinds, %(kind)s::varchar) END
    FROM joined WHERE id = %(incident)s),
step AS (
    INSERT INTO incidents_incidentstep (incident_id, verb, at, by_id, reason, facts, undoes_id)
    VALUES (%(incident)s, 'joined', %(now)s, NULL, '',
            jsonb_build_object('to', %(to)s::text, 'metres', %(metres)s::float, 'seconds', %(seconds)s::float,
                               'same_camera', %(same_camera)s::boolean), NULL)
    RETURNING id)
INSERT INTO incidents_incidentmove (step_id, alert_id, source_id, target_id, was_apart)
SELECT id, %(alert)s, NULL, %(incident)s, false FROM step
"""


def join(alert: Alert) -> Sequence[Told]:
    """Puts a new alert where it belongs and returns what must be journaled. Call it with the journal locked."""
    event, links = alert.event, links_of(alert.event)
    if not links:
        shaping.stand_alone(alert)
        return []
    nearest = min(links, key=lambda link: (link.seconds, link.metres, str(link.alert)))
    incidents = [link for link in links if link.incident is not None]
    if len(links) == len(incidents) == 1 and nearest.incident is not None:
        _join_one(alert.pk, event, nearest.incident, nearest)
        return [put(alert.pk, nearest.incident, event.camera.location)]
    return _bring_together(alert, links, nearest)


def _join_one(alert: UUID, event: Event, incident: UUID, nearest: Link) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _JOIN,
            {
                "alert": alert,
                "incident": incident,
                "kind": event.kind,
                "camera": event.camera_id,
                "lon": event.place.x,
                "lat": event.place.y,
                "error": event.place_error,
                "at": event.captured_at,
                "now": clock.now(),
                "to": str(nearest.alert),
                "metres": round(nearest.metres, 1),
                "seconds": round(nearest.seconds, 1),
                "same_camera": nearest.same_camera,
            },
        )


def _bring_together(alert: Alert, links: Sequence[Link], nearest: Link) -> Sequence[Told]:
    """Opens an incident, or makes one of several: never of one that a person has shaped."""
    shaping.stand_alone(alert)
    target, merged = _target(links, nearest)
    moved = [alert.pk, *(link.alert for link in links if link.incident is None)]
    moved += Member.objects.filter(incident__in=merged).values_list("pk", flat=True)
    incident = Incident.objects.get(pk=target) if target else shaping.opened(Member.objects.filter(pk__in=moved))
    facts = {
        "to": str(nearest.alert),
        "metres": round(nearest.metres, 1),
        "seconds": round(nearest.seconds, 1),
        "same_camera": nearest.same_camera,
    }
    step = shaping.Step(IncidentStep.Verb.JOINED, clock.now(), facts=facts)
    return shaping.move(incident, step, dict.fromkeys(moved, incident), apart=False)


def _target(links: Sequence[Link], nearest: Link) -> tuple[UUID | None, list[UUID]]:
    """The incident that stays, and those that are merged into it."""
    incidents = [link for link in links if link.incident is not None]
    if not incidents:
        return None, []
    free = sorted((link for link in incidents if not link.by_hand), key=lambda link: (link.opened_at, link.incident))
    if len(free) == len(incidents):
        chosen = free[0]
    else:
        chosen = min(incidents, key=lambda link: (link.seconds, link.metres, str(link.alert)))
    merged = [] if chosen.by_hand else [link.incident for link in free if link is not chosen and link.incident]
    return chosen.incident, merged
