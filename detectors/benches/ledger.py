"""What the workers said they had kept, held against what the database has."""

import re
from collections import Counter
from pathlib import Path
from uuid import UUID

from django.db.models import Sum

from detectors import outbox
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.live import journal, reading
from hypervision.live.models import JournalEntry
from hypervision.live.viewers import viewer_of
from maps.models import Event

KEPT = re.compile(outbox.KEPT % r"([0-9a-f-]{36})")


class Ledger:
    """Of what happens from now on. logs: the folder of the workers' logs, which outlive them."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self.began_at = journal.newest()
        self._before = self._read()
        self._lost_before = _said_lost()

    def kept(self) -> set[UUID]:
        return self._read() - self._before

    def arrived(self) -> int:
        """How many of the kept ones the database has."""
        return Event.objects.filter(id__in=self.kept()).count()

    def lost(self) -> int:
        """Kept and not in the database, or lost by the workers' own account."""
        return len(self.kept()) - self.arrived() + _said_lost() - self._lost_before

    def doubled(self) -> int:
        """How often the journal raised an alert for an event that had one. (The ids of events are unique anyway.)

        What people and time did with it, and its clip, are told as the same alert and raise none.
        """
        cards = [entry.payload["card"] for entry in JournalEntry.objects.filter(number__gt=self.began_at, kind="alert")]
        raised = Counter(card["event"] for card in cards if not (card["step_count"] or card["clip"]))
        return sum(times - 1 for times in raised.values())

    def told(self, person: User) -> list[int]:
        """The numbers of the messages that this person should have heard since."""
        viewer, numbers, since = viewer_of(person), [], self.began_at
        while entries := reading.after(since):
            numbers += [entry.number for entry in entries if viewer.may_hear(entry)]
            since = entries[-1].number
        return numbers

    def _read(self) -> set[UUID]:
        logs = self._logs.glob("watch-*.log*")
        return {UUID(found) for log in logs for found in KEPT.findall(log.read_text(errors="replace"))}


def _said_lost() -> int:
    return Watch.objects.aggregate(lost=Sum("lost"))["lost"] or 0
