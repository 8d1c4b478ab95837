"""What is known of events that were erased before there were roll-ups: how many there were, and when.

The counts of what is erased since outlive it (``board.models``). Of earlier ones neither place nor verdict is known, so
no figure can hold them: where there were any it is not the whole, and the page says so.
"""

from dataclasses import dataclass
from datetime import datetime

from hypervision.accounts.permissions import Sight
from hypervision.board.period import Period
from hypervision.board.query import ALL, Chosen
from hypervision.board.tally import Tally
from hypervision.board.telling import EXACT, Telling
from maps.models import ErasedHour


@dataclass(frozen=True, slots=True)
class Erased:
    """events: erased ones that no figure counts. unreviewed: those of them that no person had judged by then (R-20)."""

    events: int = 0
    unreviewed: int = 0


def erased(sight: Sight, period: Period, chosen: Chosen = ALL, telling: Telling = EXACT) -> Erased:
    """Of the cameras in sight; an hour counts where it begins."""
    tallies = (_tally(sight, period, chosen, telling, name) for name in ("events", "unreviewed"))
    return Erased(*(tally.total() for tally in tallies))


def erased_by_step(sight: Sight, period: Period, chosen: Chosen = ALL, telling: Telling = EXACT) -> dict[datetime, int]:
    """How many were erased of each step that lost any."""
    return {at: count for (at,), count in _tally(sight, period, chosen, telling, "events").by("at").items()}


def _tally(sight: Sight, period: Period, chosen: Chosen, telling: Telling, name: str) -> Tally:
    """name: of the field that is counted."""
    hours = ErasedHour.objects.filter(
        sight.q("camera__location", kind="kind"),
        chosen.of_cameras("camera__location"),
        chosen.at_times("starts_at"),
        starts_at__gte=period.start,
        starts_at__lt=period.end,
        is_told=False,
    )
    if chosen.kind:
        hours = hours.filter(kind=chosen.kind)
    rows = [(period.step_of(at), (), count) for at, count in hours.values_list("starts_at", name) if count]
    return Tally((), rows, period.by_hour, telling, chosen.fixed, f"erased {name}")
