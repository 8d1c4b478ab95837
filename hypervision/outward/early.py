"""Which alerts a system may be told of before a person has confirmed them (R-16): those of cameras whose authorisation
names it, while that is in force and nobody has judged them yet. For webhooks and whatever else pushes.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.alerts.workflow import OPEN, State
from hypervision.law import recipients
from hypervision.live.messages import AlertPut
from hypervision.live.models import JournalEntry
from hypervision.outward.messages import AlertRaised


def of_page(account: User, chosen: Collection[str], entries: Iterable[JournalEntry], now: datetime) -> frozenset[UUID]:
    """Of the alerts that a page of the journal tells of. Costs nothing where the listener did not choose it."""
    if AlertRaised.kind not in chosen:
        return frozenset()
    cards = [entry.payload["card"] for entry in entries if entry.kind == AlertPut.kind]
    new = {UUID(card["id"]) for card in cards if card["state"] == State.NEW}
    return hearing(account, new, now) if new else frozenset()


def hearing(account: User, alerts: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Of these alerts those that the account may be told of early. What people or systems raised has no authorisation,
    and is told to nobody before a verdict.
    """
    waiting = Alert.objects.filter(pk__in=alerts, state__in=OPEN, event__authorisation_id__isnull=False)
    ruled = {pk: key for pk, key in waiting.values_list("pk", "event__authorisation_id") if key}
    naming = recipients.naming(account, frozenset(ruled.values()), now)
    return frozenset(pk for pk, key in ruled.items() if key in naming)
