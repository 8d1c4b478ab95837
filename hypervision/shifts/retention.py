"""How long the logbook is kept: as the law's log, between six months and three years (R-34)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from hypervision.law import log
from hypervision.shifts.models import HandOver, Note, Presence, Silence


@transaction.atomic
def erase(now: datetime) -> dict[str, int]:
    """What is older than LOGBOOK_DAYS goes, with one entry of the log a kind. Who is on duty stays so."""
    due = now - timedelta(days=settings.LOGBOOK_DAYS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hypervision.erasing', 'on', true)")
    erased = {
        "notes": Note.objects.filter(at__lt=due).delete()[0],
        "hand-overs": HandOver.objects.filter(signed_at__lt=due).delete()[0],
        "presences": Presence.objects.filter(ended_at__lt=due).delete()[0],
        "silences": Silence.objects.filter(ended_at__lt=due).delete()[0],
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hypervision.erasing', 'off', true)")
    for what, count in erased.items():
        if count:
            log.write("system", "retention.erase", f"logbook {what}", count=count, due_before=due.isoformat())
    return erased
