"""The records of exercises are kept as long as the logbook (R-34)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from hypervision.exercises.models import Exercise
from hypervision.law import log


@transaction.atomic
def erase(now: datetime) -> int:
    due = now - timedelta(days=settings.LOGBOOK_DAYS)
    old = Exercise.objects.filter(ended_at__lt=due)
    count = old.count()
    old.delete()
    if count:
        log.write("system", "retention.erase", "exercises", count=count, due_before=due.isoformat())
    return count
