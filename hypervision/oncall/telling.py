"""What browsers hear of calls: names, times and which alert, not what or where it is; for all who read the duty."""

from datetime import datetime, timedelta
from typing import cast

from django.db.models import QuerySet

from hypervision.accounts.rights import Right
from hypervision.alerts.selectors import ALERT_HOURS
from hypervision.live import journal
from hypervision.live.cards import CallAnswer, CallCard
from hypervision.live.journal import Told
from hypervision.live.messages import CallPut
from hypervision.oncall.models import Call


def recent(now: datetime) -> QuerySet[Call]:
    """Those that the control room holds."""
    return Call.objects.filter(asked_at__gte=now - timedelta(hours=ALERT_HOURS)).select_related("person")


def card(call: Call) -> CallCard:
    return {
        "id": str(call.pk),
        "alert": str(call.alert_id),
        "account": call.person.username,
        "name": str(call.person),
        "asked_at": call.asked_at.isoformat(),
        "answer": cast(CallAnswer, str(call.answer)),
        "answered_at": call.answered_at.isoformat() if call.answered_at else None,
    }


def told(call: Call) -> Told:
    return Told(CallPut(card(call)), Right.READ_LOGBOOK)


def tell(call: Call) -> None:
    journal.append_all([told(call)])
