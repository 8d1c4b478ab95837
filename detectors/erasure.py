"""What is due is erased on time (R-30), in batches so that nobody waits for it, and logged (R-33)."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from detectors import outbox
from hypervision.law import log
from hypervision.live import retention
from maps.models import Picture, Still

logger = logging.getLogger(__name__)

BATCH = 500
JOURNAL_KEPT = timedelta(days=3)
"""Longer than any browser sleeps over a weekend; what happened is kept in events, alerts and the log, not here."""


def erase_due(now: datetime) -> dict[str, int]:
    """How many of what were erased. What is erased is logged in one entry a kind, with no word of what it showed."""
    erased = {
        "pictures": _erase(Picture, now),
        "stills": _erase(Still, now),
        "journal": retention.forget(now - JOURNAL_KEPT),
    }
    # Entries of the spool go when their time is over, or come in; those of living watches are their own care.
    outbox.take_in_orphans(settings.SPOOL_DIR)
    for what, count in erased.items():
        if count and what != "journal":
            log.write("system", "retention.erase", what, count=count, due_before=now.isoformat())
    return {what: count for what, count in erased.items() if count}


def _erase(model: type[Picture] | type[Still], now: datetime) -> int:
    erased = 0
    while batch := list(model._default_manager.filter(erase_at__lte=now).values_list("pk", flat=True)[:BATCH]):
        count, _ = model._default_manager.filter(pk__in=batch).delete()
        erased += count
    return erased
