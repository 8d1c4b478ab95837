"""R-45: a kind that people keep refuting on a camera is suspended there until a person lets it run again."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import F, Max, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import BY_MACHINE
from hypervision.alerts.workflow import JUDGED, TRUE
from hypervision.law import stops
from hypervision.lib.statistics import wilson
from maps.reality import real

LEAST = 20
"""Verdicts below which nothing is concluded."""


def consider(alert: Alert) -> None:
    """Suspends the alert's kind on its camera if its precision is surely below the floor. In the caller's transaction.

    What no camera saw suspends nothing, and neither that nor an exercise is counted.

    Surely: the upper end of its 95 % interval. What was judged before somebody last let it run again counts no more:
    they may have mended what was wrong.
    """
    camera, kind = alert.event.camera, alert.event.kind
    if camera is None:
        return
    confirmed, judged = _verdicts(alert, stops.lifted_last(camera.pk, kind) or datetime.min.replace(tzinfo=UTC))
    low, high = wilson(confirmed, judged)
    if judged < LEAST or high >= settings.PRECISION_FLOOR:
        return
    with override(settings.LANGUAGE_CODE):  # one sentence for all who read it, as a person would have written one
        percents = {
            name: number_format(round(100 * value))
            for name, value in (("low", low), ("high", high), ("floor", settings.PRECISION_FLOOR))
        }
        reason = _(
            "Only %(confirmed)d of %(judged)d alerts were confirmed (%(low)s to %(high)s%%); the floor is %(floor)s%%."
        ) % {"confirmed": confirmed, "judged": judged, **percents}
    stops.suspend(reason=reason, camera_id=camera.pk, place=camera.location, kind=kind)


def _verdicts(alert: Alert, since: datetime) -> tuple[int, int]:
    """How many were confirmed, of how many that were judged later than that."""
    decided = Max("steps__at", filter=~Q(steps__from_state=F("steps__to_state")))
    judged = (
        Alert.objects.filter(
            BY_MACHINE,
            real("event__"),
            event__camera=alert.event.camera_id,
            event__kind=alert.event.kind,
            state__in=JUDGED,
        )
        .annotate(decided_at=decided)
        .filter(decided_at__gt=since)
        .values_list("state", flat=True)
    )
    states = list(judged)
    return sum(state in TRUE for state in states), len(states)
