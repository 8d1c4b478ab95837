"""What is told outside ends here, too: with the event that it speaks of, and after some weeks in any case."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from hypervision.alerts.models import Alert
from hypervision.outward.fanning import delivery, save
from hypervision.outward.messages import ErasedData, EventErased
from hypervision.outward.models import Delivery, Told, Webhook

KEPT = timedelta(days=14)
"""How long it is shown what became of a message."""
BATCH = 500

Row = TypeVar("Row", Delivery, Told)


def keep(now: datetime) -> None:
    """Once a minute: an erased alert leaves no word here, and whoever was told of it hears that it is erased."""
    _empty(now)
    for webhook in Webhook.objects.select_related("owner"):
        while _tell_erased(webhook, now):
            pass
    Delivery.objects.filter(made_at__lt=now - KEPT).exclude(state=Delivery.State.WAITING).delete()


def _empty(now: datetime) -> None:
    """What was not taken yet is not sent any more: the event is none of anybody's business now."""
    of_erased = _without_alert(Delivery.objects.exclude(body="").filter(alert__isnull=False), "alert")
    of_erased = of_erased.exclude(kind=EventErased.kind)
    pks = list(of_erased.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=pks, state=Delivery.State.WAITING).update(
        state=Delivery.State.ERASED, ended_at=now, lease_until=None
    )
    Delivery.objects.filter(pk__in=pks).update(body="")


@transaction.atomic
def _tell_erased(webhook: Webhook, now: datetime) -> int:
    gone = _without_alert(webhook.told.filter(event__isnull=False), "subject").order_by("pk")
    rows = list(gone.select_for_update()[:BATCH])
    Told.objects.filter(pk__in=[row.pk for row in rows]).delete()
    save([delivery(webhook, _erased(row, now), now, alert=row.subject) for row in rows])
    return len(rows)


def _erased(row: Told, now: datetime) -> EventErased:
    return EventErased(timestamp=now.isoformat(), data=ErasedData(alert=str(row.subject), event=str(row.event)))


def _without_alert(rows: QuerySet[Row], field: str) -> QuerySet[Row]:
    return rows.filter(~Exists(Alert.objects.filter(pk=OuterRef(field))))
