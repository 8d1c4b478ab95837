"""What time does with alerts: unclaimed ones go to the supervisor, and what nobody judges expires (R-20).

What is set aside calls no supervisor, but expires like the rest.

Beat asks every few seconds. All that is needed stands in rows, so a restart forgets nothing; and the state moves by a
conditional update, so each thing happens once, however many ask.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from hypervision.alerts import snoozes
from hypervision.alerts.models import Alert, Deadline
from hypervision.alerts.moving import move
from hypervision.alerts.workflow import MOVES
from hypervision.lib.errors import Refusal

BATCH = 500
"""Alerts of one round at most: the next one goes on."""

Passage = Literal["overdue", "expire"]


def keep(now: datetime) -> dict[Passage, int]:
    """Moves what is due. Returns how many alerts each passage took."""
    return {"expire": _pass("expire", _due("expire", now)), "overdue": _pass("overdue", _due("overdue", now))}


def _due(passage: Passage, now: datetime) -> list[UUID]:
    found: list[UUID] = []
    for deadline in Deadline.objects.order_by("severity"):
        after = deadline.expire_after if passage == "expire" else deadline.escalate_after
        rows = Alert.objects.filter(
            severity=deadline.severity, state__in=MOVES[passage].sources, created_at__lte=now - after
        )
        if passage == "overdue":
            rows = snoozes.without_snoozed(rows)
        found += rows.order_by("created_at").values_list("pk", flat=True)[:BATCH]
    return found


def _pass(passage: Passage, alerts: Iterable[UUID]) -> int:
    return sum(_moved(passage, alert) for alert in alerts)


def _moved(passage: Passage, alert: UUID) -> bool:
    try:
        move(passage, alert, by=None)
    except Refusal:  # a person, or another round, was first
        return False
    return True
