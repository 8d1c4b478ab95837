"""Events go when their time is over (R-30), with their alerts, verdicts, notes and pictures; a number stays of them.

A batch is one transaction: killed at any moment, it has happened with its log entries and numbers, or not at all, and
the next run goes on with what is left. Its locks are taken in the order in which a verdict takes them (rows, log,
journal), so that neither ever waits for the other in a ring.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction

from hypervision.alerts.models import Alert
from hypervision.alerts.services import erase_alerts
from hypervision.alerts.workflow import JUDGED
from hypervision.incidents import services as incidents
from hypervision.law import log, retention
from hypervision.lib.erasing import erasing
from maps.models import Clip, Event, Picture

BATCH = 100
"""Few, because each alert of a batch is a message, and browsers take a thousand at once at most."""
MOST_BATCHES = 50
"""In one run. The next minute goes on; an endless run would keep the jobs from handing cameras out."""

Hour = tuple[datetime, UUID | None, str]
"""The beginning of an hour, UTC, a camera (None: no camera saw it), and the kind of event."""


def erase_events(now: datetime) -> Counter[str]:
    """How many of what were erased; each regime has its own period."""
    erased = Counter[str]()
    batches = 0
    for regime in _regimes():
        due = retention.events_due(regime, now)
        while batches < MOST_BATCHES and (batch := _erase_batch(regime, due)):
            erased.update(batch)
            batches += 1
    return +erased


def _regimes() -> Iterator[str]:
    """Of all events that are kept, known or not: each is found in the index behind the one before."""
    names = Event.objects.order_by("regime").values_list("regime", flat=True)
    name = names.first()
    while name is not None:
        yield name
        name = names.filter(regime__gt=name).first()


@transaction.atomic
def _erase_batch(regime: str, due: datetime) -> Counter[str]:
    """1. Events that nobody else is erasing, and their alerts, are held. 2. Their numbers are kept. 3. Pictures,
    clips. 4. The log says so. 5. Alerts go, which journals, and with the last of them their incident. 6. Events go.
    """
    events = list(
        Event.objects.filter(regime=regime, captured_at__lte=due)
        .order_by("captured_at")
        .select_for_update(skip_locked=True)
        .values_list("id", "camera_id", "captured_at", "is_real", "kind")[:BATCH]
    )
    if not events:
        return Counter()
    ids = [event_id for event_id, *_ in events]
    alerts = Alert.objects.filter(event__in=ids)
    states = dict(alerts.order_by("id").select_for_update(of=("self",)).values_list("event_id", "state"))
    open_ones = {event_id for event_id, state in states.items() if state not in JUDGED}
    _keep_numbers(
        Counter((_hour(at), camera_id, kind) for _, camera_id, at, is_real, kind in events if is_real),
        Counter(
            (_hour(at), camera_id, kind)
            for event_id, camera_id, at, is_real, kind in events
            if is_real and event_id in open_ones
        ),
    )
    pictures, _ = Picture.objects.filter(event__in=ids).delete()
    clips, _ = Clip.objects.filter(event__in=ids).delete()
    erased = Counter({"events": len(events), "alerts": len(states), "pictures": pictures, "clips": clips})
    for what, count in (+erased).items():
        facts = {"unreviewed": len(open_ones)} if what == "alerts" else {}
        log.write("system", "retention.erase", what, count=count, regime=regime, due_before=due.isoformat(), **facts)
    erase_alerts(alerts)
    incidents.erase_empty(due)
    with erasing():
        Event.objects.filter(id__in=ids).delete()
    return erased


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _keep_numbers(events: Counter[Hour], unreviewed: Counter[Hour]) -> None:
    """Adds to the numbers of each hour, camera and kind, in one order, so that two erasures do not wait for each
    other.
    """
    rows = [(*hour, events[hour], unreviewed[hour]) for hour in sorted(events, key=str)]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO maps_erasedhour AS kept (starts_at, camera_id, kind, events, unreviewed, is_told)
            SELECT *, true FROM unnest(%s::timestamptz[], %s::uuid[], %s::text[], %s::int[], %s::int[])
            ON CONFLICT (starts_at, camera_id, kind, is_told) DO UPDATE
            SET events = kept.events + excluded.events, unreviewed = kept.unreviewed + excluded.unreviewed
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )
