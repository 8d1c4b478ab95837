"""Who is asked when nobody present may take an alert.

Beat asks every few seconds; all that is needed stands in rows, so a restart forgets nothing. For each real alert that
nobody has claimed, in one transaction:

1. somebody on duty may judge it and sees it: whoever was asked is not needed any more;
2. somebody on call is coming: nobody else is asked;
3. somebody was asked and may still answer: that is waited for; afterwards "did not answer" is written;
4. the next one of the order who may judge it and sees it is asked; after the last one the order begins anew,
   when AGAIN has passed.

Alerts of exercises call nobody (``maps.reality``), and what is set aside does not either.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts import snoozes
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import fresh
from hypervision.alerts.workflow import State
from hypervision.law import log
from hypervision.oncall.models import Call, OnCall
from hypervision.oncall.telling import tell
from hypervision.shifts import duty
from maps.reality import real

GRACE = timedelta(seconds=20)
"""Whoever only opens the page anew is not away."""
COMING = timedelta(minutes=30)
"""So long somebody who is coming is believed to."""
AGAIN = timedelta(minutes=15)
BATCH = 200

UNCLAIMED = (State.NEW, State.ESCALATED)
Answer = Call.Answer


def look(now: datetime) -> int:
    """How many people were asked."""
    _withdraw_what_is_claimed(now)
    order = list(OnCall.objects.select_related("person"))
    waiting = fresh(Alert.objects.filter(real("event__"), state__in=UNCLAIMED, created_at__lte=now - GRACE), now)
    if not order and not Call.objects.filter(answer="").exists():
        return 0
    present = [presence.person for presence in duty.on_duty()]
    if not present:  # of most of a storm it is known already that an answer is awaited
        waiting = waiting.exclude(Exists(Call.objects.filter(alert=OuterRef("pk"), answer="", until__gt=now)))
    ids = list(snoozes.without_snoozed(waiting).order_by("created_at").values_list("pk", flat=True)[:BATCH])
    return sum(_see_to(alert, present, order, now) for alert in ids)


@transaction.atomic
def _see_to(alert_id: UUID, present: Iterable[User], order: Iterable[OnCall], now: datetime) -> bool:
    held = Alert.objects.select_related("event__camera").select_for_update(of=("self",), skip_locked=True)
    alert = held.filter(pk=alert_id, state__in=UNCLAIMED).first()
    if alert is None:
        return False
    standing = Call.objects.filter(alert=alert, answer="").select_related("person").first()
    if any(may_take(person, alert) for person in present):
        if standing is not None:
            _close(standing, Answer.WITHDRAWN, now)
        return False
    if standing is not None:
        if standing.until > now:
            return False
        _close(standing, Answer.NONE, now)
    if any(may_take(person, alert) for person in _coming(now)):
        return False
    chosen = _next(alert, order, now)
    if chosen is None:
        return False
    call = Call.objects.create(alert=alert, person=chosen.person, asked_at=now, until=now + chosen.patience)
    log.write("system", "oncall.ask", str(alert.pk), person=str(chosen.person))
    tell(call)
    return True


def may_take(person: User, alert: Alert) -> bool:
    place = alert.event.seen_from
    return person.may(Right.GIVE_VERDICT) and can_see(person).covers(place.x, place.y, alert.event.kind)


def _coming(now: datetime) -> list[User]:
    calls = Call.objects.filter(answer=Answer.ACCEPTED, answered_at__gt=now - COMING).select_related("person")
    return [call.person for call in calls]


def _next(alert: Alert, order: Iterable[OnCall], now: datetime) -> OnCall | None:
    asked = set(Call.objects.filter(alert=alert, asked_at__gt=now - AGAIN).values_list("person", flat=True))
    return next((one for one in order if one.person_id not in asked and may_take(one.person, alert)), None)


def _withdraw_what_is_claimed(now: datetime) -> None:
    """Or judged, or set aside: whoever was asked for it need not come for it."""
    gone = Call.objects.filter(~Q(alert__state__in=UNCLAIMED), answer="").select_related("person")
    for call in gone[:BATCH]:
        with transaction.atomic():
            _close(call, Answer.WITHDRAWN, now)


def _close(call: Call, answer: Answer, now: datetime) -> None:
    """Unless the person answered in the same moment."""
    if Call.objects.filter(pk=call.pk, answer="").update(answer=answer, answered_at=now):
        log.write("system", "oncall.close", str(call.alert_id), person=str(call.person), answer=str(answer))
        call.refresh_from_db()
        tell(call)
