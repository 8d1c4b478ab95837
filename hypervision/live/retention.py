"""The journal is kept for some days: long enough for a browser that slept, short enough to stay small."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models.fields.json import KT

from hypervision.live import journal
from hypervision.live.messages import AlertPut, RunPut
from hypervision.live.models import JournalEntry

KEPT = timedelta(days=3)


def forget(before: datetime) -> int:
    """Deletes the entries written before then and returns how many.

    The newest entry stays whatever its age: it tells how far the numbers have come.
    """
    deleted, _ = JournalEntry.objects.filter(at__lt=before, number__lt=journal.newest()).delete()
    return deleted


def forget_alerts(alerts: Iterable[UUID]) -> None:
    """Deletes what was said of these alerts and their runs: a card with its notes must not outlive its alert here.

    Belongs into the transaction that erases them, before it journals that they are gone: that entry keeps the numbers
    going. Entries that another erasure holds are left to it.
    """
    ids = [str(alert) for alert in alerts]
    for kind in (AlertPut.kind, RunPut.kind):  # one after the other: each has an index of its own
        said = JournalEntry.objects.alias(alert=KT("payload__card__id")).filter(kind=kind, alert__in=ids)
        numbers = list(said.order_by().select_for_update(skip_locked=True).values_list("number", flat=True))
        JournalEntry.objects.filter(number__in=numbers).delete()
