"""What the machine does: puts a new alert where it belongs, in the transaction that raises it.

1. What is it linked to (``nearness``)? To nothing: it stands alone, and is no incident.
2. To alerts that stand alone: they open an incident together. To one incident: it joins. To several: they were one.
3. The step, with how near and how soon; and what browsers must hear.

All of it happens while the journal is locked, as does what people do: whoever joins at the same time waits, and finds
the incident. So two workers never open two incidents for the same matter, and the order of arrival does not matter.
"""

from collections.abc import Sequence
from uuid import UUID

from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import right_to_hear
from hypervision.incidents import shaping
from hypervision.incidents.models import Incident, IncidentStep, Member
from hypervision.incidents.nearness import Link, enter
from hypervision.incidents.telling import put
from hypervision.lib import clock
from hypervision.live.journal import Told
from maps.reality import is_real


def join(alert: Alert) -> Sequence[Told]:
    """Puts a new alert where it belongs and returns what must be journaled. Call it with the journal locked."""
    links = enter(alert)
    if not links:
        return []
    if len(links) == 1 and links[0].incident is not None:
        event = alert.event
        return [put(alert.pk, links[0].incident, right_to_hear(is_real(event)), event.seen_from, event.kind)]
    return _bring_together(alert, links)


def _bring_together(alert: Alert, links: Sequence[Link]) -> Sequence[Told]:
    """Opens an incident, or makes one of several: never of one that a person has shaped."""
    shaping.stand_alone(alert)
    nearest = min(links, key=lambda link: (link.seconds, link.metres, str(link.alert)))
    target, merged = _target(links, nearest)
    moved = [alert.pk, *(link.alert for link in links if link.incident is None)]
    moved += Member.objects.filter(incident__in=merged).values_list("pk", flat=True)
    incident = Incident.objects.get(pk=target) if target else shaping.opened(Member.objects.filter(pk__in=moved))
    step = shaping.Step(IncidentStep.Verb.JOINED, clock.now(), facts=nearest.facts)
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
