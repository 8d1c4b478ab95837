"""What is due is erased on time (R-30), in batches so that nobody waits for it, and logged (R-33)."""

from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db import transaction

from detectors import outbox
from detectors.event_erasure import erase_events
from hypervision.law import log
from hypervision.live import retention
from maps.models import Clip, Picture, Still

BATCH = 500
Dated = type[Picture] | type[Clip] | type[Still]
WITH_A_DATE: dict[str, Dated] = {"pictures": Picture, "clips": Clip, "stills": Still}
"""What says itself when it is due."""
"""Longer than any browser sleeps over a weekend; what happened is kept in events, alerts and the log, not here."""


def erase_due(now: datetime) -> dict[str, int]:
    """How many of what were erased. Each batch is logged in one entry a kind, with no word of what it showed."""
    erased = Counter({what: _erase(model, what, now) for what, model in WITH_A_DATE.items()})
    erased.update(erase_events(now))
    erased["journal"] = retention.forget(now - retention.KEPT)
    # Entries of the spool go when their time is over, or come in; those of living watches are their own care.
    outbox.take_in_orphans(settings.SPOOL_DIR)
    return dict(+erased)


def _erase(model: Dated, what: str, now: datetime) -> int:
    erased = 0
    while batch := _erase_batch(model, what, now):
        erased += batch
    return erased


@transaction.atomic
def _erase_batch(model: Dated, what: str, now: datetime) -> int:
    """One transaction with its log entry: whatever is gone, the log says so, even if the next batch never comes."""
    rows = model._default_manager
    due = rows.filter(erase_at__lte=now).select_for_update(skip_locked=True).values_list("pk", flat=True)
    count, _ = rows.filter(pk__in=list(due[:BATCH])).delete()
    if count:
        log.write("system", "retention.erase", what, count=count, due_before=now.isoformat())
    return count
