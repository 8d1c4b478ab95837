"""Reads of alerts: who may see which, all that a card needs in a fixed number of queries, and past precision."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from hypervision.accounts.models import User
from hypervision.accounts.permissions import Person, can_see, may
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert, AlertStep, Handling, Miss
from hypervision.alerts.workflow import JUDGED, TRUE, State
from hypervision.lib.statistics import wilson
from maps.models import Clip, Picture
from maps.reality import real
from maps.sight import in_sight

ALERT_HOURS = 24
"""How long an alert stays in the control room after its capture."""

BY_MACHINE = Q(source="")
"""Verdicts on what people raised say nothing of how right a detector is."""

PILE_OF = 12
PILED = 8
"""From so many of the last verdicts with one and the same reason on, the zone or the rule asks to be looked at."""


@dataclass(frozen=True, slots=True)
class Pile:
    """The reason for which most of the last alerts of a camera and kind were refuted. count: of ``of`` verdicts."""

    reason: str
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Precision:
    """How often people confirmed. share: None while nothing is judged. low, high: its Wilson 95 % interval.

    missed: what people say that the camera should have seen.
    """

    confirmed: int
    judged: int
    share: float | None
    low: float
    high: float
    missed: int


def with_card_parts(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """All that ``alert_card`` reads, however many alerts there are. Picture and clip themselves stay where they are."""
    steps = AlertStep.objects.select_related("by").order_by("at", "id")
    handlings = Handling.objects.select_related("by").order_by("at", "id")
    return (
        alerts.select_related("event__camera", "event__district", "raised_by")
        .prefetch_related(Prefetch("steps", queryset=steps), Prefetch("handlings", queryset=handlings))
        .annotate(
            has_picture=Exists(Picture.objects.filter(event=OuterRef("event"))),
            has_clip=Exists(Clip.objects.filter(event=OuterRef("event"))),
        )
    )


def fresh(alerts: QuerySet[Alert], now: datetime) -> QuerySet[Alert]:
    """Those that the control room holds."""
    return alerts.filter(event__captured_at__gte=now - timedelta(hours=ALERT_HOURS))


def visible_alerts(person: Person) -> QuerySet[Alert]:
    """The alerts of cameras and places in sight, ready for cards; none without the right to see alerts."""
    if not may(person, Right.SEE_ALERTS):
        return with_card_parts(Alert.objects.none())
    return with_card_parts(Alert.objects.filter(in_sight(can_see(person), "event__"), told_to(person, "event__")))


def told_to(person: Person, path: str = "") -> Q:
    """Exercises are for those who work in the room: no other system hears of them, no token. path: to the event."""
    inside = may(person, Right.READ_LOGBOOK) and isinstance(person, User) and not person.is_outward
    return Q() if inside else real(path)


def right_to_hear(is_real: bool) -> Right:
    """The right that a message about an alert asks for: ``told_to`` for the journal."""
    return Right.SEE_ALERTS if is_real else Right.READ_LOGBOOK


def visible_alert(alert_id: UUID, person: User) -> Alert | None:
    return visible_alerts(person).filter(pk=alert_id).first()


def past_precision(camera_id: UUID, kind: str) -> Precision:
    """Of the judged alerts of this camera and kind (R-25, R-44)."""
    counts = Alert.objects.filter(BY_MACHINE, real("event__"), event__camera_id=camera_id, event__kind=kind).aggregate(
        judged=Count("pk", filter=Q(state__in=JUDGED)),
        confirmed=Count("pk", filter=Q(state__in=TRUE)),
    )
    confirmed, judged = counts["confirmed"], counts["judged"]
    low, high = wilson(confirmed, judged)
    missed = standing_misses().filter(camera=camera_id, kind=kind).count()
    return Precision(confirmed, judged, confirmed / judged if judged else None, low, high, missed)


def standing_misses() -> QuerySet[Miss]:
    """Those that nobody took back, of what was real."""
    return Miss.objects.filter(real("alert__event__"), taken_back_at=None)


def piled(camera_id: UUID, kind: str) -> Pile | None:
    """Whether the last alerts of this camera and kind were refuted for one and the same reason."""
    verdict = (
        AlertStep.objects.filter(alert=OuterRef("pk"), to_state=OuterRef("state"))
        .exclude(from_state=F("to_state"))
        .order_by("-at", "-id")
    )
    last = (
        Alert.objects.filter(
            BY_MACHINE, real("event__"), event__camera_id=camera_id, event__kind=kind, state__in=JUDGED
        )
        .annotate(reason=Subquery(verdict.values("reason")[:1]))
        .order_by("-event__captured_at")
        .values_list("state", "reason")[:PILE_OF]
    )
    rows = list(last)
    reasons = Counter(reason for state, reason in rows if state == State.REFUTED)
    (reason, count), *_ = reasons.most_common(1) or [("", 0)]
    return Pile(reason, count, len(rows)) if count >= PILED else None
