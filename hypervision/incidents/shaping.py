"""How alerts change their incident: the one way for the machine and for people. The journal is locked meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Polygon
from django.db.models import Max, Min, QuerySet

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.incidents.models import Incident, IncidentMove, IncidentStep, Member
from hypervision.incidents.telling import news_of
from hypervision.live.journal import Told
from maps.reality import is_real

_EDGE = 1e-6
"""Degrees around the outermost places: the box of a single place is a box, too."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done. by: None for the machine."""

    verb: IncidentStep.Verb
    at: datetime
    by: User | None = None
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    undoes: IncidentStep | None = None


def stand_alone(alert: Alert) -> Member:
    """An alert that belongs nowhere yet; one that has a place already keeps it."""
    event = alert.event
    member, _ = Member.objects.get_or_create(
        alert=alert,
        defaults={
            "kind": event.kind,
            "camera": event.camera_id,
            "place": event.place,
            "error": event.place_error,
            "at": event.captured_at,
            "is_real": is_real(event),
        },
    )
    return member


def opened(members: QuerySet[Member], *, by_hand: bool = False) -> Incident:
    """A new incident for these alerts, to which they are moved next."""
    return Incident.objects.create(**_extent(members), by_hand=by_hand)


def move(incident: Incident, step: Step, where: Mapping[UUID, Incident | None], *, apart: bool) -> Sequence[Told]:
    """Writes the step at its incident and moves alerts; returns what must be journaled.

    where: alert to the incident it goes to. apart: whether the machine leaves alone those that go to none.
    """
    row = IncidentStep.objects.create(
        incident=incident,
        verb=step.verb,
        at=step.at,
        by=step.by,
        reason=step.reason,
        facts=step.facts,
        undoes=step.undoes,
    )
    members = {one.pk: one for one in Member.objects.filter(pk__in=where)}
    IncidentMove.objects.bulk_create(
        IncidentMove(step=row, alert_id=pk, source_id=one.incident_id, target=where[pk], was_apart=one.apart)
        for pk, one in members.items()
    )
    touched = {one.incident_id for one in members.values()} | {to.pk for to in where.values() if to}
    for pk, one in members.items():
        one.incident, one.apart = where[pk], apart and where[pk] is None
    Member.objects.bulk_update(members.values(), ["incident", "apart"], batch_size=500)
    renew((pk for pk in touched if pk), by_hand=step.by is not None)
    return list(news_of(where))


def renew(incidents: Iterable[UUID], *, by_hand: bool) -> None:
    """What an incident keeps of its alerts for the search; an empty one keeps what it was, and is found by nobody."""
    for pk in incidents:
        members = Member.objects.filter(incident=pk)
        values: dict[str, Any] = {"by_hand": True} if by_hand else {}
        if members.exists():
            values |= _extent(members)
        Incident.objects.filter(pk=pk).update(**values) if values else None


def _extent(members: QuerySet[Member]) -> dict[str, Any]:
    found = members.aggregate(opened_at=Min("at"), newest_at=Max("at"), box=Extent("place"))
    west, south, east, north = found.pop("box")
    area = Polygon.from_bbox((west - _EDGE, south - _EDGE, east + _EDGE, north + _EDGE))
    area.srid = 4326
    kinds = sorted(members.order_by().values_list("kind", flat=True).distinct())
    return {**found, "area": area, "kinds": kinds}
