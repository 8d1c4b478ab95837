"""What is known of events that were erased at the end of their retention: how many there were, and when.

A figure of events counts those that are kept. Where others were erased it is not the whole, and the page says so.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from hypervision.accounts.permissions import Sight
from maps.models import ErasedHour


@dataclass(frozen=True, slots=True)
class Erased:
    """events: erased ones. unreviewed: those of them that no person had judged by then (R-20)."""

    events: int = 0
    unreviewed: int = 0


def erased(sight: Sight, start: datetime, end: datetime) -> Erased:
    """Of the cameras in sight, captured from start up to end; an hour counts where it begins."""
    found = _hours(sight, start, end).aggregate(
        events=Sum("events", default=0), unreviewed=Sum("unreviewed", default=0)
    )
    return Erased(**found)


def erased_by_step(sight: Sight, steps: Sequence[datetime], end: datetime) -> Counter[datetime]:
    """How many were erased of each step that lost any. steps: their beginnings, ascending; the last ends at end."""
    counts = Counter[datetime]()
    for at, events in _hours(sight, steps[0], end).values_list("starts_at", "events"):
        counts[steps[bisect_right(steps, at) - 1]] += events
    return counts


def _hours(sight: Sight, start: datetime, end: datetime) -> QuerySet[ErasedHour]:
    return ErasedHour.objects.filter(sight.q("camera__location", kind="kind"), starts_at__gte=start, starts_at__lt=end)
