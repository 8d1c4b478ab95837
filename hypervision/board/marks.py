"""What changed in how the city is watched: a step in a trend that it may explain bears a mark."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from detectors.models import Lease, Network, Rule, Version
from hypervision.accounts.permissions import Sight
from hypervision.board.period import Period
from hypervision.board.query import Chosen


@dataclass(frozen=True, slots=True)
class Mark:
    """Of one step: how many cameras were watched for the first time, rules changed, and networks taken into use."""

    at: datetime
    cameras: int
    rules: int
    networks: int


def marks(sight: Sight, period: Period, chosen: Chosen) -> list[Mark]:
    """Of the steps in which anything changed."""
    steps = period.steps()
    cameras = (
        Lease.objects.filter(sight.q("camera__location"), chosen.of_cameras("camera__location"))
        .order_by()
        .values("camera")
        .annotate(first=Min("taken_at"))
        .filter(first__gte=period.start, first__lt=period.end)
        .values_list("first", flat=True)
    )
    rules = Version.objects.filter(
        subject=Version.Subject.RULE,
        subject_id__in=_rules(sight, chosen),
        at__gte=period.start,
        at__lt=period.end,
    ).values_list("at", flat=True)
    networks = Network.objects.filter(registered_at__gte=period.start, registered_at__lt=period.end)
    found = [
        Mark(at, *counts)
        for at, *counts in zip(
            steps,
            _by_step(cameras, steps),
            _by_step(rules, steps),
            _by_step(networks.values_list("registered_at", flat=True), steps),
            strict=True,
        )
    ]
    return [mark for mark in found if mark.cameras or mark.rules or mark.networks]


def _rules(sight: Sight, chosen: Chosen) -> list[UUID]:
    rules = Rule.objects.filter(sight.q("camera__location", kind="kind"), chosen.of_cameras("camera__location"))
    return list((rules.filter(kind=chosen.kind) if chosen.kind else rules).values_list("pk", flat=True))


def _by_step(moments: Iterable[datetime], steps: Sequence[datetime]) -> list[int]:
    counts = [0] * len(steps)
    for at in moments:
        counts[bisect_right(steps, at) - 1] += 1
    return counts
