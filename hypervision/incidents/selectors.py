"""Reads of incidents. A person sees of an incident only the alerts in sight; of fewer than two there is no incident."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet

from hypervision.accounts.permissions import Person, can_see, may
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import told_to
from hypervision.alerts.workflow import OPEN
from hypervision.incidents.models import IncidentMove, IncidentStep, Member
from maps.sight import in_sight

FEWEST = 2


def visible_members(person: Person) -> QuerySet[Member]:
    """The alerts in sight that belong to an incident."""
    members = Member.objects.filter(incident__isnull=False)
    if not may(person, Right.SEE_ALERTS):
        return members.none()
    return members.filter(in_sight(can_see(person), "alert__event__"), told_to(person, "alert__event__"))


def visible_incidents(person: Person) -> QuerySet[Any, dict[str, Any]]:
    """A row for each incident of which at least two alerts are in sight: incident, newest (capture time), alerts, and
    waiting, how many nobody has judged.
    """
    return (
        visible_members(person)
        .order_by()
        .values("incident")
        .annotate(
            newest=Max("at"),
            alerts=Count("pk"),
            waiting=Count("pk", filter=Q(alert__state__in=OPEN)),
        )
        .filter(alerts__gte=FEWEST)
    )


def members_of(incidents: Iterable[UUID], person: Person) -> QuerySet[Member]:
    """In the order in which they were captured, ready for ``cards.incident_card``."""
    return visible_members(person).filter(incident__in=list(incidents)).select_related("alert").order_by("at", "pk")


def last_step(member: Member) -> IncidentStep | None:
    """The step that an undo takes back: the newest of its incident, or of the one that it was taken out of, that still
    stands.
    """
    incident = member.incident_id or _left(member.pk)
    standing = IncidentStep.objects.exclude(verb=IncidentStep.Verb.UNDONE).filter(incident=incident, undone_by=None)
    return standing.select_related("incident", "by").order_by("-id").first()


def _left(alert: UUID) -> UUID | None:
    last = IncidentMove.objects.filter(alert=alert).order_by("-id").select_related("step").first()
    return last.step.incident_id if last else None


def steps_of(incident: UUID, seen: Sequence[UUID]) -> list[IncidentStep]:
    """The story of an incident as far as it is about these alerts, oldest first."""
    steps = IncidentStep.objects.filter(incident=incident, moves__alert__in=seen).distinct()
    return list(steps.select_related("by", "undoes").prefetch_related("moves").order_by("id"))


def seen_alerts(alerts: Iterable[UUID], person: Person) -> set[UUID]:
    visible = Alert.objects.filter(in_sight(can_see(person), "event__"), pk__in=list(alerts))
    return set(visible.values_list("pk", flat=True)) if may(person, Right.SEE_ALERTS) else set()


def memberships(alerts: QuerySet[Alert]) -> QuerySet[Member, tuple[UUID, UUID]]:
    """Alert and incident of those alerts that belong to one."""
    rows = Member.objects.filter(incident__isnull=False, alert__in=alerts.order_by().values("pk"))
    return rows.order_by(F("at"), F("pk")).values_list("pk", "incident")
