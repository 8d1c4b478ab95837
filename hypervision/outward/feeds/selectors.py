"""Which alerts the feeds tell: those that a person confirmed, as the reader may see them, of the last day."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hypervision.accounts.permissions import Person
from hypervision.alerts.models import Alert, AlertStep
from hypervision.alerts.selectors import fresh, visible_alerts
from hypervision.alerts.workflow import TRUE, State
from maps.reality import real

MOST = 500


def confirmed(person: Person, now: datetime) -> list[Alert]:
    """Newest first, MOST at most. Ready for cards."""
    return _newest(_told(person, now).filter(state__in=TRUE))


def ever_confirmed(person: Person, now: datetime) -> list[Alert]:
    """With those that were refuted afterwards: whoever heard of them before is told that it was not so."""
    return _newest(_told(person, now).filter(_was_confirmed()))


def one(person: Person, pk: UUID, now: datetime) -> Alert | None:
    return _told(person, now).filter(_was_confirmed(), pk=pk).first()


def _told(person: Person, now: datetime) -> QuerySet[Alert]:
    return fresh(visible_alerts(person).filter(real("event__")), now)


def _was_confirmed() -> Q:
    steps = AlertStep.objects.filter(alert=OuterRef("pk"), to_state=State.CONFIRMED)
    return Q(state__in=TRUE) | Q(Exists(steps), state=State.REFUTED)


def _newest(alerts: QuerySet[Alert]) -> list[Alert]:
    return list(alerts.order_by("-event__captured_at", "-pk")[:MOST])
