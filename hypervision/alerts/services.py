"""What the machine does with alerts: raises them, and erases them when their time is over."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.db.models import QuerySet

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts.cards import alert_card
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import right_to_hear, with_card_parts
from hypervision.live import journal, retention
from hypervision.live.journal import Told
from hypervision.live.messages import AlertGone, AlertPut
from maps.models import Event
from maps.reality import is_real
from maps.sight import seen_from

Also = Callable[[Alert], Sequence[Told]]


def nothing_else(_alert: Alert) -> Sequence[Told]:
    return []


@dataclass(frozen=True, slots=True)
class Hand:
    """Who raises an alert by hand, how they heard of it, and what they heard."""

    by: User
    source: Alert.Source
    words: str


def raise_alert(event: Event, severity: str, also: Also = nothing_else, hand: Hand | None = None) -> Alert:
    """Makes an event ask for a verdict, inside the caller's transaction.

    Call it after the picture is written, so that the card says so, and last: it journals. also: see ``tell``.
    """
    by_hand = {"raised_by": hand.by, "source": hand.source, "words": hand.words} if hand else {}
    alert = Alert.objects.create(event=event, severity=severity, **by_hand)
    return tell(alert.pk, also)


def tell(alert_id: UUID, also: Also = nothing_else) -> Alert:
    """Journals the present state of an alert and returns it. Last in the transaction.

    also: what else is done with it while nobody else can journal, and what is to be said of that.
    """
    journal.lock()  # before reading: its camera may be moving to where others see it
    alert = with_card_parts(Alert.objects.all()).get(pk=alert_id)
    event = alert.event
    put = Told(AlertPut(alert_card(alert)), right_to_hear(is_real(event)), event.seen_from, event.kind)
    journal.append_all([put, *also(alert)])
    return alert


@transaction.atomic
def erase_alerts(alerts: QuerySet[Alert]) -> int:
    """Erases alerts, their steps and what the journal says of them, and tells the browsers. Returns how many.

    Their events can be deleted afterwards; while an alert has steps the database refuses to.
    """
    erased = list(alerts.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    journal.lock()  # before reading places: a camera may be moving to where others see it
    gone: list[tuple[UUID, Point, str]] = list(
        Alert.objects.filter(pk__in=erased).values_list("pk", seen_from("event__"), "event__kind")
    )
    with _erasing():
        Alert.objects.filter(pk__in=erased).delete()
    retention.forget_alerts(erased)
    journal.append_all([Told(AlertGone(str(pk)), Right.SEE_ALERTS, place, kind) for pk, place, kind in gone])
    return len(erased)


@contextmanager
def _erasing() -> Iterator[None]:
    """Inside, the database lets steps go (migration 0002). Holds for this transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hypervision.erasing', 'on', true)")
        yield
        cursor.execute("SELECT set_config('hypervision.erasing', 'off', true)")
