"""The journal is kept for some days: long enough for a browser that slept, short enough to stay small."""

from datetime import datetime

from hypervision.live import journal
from hypervision.live.models import JournalEntry


def forget(before: datetime) -> int:
    """Deletes the entries written before then and returns how many.

    The newest entry stays whatever its age: it tells how far the numbers have come.
    """
    deleted, _ = JournalEntry.objects.filter(at__lt=before, number__lt=journal.newest()).delete()
    return deleted
