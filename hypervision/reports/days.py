"""Keeps what may be told of each day, so that a quarter can be told of when its events are gone (R-30, R-37)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from hypervision.law.regimes import LONGEST_RETENTION_DAYS
from hypervision.reports import counting, spans
from hypervision.reports.models import Day
from hypervision.reports.spans import ONE, Span, Stretch

REACH = timedelta(days=LONGEST_RETENTION_DAYS + 4)
"""Of older days no event can be there."""


@transaction.atomic
def keep(now: datetime) -> int:
    """Counts the days that are over and lost none of their events since they were counted; returns how many.

    Verdicts are corrected for as long as their events are there, so a day is counted again and again until then. What
    is erased while it counts is seen by counting what is gone before and after.
    """
    last = spans.last_over(now)
    days = Stretch(Span.WEEK, last - REACH + ONE, last)
    kept = {row.day: row for row in Day.objects.select_for_update().filter(day__gte=days.first)}
    before = counting.gone(days.period)
    told = counting.count(days.period)
    after = counting.gone(days.period)

    def is_whole(day: date) -> bool:
        return before[day] == after[day] and (day not in kept or kept[day].gone == after[day])

    rows = [Day(day=day, told=told[day], gone=after[day], counted_at=now) for day in days.days if is_whole(day)]
    Day.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["told", "gone", "counted_at"]
    )
    return len(rows)
