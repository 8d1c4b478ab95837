"""What browsers hear of runs: the whole of one, at the place that decides who sees its alert."""

from collections.abc import Iterable, Iterator
from typing import cast
from uuid import UUID

from django.db.models import QuerySet

from hypervision.alerts.selectors import right_to_hear
from hypervision.live.cards import RunCard, RunVerb
from hypervision.live.journal import Told
from hypervision.live.messages import RunPut
from hypervision.procedures.models import Run
from hypervision.procedures.selectors import with_rows
from maps.reality import is_real


def run_card(run: Run) -> RunCard:
    """Costs no query when the run comes from ``selectors.with_rows``."""
    return {
        "id": str(run.pk),
        "version": str(run.version_id),
        "by": str(run.by),
        "at": run.at.isoformat(),
        "rows": [
            {
                "id": row.pk,
                "key": row.key,
                "verb": cast(RunVerb, str(row.verb)),
                "answer": row.answer,
                "reason": row.reason,
                "by": str(row.by),
                "at": row.at.isoformat(),
            }
            for row in run.rows.all()
        ],
    }


def news_of(alerts: Iterable[UUID]) -> Iterator[Told]:
    """The runs of these alerts as they are now. Lock the journal before."""
    return map(told, told_runs(alerts))


def told_runs(alerts: Iterable[UUID]) -> QuerySet[Run]:
    """All that ``told`` reads."""
    runs = with_rows(Run.objects.filter(alert__in=list(alerts))).select_related("alert__event__camera")
    return runs.order_by("alert__event__captured_at", "pk")


def told(run: Run) -> Told:
    event = run.alert.event
    return Told(RunPut(run_card(run)), right_to_hear(is_real(event)), event.seen_from, event.kind)
