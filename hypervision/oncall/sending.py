"""Tells people on call outside the control room: once for all that waits for them, and not more often than QUIET.

A call is sent after it was written; killed in between, it is sent by the next round. So a message may come twice, but
none is lost.
"""

from collections import defaultdict
from datetime import datetime, timedelta

from hypervision.law import log
from hypervision.oncall.models import Call
from hypervision.oncall.transports import TRANSPORTS

QUIET = timedelta(minutes=2)
"""A storm of alerts is one message."""


def send(now: datetime) -> int:
    """How many people were told."""
    waiting: defaultdict[int, list[Call]] = defaultdict(list)
    for call in Call.objects.filter(answer="", told_at=None).select_related("person"):
        waiting[call.person_id].append(call)
    return sum(_tell(calls, now) for calls in waiting.values() if not _told_lately(calls[0], now))


def _told_lately(call: Call, now: datetime) -> bool:
    return Call.objects.filter(person=call.person_id, told_at__gt=now - QUIET).exists()


def _tell(calls: list[Call], now: datetime) -> bool:
    person, ids = calls[0].person, [call.pk for call in calls]
    failures = [failure for way in TRANSPORTS.values() if (failure := way(person, len(calls)))]
    if len(failures) == len(TRANSPORTS):
        changed = Call.objects.filter(pk__in=ids).exclude(failure=failures[0]).update(failure=failures[0])
        if changed:
            log.write("system", "oncall.failed", str(person), why=failures[0])
        return False
    Call.objects.filter(pk__in=ids).update(told_at=now, failure="")
    log.write("system", "oncall.tell", str(person), alerts=len(calls))
    return True
